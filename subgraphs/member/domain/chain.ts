import type { ChainEvent } from '@lawang/schema/exchange/messages'
import type { GovernmentCode } from '@lawang/schema/region'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { canonicalJson } from './canonical-json.ts'
import type { EventDraft } from './model.ts'

/** What the writer of an event adds to its draft: who writes it, under which custody, when. */
export interface EventCircumstances {
  readonly id: string
  readonly complaint: string
  readonly epoch: number
  readonly at: Date
  readonly by: GovernmentCode
}

/** The next event of a complaint's chain, after `tip` (undefined: the chain begins with it). */
export function appendEvent(
  tip: ChainEvent | undefined,
  draft: EventDraft,
  { id, complaint, epoch, at, by }: EventCircumstances,
): ChainEvent {
  const body = {
    id,
    complaint,
    epoch,
    seq: tip ? tip.seq + 1 : 0,
    type: draft.type,
    at: at.toISOString(),
    by,
    data: draft.data,
    prevHash: tip?.hash ?? '',
  }
  return { ...body, hash: hashOf(body) }
}

/** The events of one act, one after the other; `ids` holds one id for each. */
export function appendEvents(
  tip: ChainEvent | undefined,
  drafts: readonly EventDraft[],
  ids: readonly string[],
  circumstances: Omit<EventCircumstances, 'id'>,
): readonly ChainEvent[] {
  const written: ChainEvent[] = []
  for (const [i, draft] of drafts.entries()) {
    const id = ids[i]
    if (id === undefined) throw new TypeError('Every event needs an id of its own.')
    written.push(appendEvent(written.at(-1) ?? tip, draft, { ...circumstances, id }))
  }
  return written
}

export type ChainFault = 'COMPLAINT' | 'SEQUENCE' | 'EPOCH' | 'PREVIOUS_HASH' | 'HASH'
export type ChainVerdict =
  | { readonly intact: true }
  | { readonly intact: false; readonly index: number; readonly fault: ChainFault }

/**
 * Whether the events are one unbroken chain: of one complaint, gapless, epochs never falling, every hash right.
 * With `tip`, whether they continue it; without, whether they begin at 0.
 */
export function verifyChain(events: readonly ChainEvent[], tip?: ChainEvent): ChainVerdict {
  for (const [index, event] of events.entries()) {
    const fault = faultOf(event, index === 0 ? tip : events[index - 1])
    if (fault) return { intact: false, index, fault }
  }
  return { intact: true }
}

function faultOf(event: ChainEvent, previous: ChainEvent | undefined): ChainFault | undefined {
  if (previous && event.complaint !== previous.complaint) return 'COMPLAINT'
  if (event.seq !== (previous ? previous.seq + 1 : 0)) return 'SEQUENCE'
  if (event.epoch < (previous?.epoch ?? 1)) return 'EPOCH'
  if (event.prevHash !== (previous?.hash ?? '')) return 'PREVIOUS_HASH'
  const { hash, ...body } = event
  return hash === hashOf(body) ? undefined : 'HASH'
}

function hashOf(body: Omit<ChainEvent, 'hash'>): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalJson(body))))
}
