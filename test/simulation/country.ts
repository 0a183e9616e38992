import { LAW, type Law } from '@lawang/schema/exchange/law'
import type { GovernmentCode } from '@lawang/schema/region'
import { DAY, HOUR } from './clock.ts'
import { receivers, type SimulatedParty, topology } from './topology.ts'

/** Who is in a simulated network, by which durations they live, and how much one message carries. */
export interface Country {
  readonly parties: readonly SimulatedParty[]
  /** Governments that somebody may name as a receiver. */
  readonly receivers: readonly GovernmentCode[]
  readonly law: Law
  /** Rows of a log in one request, and of mail in one answer. */
  readonly logPage: number
  readonly mailPage: number
}

/** The protocol's durations in a smaller world: its members ask every few hours, not every few seconds. */
const SIMULATED_LAW: Law = {
  ...LAW,
  lease: { URGENT: 24 * HOUR, NORMAL: 5 * DAY },
  contactWindow: HOUR,
  actMargin: HOUR,
  reportPage: 2,
}

/** A few servers and pages of a few rows, so that every boundary between two messages is met often. */
export function smallCountry(members: number): Country {
  const parties = topology(members)
  return { parties, receivers: receivers(parties), law: SIMULATED_LAW, logPage: 8, mailPage: 5 }
}

/** A server per government under the durations of the law itself; its members ask every few hours. */
export function wholeCountry(parties: readonly SimulatedParty[]): Country {
  return {
    parties,
    receivers: parties.flatMap(({ governments }) => governments),
    law: { ...LAW, contactWindow: HOUR, actMargin: HOUR },
    logPage: 200,
    mailPage: 200,
  }
}
