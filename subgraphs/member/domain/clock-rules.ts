import type { ComplaintKind } from '@lawang/schema/exchange/messages'
import type { CivilDay } from './civil-day.ts'

/** What a clock counts: until what is done, or by whom. */
export const CLOCK_PURPOSES = ['TRANSFER', 'VERIFY', 'FOLLOW_UP', 'SETTLE', 'REPLY', 'COMPLETE', 'OMBUDSMAN'] as const
export type ClockPurpose = (typeof CLOCK_PURPOSES)[number]

/** The settlement clock depends on it: a complaint about abuse of office has a class of its own. */
export const CASE_CLASSES = ['COMPLAINT', 'SUPERVISION', 'ASPIRATION', 'INFORMATION_REQUEST'] as const
export type CaseClass = (typeof CASE_CLASSES)[number]

/** One clock of one rule set, with the text that it rests on. */
export interface ClockRule {
  readonly ruleSet: string
  readonly purpose: ClockPurpose
  /** Absent where the clock is the same for all classes. */
  readonly class?: CaseClass
  readonly amount: number
  readonly unit: 'working-days' | 'working-hours'
  /** The light is yellow in so many last units. */
  readonly warn: number
  /** By how many working days an extension may move the deadline at most; 0 where there is none. */
  readonly extension: number
  readonly citation: string
  readonly source: string
  readonly verified: boolean
}

/** The clocks that apply to what was filed from a day on. */
export interface RuleSet {
  readonly name: string
  /** Absent for the first one, which also applies to everything before. */
  readonly validFrom?: CivilDay
  readonly rules: readonly ClockRule[]
}

/** `SETTLE_14_WORKING_DAYS`: the name by which clients know a clock. */
export function clockName({ purpose, amount, unit }: ClockRule): string {
  return `${purpose}_${amount}_${unit === 'working-days' ? 'WORKING_DAYS' : 'WORKING_HOURS'}`
}

/** The rule set of a day of filing: the last that was valid then. `sets` stand in the order of their days. */
export function ruleSetOf(sets: readonly RuleSet[], filedOn: CivilDay): RuleSet {
  const found = sets.findLast(({ validFrom }) => validFrom === undefined || validFrom <= filedOn)
  if (!found) throw new Error(`No rule set of clocks applies to ${filedOn}`)
  return found
}

/** The rule of a purpose for a class of cases. */
export function ruleOf({ name, rules }: RuleSet, purpose: ClockPurpose, of: CaseClass): ClockRule {
  const found = rules.find((rule) => rule.purpose === purpose && (rule.class === undefined || rule.class === of))
  if (!found) throw new Error(`The rule set ${name} has no clock ${purpose} for ${of}`)
  return found
}

/** Abuse of office is told apart when a complaint is verified; an aspiration or a request for information has none. */
export function classOf(kind: ComplaintKind, supervision: boolean): CaseClass {
  return kind === 'COMPLAINT' && supervision ? 'SUPERVISION' : kind
}
