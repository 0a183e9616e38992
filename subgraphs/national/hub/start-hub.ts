import type { HubHighWater } from './high-water-file.ts'
import type { HubMemory } from './hub-memory.ts'
import type { Writer } from './writer.ts'

/**
 * Without the file nobody knows how often the hub was restored since this backup was taken. Fewer times than this: the
 * incarnation is above all of them, and epochs stay small. A member that knows a higher one says so.
 */
const INCARNATIONS_UNKNOWN = 100

/** The incarnation that a restored hub takes; undefined for a database that is the newest one, or that is new. */
export function restoredIncarnation(
  file: HubHighWater | undefined,
  { hub, clock }: Pick<HubMemory, 'hub' | 'clock'>,
  isToldRestored = false,
): number | undefined {
  const hasPast = clock > 0
  if (!file) return hasPast || isToldRestored ? hub.incarnation + INCARNATIONS_UNKNOWN : undefined
  const isBehind = file.incarnation > hub.incarnation || file.clock > clock
  return isBehind || isToldRestored ? Math.max(file.incarnation, hub.incarnation) + 1 : undefined
}

/** What every process of the hub does first. Returns whether its database counts as an older one. */
export async function startHub(
  writer: Writer,
  file: HubHighWater | undefined,
  isToldRestored?: boolean,
): Promise<boolean> {
  const incarnation = restoredIncarnation(file, await writer.memory(), isToldRestored)
  await writer.commit((desk) =>
    desk.step(incarnation === undefined ? { type: 'Start' } : { type: 'Restore', incarnation }),
  )
  return incarnation !== undefined
}
