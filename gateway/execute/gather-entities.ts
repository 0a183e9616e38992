import type { EntityFetch } from '../plan/executable.ts'
import type { Ask, AskAnswer } from '../route/ask.ts'
import type { Endpoint } from '../route/router.ts'
import { OwnedSignal } from './call-signal.ts'
import type { CallOptions, MemberError } from './member-answer.ts'

/** Rows that one call asks of one member, or of one of several that answer alike: by the fetch's parts, each row's representation as JSON. */
export interface EntityQuestion {
  /** In the order of preference. */
  readonly endpoints: readonly Endpoint[]
  readonly fetch: EntityFetch
  readonly rows: readonly (readonly string[])[]
  /** The operation's other variables as the inside of a JSON object; empty for none. */
  readonly otherVariables: string
  readonly call: CallOptions
}

/**
 * `entities` by the fetch's parts, each with a value for each row asked; undefined for a part that was not answered.
 * Errors' paths begin with a part's alias and the index of a row of the question.
 */
export type EntityAnswer =
  | {
      readonly kind: 'answered'
      readonly entities: readonly (readonly unknown[] | undefined)[]
      readonly errors: readonly MemberError[]
      /** Whether other calls have the same objects. */
      readonly shared: boolean
    }
  | Extract<AskAnswer, { kind: 'unavailable' }>

export type AskEntities = (question: EntityQuestion) => Promise<EntityAnswer>

interface Gathered {
  readonly questions: Asked[]
  rows: number
}

interface Asked {
  readonly question: EntityQuestion
  readonly resolve: (answer: EntityAnswer) => void
}

/** More rows than this go at once: a member's answer is to stay small. */
const MAX_ROWS = 500

/**
 * Sends what several calls ask of a member at one moment as one request, each row once. Only calls with the same
 * operation, the same other variables and the same authorization are put together. When a member fails such a request
 * as a whole, each call asks again on its own, so that no call's rows can take the answer from another.
 */
export function gatherEntities(ask: Ask): AskEntities {
  const waiting = new Map<string, Gathered>()

  function flush(key: string, gathered: Gathered): void {
    if (waiting.get(key) === gathered) waiting.delete(key)
    void sendGathered(ask, gathered.questions.splice(0))
  }

  return (question) => {
    const { endpoints, fetch, otherVariables, call } = question
    // a header has no line breaks, neither have a url and JSON
    const key = `${endpoints[0]?.url}\n${call.authorization ?? ''}\n${otherVariables}\n${fetch.textJson}`
    let gathered = waiting.get(key)
    if (!gathered) {
      const created: Gathered = { questions: [], rows: 0 }
      gathered = created
      waiting.set(key, created)
      setImmediate(() => {
        if (created.questions.length > 0) flush(key, created)
      })
    }
    return new Promise((resolve) => {
      gathered.questions.push({ question, resolve })
      for (const rows of question.rows) gathered.rows += rows.length
      if (gathered.rows >= MAX_ROWS) flush(key, gathered)
    })
  }
}

async function sendGathered(ask: Ask, asked: readonly Asked[]): Promise<void> {
  const [only] = asked
  if (!only) return
  if (asked.length === 1) {
    only.resolve(await sendAlone(ask, only.question))
    return
  }
  const { endpoints, fetch, otherVariables, call } = only.question
  const union = new Union(asked.map(({ question }) => question.rows))
  const signal = asked.every((one) => one.question.call.signal.aborted) ? call.signal : new OwnedSignal()
  const answer = await ask(
    endpoints,
    bodyOf(fetch, union.rows, otherVariables),
    { ...call, client: undefined, signal },
    true,
  )
  if (answer.kind === 'answered' && !isWholeFailure(fetch, answer)) {
    for (const [index, one] of asked.entries()) one.resolve(union.answerTo(index, fetch, answer))
    return
  }
  for (const one of asked) {
    if (answer.kind === 'unavailable') one.resolve(answer)
    else void sendAlone(ask, one.question).then(one.resolve)
  }
}

async function sendAlone(
  ask: Ask,
  { endpoints, fetch, rows, otherVariables, call }: EntityQuestion,
): Promise<EntityAnswer> {
  const answer = await ask(endpoints, bodyOf(fetch, rows, otherVariables), call, true)
  if (answer.kind === 'unavailable') return answer
  const entities = fetch.parts.map((part) => listOf(answer.data?.[part.alias]))
  return { kind: 'answered', entities, errors: answer.errors, shared: false }
}

function listOf(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : undefined
}

function bodyOf(fetch: EntityFetch, rows: readonly (readonly string[])[], otherVariables: string): string {
  let variables = otherVariables
  for (const [index, part] of fetch.parts.entries()) {
    if (variables !== '') variables += ','
    variables += `"${part.variable}":[${rows[index]?.join(',') ?? ''}]`
  }
  return `{"query":${fetch.textJson},"variables":{${variables}}}`
}

/** An error that concerns no row of its own, or a part that is missing: nobody knows whose rows it comes from. */
function isWholeFailure(fetch: EntityFetch, answer: Extract<AskAnswer, { kind: 'answered' }>): boolean {
  if (answer.errors.some((error) => typeof error.path?.[1] !== 'number')) return true
  return fetch.parts.some((part) => !Array.isArray(answer.data?.[part.alias]))
}

/** The rows of several questions, each once, and where each question's stand among them. */
class Union {
  readonly rows: readonly string[][]
  /** By question and part: the place of each of its rows. */
  readonly #places: readonly (readonly number[])[][]

  constructor(questions: readonly (readonly (readonly string[])[])[]) {
    const places: (readonly number[])[][] = []
    const rows: string[][] = []
    const known: Map<string, number>[] = []
    for (const _ of questions[0] ?? []) {
      rows.push([])
      known.push(new Map())
    }
    for (const question of questions) {
      places.push(
        question.map((wanted, part) => wanted.map((row) => placeOf(row, rows[part] ?? [], known[part] ?? new Map()))),
      )
    }
    this.rows = rows
    this.#places = places
  }

  answerTo(
    question: number,
    fetch: EntityFetch,
    { data, errors }: Extract<AskAnswer, { kind: 'answered' }>,
  ): EntityAnswer {
    const places = this.#places[question] ?? []
    const entities = fetch.parts.map((part, index) => {
      const list = data?.[part.alias]
      return Array.isArray(list) ? places[index]?.map((place): unknown => list[place]) : undefined
    })
    const own = errors.flatMap(({ message, path = [], extensions }) => {
      const [alias, place, ...rest] = path
      const part = fetch.parts.findIndex((one) => one.alias === alias)
      const row = typeof place === 'number' ? (places[part]?.indexOf(place) ?? -1) : -1
      return row < 0 || alias === undefined ? [] : [{ message, path: [alias, row, ...rest], extensions }]
    })
    return { kind: 'answered', entities, errors: own, shared: true }
  }
}

function placeOf(row: string, rows: string[], known: Map<string, number>): number {
  const place = known.get(row)
  if (place !== undefined) return place
  known.set(row, rows.length)
  return rows.push(row) - 1
}
