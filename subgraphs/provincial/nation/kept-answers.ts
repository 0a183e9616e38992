import type { Sql } from '@lawang/member/store/database'
import { Refusal } from '@lawang/schema/errors'
import type { Nation } from './ask-nation.ts'

/** An answer of the nation, and when it was given. */
export interface KeptAnswer {
  readonly data: unknown
  readonly asOf: Date
}

/** Asks the nation, and remembers what it says for when it does not answer. */
export interface KeptNation {
  /** Refuses as the nation does; MEMBER_UNAVAILABLE when it does not answer and never has. */
  ask(query: string, variables: Readonly<Record<string, unknown>>): Promise<KeptAnswer>
}

export interface KeptNationOptions {
  readonly nation: Nation
  readonly sql: Sql
  readonly now: () => Date
}

/** `sql` is the province's own database: what was read once outlives both servers. Equal questions at one moment are one. */
export function keepAnswers({ nation, sql, now }: KeptNationOptions): KeptNation {
  const asked = new Map<string, Promise<KeptAnswer>>()

  async function askOnce(
    question: string,
    query: string,
    variables: Readonly<Record<string, unknown>>,
  ): Promise<KeptAnswer> {
    const asOf = now()
    try {
      const data = await nation.ask(query, variables)
      await sql.prepared(KEEP, [question, JSON.stringify(data), asOf])
      return { data, asOf }
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'MEMBER_UNAVAILABLE') throw error
      const kept = await readKept(sql, question)
      if (!kept) throw error
      return kept
    }
  }

  return {
    ask(query, variables) {
      const question = `${query.trim()} ${JSON.stringify(variables)}`
      const known = asked.get(question)
      if (known) return known
      const answer = askOnce(question, query, variables).finally(() => asked.delete(question))
      asked.set(question, answer)
      return answer
    },
  }
}

const KEEP = `
  INSERT INTO province.kept_answer (question, answer, as_of) VALUES ($1, $2, $3)
  ON CONFLICT (question) DO UPDATE SET answer = excluded.answer, as_of = excluded.as_of`

async function readKept(sql: Sql, question: string): Promise<KeptAnswer | undefined> {
  const [row] = await sql.prepared<{ answer: unknown; at: number }>(
    'SELECT answer, (extract(epoch FROM as_of) * 1000)::float8 AS at FROM province.kept_answer WHERE question = $1',
    [question],
  )
  return row && { data: row.answer, asOf: new Date(row.at) }
}
