import pg from 'pg'
import { expect, inject, vi } from 'vitest'

/** What a server answered to an attack: the text as it came, and what it holds where it is an answer of GraphQL. */
export interface Answer {
  readonly status: number
  readonly text: string
}

/** What tells a stranger how the inside is made: traces of calls, places of files, statements, addresses of servers. */
const INSIDE =
  /\\n +at |\bat \S+ \(.+:\d+\)|node_modules|file:\/\/|\/(?:home|root|tmp|work|var|usr)\/|\.ts\b|\b(?:SELECT|INSERT|UPDATE|DELETE) |relation "|syntax error at or near|invalid byte sequence|violates|ECONN|postgres|pg_|127\.0\.0\.1:\d/i

/** Asserts that an answer tells nothing of the inside. */
export function expectSilence({ text }: Answer): void {
  expect(text.slice(0, 100_000)).not.toMatch(INSIDE)
}

/** The codes of an answer's errors; an answer without errors has none. */
export function codesIn({ text }: Answer): readonly unknown[] {
  const answer: unknown = JSON.parse(text)
  const errors: unknown = typeof answer === 'object' && answer !== null && 'errors' in answer ? answer.errors : []
  if (!Array.isArray(errors)) throw new Error(`This is no answer of GraphQL: ${text}`)
  return errors.map((error: { readonly extensions?: { readonly code?: unknown } }) => error.extensions?.code)
}

/** Asserts that an attack was refused with this code alone, gave no data, and told nothing of the inside. */
export function expectRefused(answer: Answer, code: string): void {
  expect({ codes: new Set(codesIn(answer)), text: answer.text.slice(0, 2_000) }).toMatchObject({
    codes: new Set([code]),
  })
  const { data } = JSON.parse(answer.text)
  expect(
    Object.values(data ?? {})
      .flat()
      .every((value) => value === null),
  ).toBe(true)
  expectSilence(answer)
}

export async function post(url: string, body: string | Uint8Array, headers: Record<string, string> = {}) {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: body instanceof Uint8Array ? Buffer.from(body) : body,
  })
  return { status: response.status, text: await response.text(), headers: response.headers }
}

export const ask = (url: string, query: string, variables: unknown = {}, headers: Record<string, string> = {}) =>
  post(url, JSON.stringify({ query, variables }), headers)

/** Jobs come by the clock, and the audit log may tell of an attack: neither is looked at. */
const NOT_WATCHED = ['pg_catalog', 'information_schema', 'jobs', 'audit']
/** Tables whose rows change while nobody asks anything: who was heard when. Their rows are counted. */
const LIVES_BY_ITSELF = /^hub\.(party|counter)$|^public\.hub_contact$/

/** What all members have stored, by table: the number of rows, and a sum that any change of a row changes. */
export interface Stored {
  /** Waits until nothing that was done before is on its way any more, and remembers what is stored. */
  remember(): Promise<void>
  /** Asserts that nothing has changed since. */
  expectSame(): Promise<void>
  close(): Promise<void>
}

export function watchStored(): Stored {
  const pools = Object.entries(inject('network').databases).map(
    ([name, connectionString]) => [name, new pg.Pool({ connectionString, max: 1 })] as const,
  )
  const sums = async () => {
    const found: Record<string, string> = {}
    for (const [member, pool] of pools) Object.assign(found, await sumsOf(member, pool))
    return found
  }
  let remembered: Record<string, string> = {}
  return {
    async remember() {
      await vi.waitFor(
        async () => {
          const last = remembered
          remembered = await sums()
          expect(remembered).toEqual(last)
        },
        { interval: 500, timeout: 150_000 },
      )
    },
    expectSame: async () => expect(await sums()).toEqual(remembered),
    close: async () => {
      await Promise.all(pools.map(([, pool]) => pool.end()))
    },
  }
}

async function sumsOf(member: string, pool: pg.Pool): Promise<Record<string, string>> {
  const tables = await pool.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname <> all ($1) order by 1`,
    [NOT_WATCHED],
  )
  const each = tables.rows.map(({ name }) => {
    const sum = LIVES_BY_ITSELF.test(name) ? '0' : 'coalesce(sum(hashtextextended(t::text, 0)), 0)'
    return `select '${name}' as name, count(*) || ' ' || ${sum} as sum from ${name} t`
  })
  const { rows } = await pool.query<{ name: string; sum: string }>(each.join(' union all '))
  return Object.fromEntries(rows.map(({ name, sum }) => [`${member} ${name}`, sum]))
}

/** Asserts that every server still answers: none has ended, none hangs. */
export async function expectAlive(): Promise<void> {
  const { gateway, members } = inject('network')
  for (const url of [gateway, ...Object.values(members)]) {
    const { text } = await ask(url, '{ categories { code } }')
    expect(codesIn({ status: 200, text })).toEqual([])
    expect((await fetch(`${url}/health`)).status).toBe(200)
  }
}
