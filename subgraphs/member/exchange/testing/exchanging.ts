import { readContact } from '../../store/exchange-state.ts'
import type { TestMember } from '../../use-cases/testing/test-member.ts'
import { createHighWaterMemory, type HighWaterFile } from '../high-water-file.ts'
import type { HubPort } from '../hub-port.ts'
import { beginLife } from '../restore.ts'
import { exchangeRound, type RoundBefore } from '../round.ts'

/** A member's exchange with a hub, one round after the other as the test asks for them. */
export interface Exchanging {
  readonly highWater: HighWaterFile
  /** What a process does before it serves: true when it finds that its database was restored. */
  start(told?: boolean): Promise<boolean>
  /** Rounds until neither has anything more to say. */
  settle(): Promise<void>
}

let sessions = 0

export function exchangingWith(
  hub: HubPort,
  { around, lease }: TestMember,
  highWater: HighWaterFile = createHighWaterMemory(),
): Exchanging {
  const context = { around, lease, highWater, hub, session: `session ${++sessions}` }
  let before: RoundBefore | undefined
  return {
    highWater,
    start: (told = false) => beginLife(context, told),
    async settle() {
      before ??= { contact: await readContact(around.database) }
      for (;;) {
        const result = await exchangeRound(context, before, AbortSignal.timeout(10_000))
        before = result
        if (!result.more) return
      }
    },
  }
}
