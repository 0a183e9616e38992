import type { Agent } from 'node:https'
import { createPost, type Post } from '@lawang/member/exchange/post'
import { withTimeLimit } from '@lawang/member/exchange/time-limit'
import { REFUSALS, Refusal, type RefusalCode } from '@lawang/schema/errors'

/** Asks the nation's graph, as anybody may. */
export interface Nation {
  /** The data of the answer. Refuses as the nation does, and MEMBER_UNAVAILABLE when it does not answer. */
  ask(query: string, variables: Readonly<Record<string, unknown>>): Promise<unknown>
}

export interface NationOptions {
  /** Base url of the national member, without a path. */
  readonly url: string
  /**
   * Opens lines that are the nation's for certain; the platform's own without it. The question itself is signed by nobody:
   * whoever asks it is told the same.
   */
  readonly agent?: Agent | undefined
  /** Milliseconds that it may take to answer. */
  readonly answerWithin?: number
}

const ANSWER_WITHIN_MS = 5_000

export function openNation({ url, agent, answerWithin = ANSWER_WITHIN_MS }: NationOptions): Nation {
  const post = createPost(`${url}/graphql`, agent)
  return {
    async ask(query, variables) {
      const answer = await answerTo(post, JSON.stringify({ query, variables }), answerWithin)
      const [error] = listIn(answer, 'errors')
      if (error !== undefined) throw refusalOf(error)
      return fieldOf(answer, 'data')
    },
  }
}

const HEADERS = { 'content-type': 'application/json', accept: 'application/json' }

async function answerTo(post: Post, question: string, answerWithin: number): Promise<unknown> {
  const limit = { milliseconds: answerWithin, reason: () => new Refusal('MEMBER_UNAVAILABLE') }
  try {
    const { body } = await withTimeLimit(limit, (signal) => post(question, HEADERS, signal))
    return JSON.parse(Buffer.from(body).toString('utf8'))
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
