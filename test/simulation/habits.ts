import { HOUR } from './clock.ts'
import type { NetworkHabits } from './scenario.ts'

/** How much of everything a random world has. */
export interface Habits {
  readonly days: number
  readonly complaints: number
  /** How far clocks run fast or slow: 0.01 is one percent. */
  readonly drift: number
  /** Hours between two faults, on average. */
  readonly faultEvery: number
  readonly network: NetworkHabits
  /** Chances of the kinds of fault; the rest are cuts. */
  readonly crash: number
  readonly trap: number
  readonly backup: number
  readonly restore: number
  /** How many of the faults, but for cuts, are the hub's. */
  readonly hubShare: number
  readonly losesFile: number
  /** How many of the cuts last for days. */
  readonly longCut: number
  /** Chance that one server dies for ever. */
  readonly death: number
}

/** Everything that can go wrong goes wrong. */
export const HABITS: Habits = {
  days: 60,
  complaints: 20,
  drift: 0.01,
  faultEvery: 5,
  network: { drop: 0.1, duplicate: 0.1, slow: 0.05, slowest: 12 * HOUR, usual: 0.3 * HOUR },
  crash: 0.2,
  trap: 0.25,
  backup: 0.12,
  restore: 0.06,
  hubShare: 0.2,
  losesFile: 0.15,
  longCut: 0.3,
  death: 0.05,
}

/** Hardly anything but long silences, under bad clocks: seizures come as early as they can. */
const SILENCES: Habits = {
  ...HABITS,
  drift: 0.1,
  faultEvery: 3,
  crash: 0.02,
  trap: 0,
  backup: 0,
  restore: 0,
  death: 0,
}

/** Long silences, and answers that were hours on their way. */
const SLOW_ANSWERS: Habits = {
  ...SILENCES,
  drift: 0.01,
  network: { ...HABITS.network, slow: 0.5, slowest: 40 * HOUR },
}

/** Messages take days while the hub is restored again and again. */
const OLD_HUBS: Habits = {
  ...HABITS,
  network: { ...HABITS.network, slow: 0.4, slowest: 60 * HOUR },
  hubShare: 0.9,
  crash: 0.05,
  trap: 0.05,
  backup: 0.3,
  restore: 0.3,
}

/** Members are restored all the time. */
const RESTORES: Habits = { ...HABITS, faultEvery: 3, backup: 0.3, restore: 0.3, hubShare: 0.05 }

/** Machines start again and again, with other clocks, while messages from before are still on their way. */
const REBOOTS: Habits = {
  ...HABITS,
  network: { ...HABITS.network, slow: 0.4, slowest: 60 * HOUR },
  faultEvery: 3,
  crash: 0.6,
  trap: 0,
  backup: 0,
  restore: 0,
  hubShare: 0.05,
  death: 0,
}

/** Members are away for longer than any lease while the hub or they themselves are restored. */
const LONG_AWAY: Habits = {
  ...HABITS,
  faultEvery: 8,
  crash: 0.05,
  trap: 0.05,
  backup: 0.2,
  restore: 0.15,
  hubShare: 0.4,
  longCut: 0.8,
  death: 0,
}

/** Worlds for the rules that a world with everything in it seldom needs. */
export const HABITS_BY_NAME = {
  HABITS,
  SILENCES,
  SLOW_ANSWERS,
  OLD_HUBS,
  RESTORES,
  REBOOTS,
  LONG_AWAY,
} as const satisfies Record<string, Habits>
export type HabitsName = keyof typeof HABITS_BY_NAME

export function isHabitsName(name: string): name is HabitsName {
  return Object.hasOwn(HABITS_BY_NAME, name)
}
