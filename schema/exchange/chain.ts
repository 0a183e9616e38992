import { sha256Hex } from '../digest.ts'
import type { ChainEvent, ChainEventType, EventData } from './messages.ts'

/** Events in order, each bound to the one before by its hash. */
export type Chain = readonly ChainEvent[]

/** What is known of an event before it has its place. */
export interface EventDraft {
  readonly id: string
  readonly type: ChainEventType
  /** ISO 8601 in UTC. */
  readonly at: string
  readonly by: string
  readonly data: EventData
}

/** JSON with sorted keys and without undefined fields: the same event has the same text everywhere. */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') return quoted(value)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  // Every event is hashed at every hop: lists of entries would take half as long again.
  const fields: Readonly<Record<string, unknown>> = { ...value }
  let text = ''
  for (const key of Object.keys(fields).sort()) {
    const field = fields[key]
    if (field !== undefined) text += `${text === '' ? '' : ','}${quoted(key)}:${canonicalJson(field)}`
  }
  return `{${text}}`
}

/** Printable ASCII that needs no escape: to ask JSON for each of the many short texts takes longer than to look. */
const PLAIN = /^[ !#-[\]-~]*$/

function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text)
}

/** SHA-256 (hex) over all fields but `hash` and `signature`. */
export function hashOf({
  hash: _,
  signature: __,
  ...fields
}: Omit<ChainEvent, 'hash'> & { readonly hash?: string }): string {
  return sha256Hex(canonicalJson(fields))
}

function sealed(fields: Omit<ChainEvent, 'hash'>): ChainEvent {
  return { ...fields, hash: hashOf(fields) }
}

/** The event that extends a chain. */
export function nextEvent(chain: Chain, complaint: string, epoch: number, draft: EventDraft): ChainEvent {
  return sealed({ ...draft, complaint, epoch, seq: chain.length, prevHash: chain.at(-1)?.hash ?? '' })
}

/** An event that belongs to no chain: it has no predecessor. */
export function noteEvent(complaint: string, epoch: number, draft: EventDraft): ChainEvent {
  return sealed({ ...draft, complaint, epoch, seq: 0, prevHash: '' })
}

/** Whether an event has its place at the end of this chain. */
export function isNext(chain: Chain, event: ChainEvent): boolean {
  return event.seq === chain.length && event.prevHash === (chain.at(-1)?.hash ?? '')
}

export function contains(events: Chain, id: string): boolean {
  return events.some((event) => event.id === id)
}

/** How many events two chains have in common from the start. `other` are the hashes of the second one's events. */
export function commonLength(chain: Chain, other: readonly string[]): number {
  const length = chain.findIndex((event, i) => event.hash !== other[i])
  return length < 0 ? chain.length : length
}

/** The last event's epoch, then the length: which of two chains is the chain when the register has been restored. */
export function isBetter(chain: Chain, than: Chain): boolean {
  const a = chain.at(-1)?.epoch ?? 0
  const b = than.at(-1)?.epoch ?? 0
  return a > b || (a === b && chain.length > than.length)
}

/** Every event of these sets that the chain does not have, once each: the annex is a set by id. */
export function annexOf(chain: Chain, ...sets: readonly Chain[]): Chain {
  const known = new Set(chain.map((event) => event.id))
  const annex: ChainEvent[] = []
  for (const event of sets.flat()) {
    if (known.has(event.id)) continue
    known.add(event.id)
    annex.push(event)
  }
  return annex
}

/** The index of the first event that is out of place or whose hash is wrong; undefined for an unbroken chain. */
export function brokenAt(chain: Chain): number | undefined {
  const index = chain.findIndex((event, i) => {
    const before = chain[i - 1]
    const placed = event.seq === i && event.prevHash === (before?.hash ?? '') && event.epoch >= (before?.epoch ?? 1)
    return !placed || event.hash !== hashOf(event)
  })
  return index < 0 ? undefined : index
}

/**
 * Steps that leave a complaint open or closed as it is: somebody has it anew, a rating, an act that came too late, news of
 * the complaint in which it goes on.
 */
const TRANSPARENT: ReadonlySet<ChainEventType> = new Set(['RESUMED', 'HANDED_OVER', 'RATED', 'NOTED', 'CONTINUED'])

/** Whether an event may be written about what is closed, without opening it. */
export function isTransparent(type: ChainEventType): boolean {
  return TRANSPARENT.has(type)
}

/** Whether the complaint's last word is that it is closed. */
export function isClosed(chain: Chain): boolean {
  const last = chain.findLast((event) => !TRANSPARENT.has(event.type))
  return last?.type === 'CLOSED' || last?.type === 'ARCHIVED'
}
