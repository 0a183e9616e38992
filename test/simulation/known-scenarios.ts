import { HOUR } from './clock.ts'
import type { Entry, NetworkHabits, Scenario } from './scenario.ts'

/** Worlds written by hand, for what a random one meets too seldom. */

const CALM: NetworkHabits = { drop: 0, duplicate: 0, slow: 0, slowest: 0, usual: 0.1 * HOUR }
/** In the topology of seven: the server of 64.01, and that of 64.02. */
const DOOR = 3
const RECEIVER = 5
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

/**
 * The machine of 64.02 starts anew, which voids its lease. What the reporter has said meanwhile comes with the very answer
 * that renews it, and before that: it cannot be carried out yet, and nothing else comes that would call it to mind.
 */
export const NOTE_BEFORE_LEASE: Scenario = {
  seed: 3,
  members: 7,
  end: 60 * HOUR,
  drift: 0.01,
  network: CALM,
  script: [
    { at: 11 * HOUR, do: 'FILE', door: '64.01', key: 'noted', leaseClass: 'NORMAL' },
    { at: 15 * HOUR, do: 'HAND_OVER', door: '64.01', key: 'noted', to: '64.02' },
    { at: 30 * HOUR, do: 'CRASH', server: RECEIVER, lasts: 8 * HOUR, reboot: true },
    { at: 31 * HOUR, do: 'REPORTER', door: '64.01', key: 'noted', act: { kind: 'REPLY' } },
  ],
}

/**
 * The hub is restored to when the nation held a complaint; since then 64.01 has got it, and has begun a new life after a
 * restore of its own. The nation shows what it held, 13.02 says who has it now, and 64.01 comes when all is settled: what
 * was granted to it was written for its former life.
 */
export const LATE_REPORT: Scenario = {
  seed: 1_000_032,
  members: 7,
  end: 1440 * HOUR,
  drift: 0.01,
  network: { drop: 0.1, duplicate: 0, slow: 0.05, slowest: 12 * HOUR, usual: 0.3 * HOUR },
  script: [
    { at: 2591694143.7229514, do: 'FILE', door: '13.02', key: '10', leaseClass: 'URGENT' },
    { at: 2782230373.249948, do: 'FILE', door: '64.02', key: '8', leaseClass: 'NORMAL' },
    { at: 3340766483.3776636, do: 'WORK', server: 6, seed: 1142669952 },
    { at: 3355137359.248102, do: 'WORK', server: 5, seed: 361073114 },
    { at: 3411167543.3596582, do: 'WORK', server: 6, seed: 1713165685 },
    { at: 4081728709.2553453, do: 'BACKUP', server: 'HUB' },
    { at: 4108273875.4888997, do: 'CRASH', server: 0, lasts: 477468939.30671906, reboot: true },
    { at: 4459062655.510381, do: 'CUT', server: 1, way: 'DOWN', lasts: 726153259.6170902 },
    { at: 4465244228.089971, do: 'WORK', server: 6, seed: 911341973 },
    { at: 4474587636.899203, do: 'BACKUP', server: 3 },
    { at: 4647575276.272371, do: 'RESTORE', server: 3, seed: 574684339, losesFile: true },
    { at: 5054111008.730717, do: 'CUT', server: 3, way: 'DOWN', lasts: 317416298.1122732 },
    { at: 5087560204.136186, do: 'RESTORE', server: 'HUB', seed: 1019016219, losesFile: false },
  ],
}

/**
 * 64.02 has closed a complaint and is lost for good. Then the reporter says that it was not done: somebody has to take that
 * up, though nobody looks for a new holder of what is closed.
 */
export const CLOSED_BY_THE_LOST: Scenario = {
  seed: 5,
  members: 7,
  end: 60 * HOUR,
  drift: 0.01,
  network: CALM,
  script: [
    { at: 11 * HOUR, do: 'FILE', door: '64.01', key: 'closed', leaseClass: 'URGENT' },
    { at: 15 * HOUR, do: 'HAND_OVER', door: '64.01', key: 'closed', to: '64.02' },
    { at: 20 * HOUR, do: 'ACT_ON', key: 'closed', event: 'CLOSED' },
    { at: 25 * HOUR, do: 'DIE', server: RECEIVER },
    { at: 50 * HOUR, do: 'REPORTER', door: '64.01', key: 'closed', act: { kind: 'REOPEN' } },
  ],
}

/**
 * The door 64 is restored to before a filing, and confirmed by a hub that was restored to before it too. When a former holder
 * shows it, the hub tells the door; it is restored once more before the door has read that, to when it knew only the door's
 * former life, and tells that one.
 */
export const TOLD_TO_A_FORMER_LIFE: Scenario = {
  seed: 5087,
  members: 7,
  end: 1440 * HOUR,
  drift: 0.01,
  network: { drop: 0, duplicate: 0, slow: 0, slowest: 12 * HOUR, usual: 0.3 * HOUR },
  script: [
    { at: 518844338.0948156, do: 'BACKUP', server: 1 },
    { at: 1879881640.3700027, do: 'CUT', server: 1, way: 'UP', lasts: 518557970.6579447 },
    { at: 2140898477.3352742, do: 'FILE', door: '64', key: '14', leaseClass: 'URGENT' },
    { at: 2369310898.833164, do: 'WORK', server: 1, seed: 1770777835 },
    { at: 2374443164.407274, do: 'BACKUP', server: 'HUB' },
    { at: 2463358102.159202, do: 'WORK', server: 6, seed: 1002444715 },
    { at: 2873168991.018085, do: 'CUT', server: 0, way: 'BOTH', lasts: 849095415.9468412 },
    { at: 2878118102.844803, do: 'CUT', server: 1, way: 'UP', lasts: 938803386.336565 },
    { at: 2950036934.2965984, do: 'CUT', server: 6, way: 'UP', lasts: 664239216.9266939 },
    { at: 3345908471.111205, do: 'RESTORE', server: 'HUB', seed: 871082748, losesFile: false },
    { at: 3506816457.1858916, do: 'CUT', server: 6, way: 'BOTH', lasts: 848303052.5922775 },
    { at: 3582444566.6391377, do: 'RESTORE', server: 1, seed: 785755689, losesFile: false },
    { at: 3917495874.8398323, do: 'CUT', server: 6, way: 'UP', lasts: 708121616.4439917 },
    { at: 4462178794.411941, do: 'CUT', server: 1, way: 'UP', lasts: 912035775.0982046 },
    { at: 4731846092.241814, do: 'RESTORE', server: 0, seed: 1525621299, losesFile: true },
  ],
}
