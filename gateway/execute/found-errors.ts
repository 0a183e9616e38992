import { REFUSALS, type RefusalCode, type RefusalFacts } from '@lawang/schema/errors'
import { parseId } from '@lawang/schema/id'
import type { ErrorPath, JsonObject, MemberError } from './member-answer.ts'

/** An error on the way to the client; its path still has the gateway's keys. */
export interface FoundError {
  readonly message: string
  readonly path: ErrorPath | undefined
  readonly extensions: Readonly<JsonObject>
}

/** The code of a subgraph's error that has none. */
const FOREIGN_CODE = 'DOWNSTREAM_SERVICE_ERROR'

/** A field that is null because a member's contract is older than the graph. */
export interface FoundWarning {
  readonly message: string
  readonly code: 'FIELD_NOT_SERVED'
  readonly field: unknown
  readonly member: unknown
}

/** The errors of one execution. */
export class FoundErrors {
  readonly list: FoundError[] = []
  /** Errors for complaints that a member did not answer for, by the complaints' ids. */
  readonly lost = new Map<string, JsonObject[]>()
  readonly #warnings = new Map<string, FoundWarning>()
  readonly #refused = new Set<string>()

  /** A refusal of the gateway itself: one for each code, path and government, however many fetches meet it. */
  refuse(code: RefusalCode, path: ErrorPath | undefined, message?: string, facts: RefusalFacts = {}): void {
    const key = `${code} ${facts.region ?? ''} ${JSON.stringify(path)}`
    if (this.#refused.has(key)) return
    this.#refused.add(key)
    this.list.push({ message: message ?? REFUSALS[code], path, extensions: { code, ...facts } })
  }

  get warnings(): readonly FoundWarning[] {
    return [...this.#warnings.values()]
  }

  /** A member did not answer for what stands at the path; `id` is what it was asked for, if it has one. */
  lose(path: ErrorPath | undefined, facts: RefusalFacts, id: unknown): void {
    const before = this.list.length
    this.refuse('MEMBER_UNAVAILABLE', path, undefined, facts)
    const parsed = typeof id === 'string' && this.list.length > before ? parseId(id) : undefined
    if (parsed?.form !== 'valid' || parsed.kind !== 'complaint') return
    const extensions: JsonObject = { ...this.list[before]?.extensions }
    this.list[before] = { message: REFUSALS.MEMBER_UNAVAILABLE, path, extensions }
    this.lost.set(parsed.id, [...(this.lost.get(parsed.id) ?? []), extensions])
  }

  /** A member's error, at the place of the client's answer that it belongs to. */
  pass(error: MemberError, path: ErrorPath | undefined): void {
    const { message, extensions } = error
    if (extensions.code === 'FIELD_NOT_SERVED') {
      const { field, member } = extensions
      this.#warnings.set(`${field} ${member}`, { message, code: 'FIELD_NOT_SERVED', field, member })
    } else {
      this.list.push({ message, path, extensions: { code: FOREIGN_CODE, ...extensions } })
    }
  }
}
