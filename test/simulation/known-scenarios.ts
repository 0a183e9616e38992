import { HOUR } from './clock.ts'
import type { Entry, NetworkHabits, Scenario } from './scenario.ts'

/** Worlds written by hand, for what a random one meets too seldom. */

const CALM: NetworkHabits = { drop: 0, duplicate: 0, slow: 0, slowest: 0, usual: 0.1 * HOUR }
/** In the topology of seven: the server of 64.01, and that of 64.02. */
const DOOR = 3
const AWAY = [1, 2, 4, 5, 6]

/**
 * 64.01 hands a complaint to 64.02, which then is away for longer than a lease. The hub and the door are both restored
 * to before the filing, and the reporter sends the complaint again. When 64.02 comes back, the door is acting.
 */
export const LATE_CLAIM: Scenario = {
  seed: 12,
  members: 7,
  end: 230 * HOUR,
  drift: 0.01,
  network: CALM,
  script: [
    { at: 10 * HOUR, do: 'BACKUP', server: DOOR },
    { at: 10 * HOUR, do: 'BACKUP', server: 'HUB' },
    { at: 11 * HOUR, do: 'FILE', door: '64.01', key: 'late', leaseClass: 'URGENT' },
    { at: 15 * HOUR, do: 'HAND_OVER', door: '64.01', key: 'late', to: '64.02' },
    ...AWAY.map((server): Entry => ({ at: 30 * HOUR, do: 'CUT', server, way: 'BOTH', lasts: 160 * HOUR })),
    { at: 31 * HOUR, do: 'RESTORE', server: 'HUB', seed: 1, losesFile: false },
    { at: 32 * HOUR, do: 'RESTORE', server: DOOR, seed: 1, losesFile: false },
    { at: 160 * HOUR, do: 'FILE', door: '64.01', key: 'late', leaseClass: 'URGENT' },
    { at: 189 * HOUR, do: 'CUT', server: DOOR, way: 'BOTH', lasts: 10 * HOUR },
  ],
}
