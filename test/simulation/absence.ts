import type { LeaseClass } from '@lawang/schema/exchange/messages'
import { type GovernmentCode, NATION, superiors } from '@lawang/schema/region'
import { DAY, HOUR } from './clock.ts'
import { type Country, wholeCountry } from './country.ts'
import { mixSeed, pick, type Random, seeded } from './random.ts'
import { type Outcome, run } from './run.ts'
import type { Entry, Scenario } from './scenario.ts'
import type { SimulatedParty } from './topology.ts'
import type { World } from './world.ts'

/**
 * A country in which one province is away for ten days: every government has a server, complaints come in at all doors
 * and change hands, and the line of one province's server is cut.
 */
export interface Absence {
  readonly seed: number
  readonly complaints: number
  readonly parties: readonly SimulatedParty[]
  /** The government that is away. */
  readonly away: GovernmentCode
}

const FILING = 14 * DAY
const END = 16 * DAY
const CUT_AT = 2 * DAY
const CUT_FOR = 10 * DAY

/** Shares of all complaints. */
const URGENT = 0.1
const HANDED_OVER = 0.7
const HANDED_ON = 0.15
const ACTED_ON = 0.5
const CLOSED = 0.2

/** What became of custody while the government was away, and in all. */
export interface AbsenceFigures {
  readonly complaints: number
  /** Handovers that were asked of the absent one and went to a superior when its turn was over. */
  readonly climbed: number
  readonly grantsMeanwhile: number
  /** The most handovers that waited at one moment. */
  readonly waited: number
  /** Custody that the absent one took after it had come back. */
  readonly takenAfterwards: number
}

/** Runs it to its rest and checks everything; `progress` is told every twelve hours of its time. */
export function runAbsence(
  absence: Absence,
  progress: (world: World) => void = () => undefined,
): { readonly outcome: Outcome; readonly figures: AbsenceFigures } {
  const country = wholeCountry(absence.parties)
  let world: World | undefined
  let waited = 0
  let before = 0
  let after = 0
  const outcome = run(scenarioOf(absence, country), {
    country,
    progress: (now) => {
      world = now
      waited = Math.max(waited, now.hub.disk.register.waiting().length)
      if (now.agenda.now <= CUT_AT) before = now.observer.figures.grants
      if (now.agenda.now <= CUT_AT + CUT_FOR) after = now.observer.figures.grants
      progress(now)
    },
  })
  const found = world ? custodyFound(world, absence.away) : { complaints: 0, climbed: 0, takenAfterwards: 0 }
  return { outcome, figures: { ...found, waited, grantsMeanwhile: after - before } }
}

function custodyFound({ hub }: World, away: GovernmentCode) {
  let climbed = 0
  let takenAfterwards = 0
  for (const { chain } of hub.disk.register.values()) {
    for (const [i, { type, by, data, at }] of chain.entries()) {
      if (type !== 'HANDED_OVER') continue
      if (by === away && Date.parse(at) > CUT_AT + CUT_FOR) takenAfterwards += 1
      const asked = chain[i - 1]
      const isRequest = data.why === 'REQUEST' && asked?.type === 'HANDOVER_REQUESTED'
      if (isRequest && asked.data.to === away && superiors(away).includes(by)) climbed += 1
    }
  }
  return { complaints: hub.disk.register.size, climbed, takenAfterwards }
}

function scenarioOf(absence: Absence, { parties, receivers }: Country): Scenario {
  const { seed, complaints, away } = absence
  const server = parties.findIndex(({ governments }) => governments.includes(away))
  const script: Entry[] = [{ at: CUT_AT, do: 'CUT', server, way: 'BOTH', lasts: CUT_FOR }]
  for (let i = 0; i < complaints; i++) {
    script.push(...lifeOf(seeded(mixSeed(seed, 'complaint', i)), `${i}`, receivers, away))
  }
  return {
    seed,
    members: parties.length,
    end: END,
    drift: 0.01,
    network: { drop: 0.02, duplicate: 0.02, slow: 0.01, slowest: 6 * HOUR, usual: 0.1 * HOUR },
    script,
  }
}

/** One complaint: filed at any door, handed over by it, acted on, handed on by whoever has it, and perhaps closed. */
function lifeOf(
  random: Random,
  key: string,
  governments: readonly GovernmentCode[],
  away: GovernmentCode,
): readonly Entry[] {
  const door = pick(random, governments)
  const leaseClass: LeaseClass = random() < URGENT ? 'URGENT' : 'NORMAL'
  const at = random() * FILING
  const later = (days: number) => at + random() * days * DAY
  const entries: Entry[] = [{ at, do: 'FILE', door, key, leaseClass }]
  if (random() < HANDED_OVER) {
    entries.push({ at: later(1), do: 'HAND_OVER', door, key, to: receiverOf(random, door, governments) })
  }
  if (random() < ACTED_ON) entries.push({ at: later(4), do: 'ACT_ON', key, event: 'EXTENDED' })
  if (random() < HANDED_ON) {
    const to = random() < 0.1 ? away : pick(random, governments)
    entries.push({ at: later(6), do: 'HAND_ON', key, to })
  }
  if (random() < CLOSED) entries.push({ at: later(8), do: 'ACT_ON', key, event: 'CLOSED' })
  return entries.filter((entry) => entry.at < END)
}

/** Most of what a regency is not competent for is its province's or the nation's. */
function receiverOf(random: Random, door: GovernmentCode, governments: readonly GovernmentCode[]): GovernmentCode {
  const chance = random()
  const [nearest = NATION] = superiors(door)
  if (chance < 0.5) return nearest
  return chance < 0.7 ? NATION : pick(random, governments)
}
