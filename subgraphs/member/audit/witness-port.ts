import type { Agent } from 'node:https'
import type { HeadAnswer, HeadShown, HeadsKnown } from '@lawang/schema/audit/messages'
import { parseHeadAnswer, parseHeadsKnown } from '@lawang/schema/audit/validate'
import type { SealForServer } from '@lawang/trust/http/exchange-seal'
import { createPost } from '../exchange/post.ts'
import { withTimeLimit } from '../exchange/time-limit.ts'

/** Another member, as one that shows it heads meets it. Rejects with `WitnessUnavailable`, and when it does not answer. */
export interface WitnessPort {
  readonly name: string
  known(): Promise<HeadsKnown>
  show(shown: HeadShown): Promise<HeadAnswer>
}

/** A witness did not answer, or not with what a witness answers. */
export class WitnessUnavailable extends Error {
  override readonly name = 'WitnessUnavailable'
}

const ANSWER_WITHIN_MS = 15_000

/** A witness that is reached by HTTP at its address in the registry. */
export function createHttpWitness(name: string, url: string, seal: SealForServer, agent?: Agent): WitnessPort {
  const ask = async (path: string, body: unknown): Promise<unknown> => {
    const address = `${url}${path}`
    const text = JSON.stringify(body)
    const sealed = seal(address, text, { 'content-type': 'application/json' })
    const reason = () => new WitnessUnavailable(`${name} has not answered within ${ANSWER_WITHIN_MS} ms`)
    const answer = await withTimeLimit({ milliseconds: ANSWER_WITHIN_MS, reason }, (signal) =>
      createPost(address, agent)(text, { ...sealed.headers, accept: 'application/json' }, signal),
    )
    if (answer.status !== 200) throw new WitnessUnavailable(`${name} answers with status ${answer.status}`)
    if (!sealed.isAnsweredBy(answer.status, answer.headers, answer.body)) {
      throw new WitnessUnavailable(`The answer of ${name} is not signed by it`)
    }
    return JSON.parse(Buffer.from(answer.body).toString('utf8'))
  }
  return {
    name,
    known: async () => parseHeadsKnown(await ask('/audit/known', {})),
    show: async (shown) => parseHeadAnswer(await ask('/audit/heads', shown)),
  }
}
