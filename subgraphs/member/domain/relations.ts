import type { ChainEvent } from '@lawang/schema/exchange/messages'
import { REASON } from './reasons.ts'

/** How a complaint stands to others: all of it is read from its own chain. */
export interface Relations {
  /** The complaint that this one is a part of. */
  readonly parent?: string
  /** What it was split into. */
  readonly parts: readonly string[]
  /** The complaint in which this one goes on. */
  readonly mergedInto?: string
  /** The name under which complaints of many governments about the same thing are listed. */
  readonly cluster?: string
}

/** The relations after the last event of a chain. What was merged and is reopened goes its own way again. */
export function relationsIn(chain: readonly ChainEvent[]): Relations {
  let relations: Relations = { parts: [] }
  for (const { type, data } of chain) {
    if (data.listing?.parent !== undefined) relations = { ...relations, parent: data.listing.parent }
    if (data.parts) relations = { ...relations, parts: [...relations.parts, ...data.parts] }
    if (type === 'CLUSTERED' || type === 'ARCHIVED' || type === 'REOPENED') relations = after(relations, type, data)
  }
  return relations
}

function after(relations: Relations, type: string, { cluster, mergedInto }: ChainEvent['data']): Relations {
  const { cluster: wasIn, mergedInto: _, ...rest } = relations
  if (type === 'CLUSTERED') return { ...relations, cluster }
  return { ...rest, ...(wasIn !== undefined && { cluster: wasIn }), ...(mergedInto !== undefined && { mergedInto }) }
}

/**
 * The parts that hold a complaint open: those of its last split, until its reporter reopens the whole. A part that is
 * reopened opens the whole with it, which stays split.
 */
export function heldBy(chain: readonly ChainEvent[]): readonly string[] {
  const split = chain.findLastIndex(({ type }) => type === 'SPLIT')
  if (split < 0) return []
  const isTakenUp = chain
    .slice(split)
    .some(({ type, data }) => type === 'REOPENED' && data.reason !== REASON.PART_REOPENED)
  return isTakenUp ? [] : (chain[split]?.data.parts ?? [])
}
