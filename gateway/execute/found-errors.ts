import { REFUSALS, type RefusalCode, type RefusalFacts } from '@lawang/schema/errors'
import type { ErrorPath, JsonObject, MemberError } from './member-answer.ts'

/** An error on the way to the client; its path still has the gateway's keys. */
export interface FoundError {
  readonly message: string
  readonly path: ErrorPath | undefined
  readonly extensions: Readonly<JsonObject>
}

/** The code of a subgraph's error that has none. */
const FOREIGN_CODE = 'DOWNSTREAM_SERVICE_ERROR'

/** The errors of one execution. */
export class FoundErrors {
  readonly list: FoundError[] = []
  readonly #refused = new Set<string>()

  /** A refusal of the gateway itself: one for each code and path, however many fetches meet it. */
  refuse(code: RefusalCode, path: ErrorPath | undefined, message?: string, facts: RefusalFacts = {}): void {
    const key = `${code} ${JSON.stringify(path)}`
    if (this.#refused.has(key)) return
    this.#refused.add(key)
    this.list.push({ message: message ?? REFUSALS[code], path, extensions: { code, ...facts } })
  }

  /** A member's error, at the place of the client's answer that it belongs to. */
  pass(error: MemberError, path: ErrorPath | undefined): void {
    this.list.push({ message: error.message, path, extensions: { code: FOREIGN_CODE, ...error.extensions } })
  }
}
