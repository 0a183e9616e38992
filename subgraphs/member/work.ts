import type { GovernmentCode } from '@lawang/schema/region'

/**
 * What is counted of a government's work, computed from the chains: `docs/evaluation.md` says what each means. `seconds`
 * is the time of `custodies`; the rest are numbers of complaints, answers or handovers.
 */
export const WORK_INDICATORS = [
  'filed',
  'due',
  'met',
  'answers',
  'reopened',
  'closings',
  'silent',
  'handovers',
  'overturned',
  'custodies',
  'seconds',
] as const

export type WorkCounts = Readonly<Record<(typeof WORK_INDICATORS)[number], number>>

export const NO_WORK: WorkCounts = {
  filed: 0,
  due: 0,
  met: 0,
  answers: 0,
  reopened: 0,
  closings: 0,
  silent: 0,
  handovers: 0,
  overturned: 0,
  custodies: 0,
  seconds: 0,
}

export interface GovernmentWork {
  readonly government: GovernmentCode
  readonly counts: WorkCounts
}

/** The complaints about a village that were filed on some days, and how many of them are settled. */
export interface VillageFilings {
  readonly village: string
  readonly filed: number
  readonly settled: number
}

export interface WorkReports {
  /**
   * The work of a government and of each under it, those without any included, on days from and to (both inclusive).
   * Refuses UNKNOWN_JURISDICTION and BAD_USER_INPUT.
   */
  work(region: string, days: Days): Promise<readonly GovernmentWork[]>
  /** In the order of the villages; at most 100. Refuses BAD_USER_INPUT, PAGE_TOO_LARGE and UNKNOWN_LOCATION. */
  villages(villages: readonly string[], days: Days): Promise<readonly VillageFilings[]>
}

/** Days like 2026-03-17, both inclusive. */
export interface Days {
  readonly from: string
  readonly to: string
}
