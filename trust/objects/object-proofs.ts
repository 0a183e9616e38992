import { type Chain, hashOf } from '@lawang/schema/exchange/chain'
import type { ChainEvent, Grant, ObjectSignature } from '@lawang/schema/exchange/messages'
import { eventStatement, statementOfGrant, statementOfTaking } from '@lawang/schema/exchange/statements'
import type { SigningKey } from '../keys/signing-key.ts'
import type { KnownKeys } from '../registry/known-keys.ts'

/** What is wrong with an object, in words that name a rule and repeat nothing. */
export type ProofFault = string

/** Signs what this server writes, and checks what others have written. */
export interface ObjectProofs {
  signEvent(event: ChainEvent): ChainEvent
  signGrant(grant: Grant): Grant
  /** Whether each event is signed by the government that wrote it, and each change of hands by the hub. */
  checkEvents(events: Chain): ProofFault | undefined
  checkGrant(grant: Grant): ProofFault | undefined
}

export interface ObjectProofsOptions {
  readonly key: SigningKey
  readonly keys: () => KnownKeys
  /**
   * Events of before this moment (milliseconds since 1970) may be unsigned: they were written before the network was
   * signed. `-Infinity` where it always was.
   */
  readonly unsignedUntil: number
}

/** On a network where nothing is signed, nothing is asked for. */
export const NO_PROOFS: ObjectProofs = {
  signEvent: (event) => event,
  signGrant: (grant) => grant,
  checkEvents: () => undefined,
  checkGrant: () => undefined,
}

/** Signatures that were found good, by their text: a chain is read again with each of its events. */
const REMEMBERED = 50_000

function textOf(statement: string, { keyid, value }: ObjectSignature): string {
  return `${keyid} ${value} ${statement}`
}

export function createObjectProofs({ key, keys, unsignedUntil }: ObjectProofsOptions): ObjectProofs {
  let good = new Set<string>()
  const remember = (text: string): void => {
    if (good.size >= REMEMBERED) good = new Set()
    good.add(text)
  }

  /** What was signed here comes back: the hub reads its grants in what is taken by them. */
  const sign = (statement: string): ObjectSignature => {
    const signature = { keyid: key.id, value: key.sign(Buffer.from(statement)).toString('base64url') }
    remember(textOf(statement, signature))
    return signature
  }

  const isGood = (statement: string, government: string, signature: ObjectSignature, at: number): boolean => {
    const { keyid, value } = signature
    const known = keys().governmentKey(government, keyid)
    if (!known || at >= known.until) return false
    const text = textOf(statement, signature)
    if (good.has(text)) return true
    if (!known.key.verify(Buffer.from(statement), Buffer.from(value, 'base64url'))) return false
    remember(text)
    return true
  }

  const isByHub = (statement: string, signature: ObjectSignature, at: number): boolean => {
    const government = keys().hubGovernment
    return government !== undefined && isGood(statement, government, signature, at)
  }

  const checkEvent = (event: ChainEvent): ProofFault | undefined => {
    const at = Date.parse(event.at)
    const { signature } = event
    if (hashOf(event) !== event.hash) return 'An event carries its own hash'
    if (!signature) return at < unsignedUntil ? undefined : `An event of ${event.by} is not signed`
    if (!isGood(eventStatement(event), event.by, signature, at)) return `An event of ${event.by} is signed by another`
    const statement = statementOfTaking(event)
    if (statement === undefined && event.type !== 'HANDED_OVER') return undefined
    const { grant } = event.data
    if (!grant) return at < unsignedUntil ? undefined : `${event.by} shows no grant for what it has taken`
    return statement !== undefined && isByHub(statement, grant, at)
      ? undefined
      : `${event.by} shows a grant that is not the hub's`
  }

  return {
    signEvent: (event) => (event.signature ? event : { ...event, signature: sign(eventStatement(event)) }),
    signGrant: (grant) => ({ ...grant, signature: sign(statementOfGrant(grant)) }),
    checkEvents(events) {
      for (const event of events) {
        const fault = checkEvent(event)
        if (fault !== undefined) return fault
      }
      return undefined
    },
    checkGrant(grant) {
      const { signature } = grant
      if (!signature) return 'A grant is not signed'
      return isByHub(statementOfGrant(grant), signature, Date.now()) ? undefined : "A grant is not the hub's"
    },
  }
}
