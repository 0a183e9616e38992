import { REFUSALS, Refusal, type RefusalCode } from '@lawang/schema/errors'

/** Asks the nation's graph, as anybody may. */
export interface Nation {
  /** The data of the answer. Refuses as the nation does, and MEMBER_UNAVAILABLE when it does not answer. */
  ask(query: string, variables: Readonly<Record<string, unknown>>): Promise<unknown>
}

export interface NationOptions {
  /** Base url of the national member, without a path. */
  readonly url: string
  /** Milliseconds that it may take to answer. */
  readonly answerWithin?: number
}

const ANSWER_WITHIN_MS = 5_000

export function openNation({ url, answerWithin = ANSWER_WITHIN_MS }: NationOptions): Nation {
  return {
    async ask(query, variables) {
      const answer = await post(`${url}/graphql`, JSON.stringify({ query, variables }), answerWithin)
      const [error] = listIn(answer, 'errors')
      if (error !== undefined) throw refusalOf(error)
      return fieldOf(answer, 'data')
    },
  }
}

async function post(address: string, body: string, answerWithin: number): Promise<unknown> {
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body,
      signal: AbortSignal.timeout(answerWithin),
    })
    return await response.json()
  } catch {
    throw new Refusal('MEMBER_UNAVAILABLE')
  }
}

/** What the nation refuses is refused in the same words; whatever else went wrong there is no answer. */
function refusalOf(error: unknown): Refusal {
  const code = fieldOf(fieldOf(error, 'extensions'), 'code')
  const message = fieldOf(error, 'message')
  if (!isRefusalCode(code) || typeof message !== 'string' || code === 'INTERNAL')
    return new Refusal('MEMBER_UNAVAILABLE')
  return new Refusal(code, message)
}

function isRefusalCode(code: unknown): code is RefusalCode {
  return typeof code === 'string' && Object.hasOwn(REFUSALS, code)
}

function listIn(value: unknown, name: string): readonly unknown[] {
  const list = fieldOf(value, name)
  return Array.isArray(list) ? list : []
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? new Map<string, unknown>(Object.entries(value)).get(name)
    : undefined
}
