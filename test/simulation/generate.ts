import type { LeaseClass } from '@lawang/schema/exchange/messages'
import type { ReporterAct } from '@lawang/schema/exchange/reporter-act'
import { DAY, HOUR } from './clock.ts'
import { HABITS, type Habits } from './habits.ts'
import { mixSeed, pick, type Random, seeded } from './random.ts'
import type { Entry, Scenario, Server } from './scenario.ts'
import { topology } from './topology.ts'

/** A random world with everything that can go wrong in it. In half of them the hub pushes mail. */
export function generate(seed: number, members: number, habits: Habits = HABITS): Scenario {
  const random = seeded(seed)
  const end = habits.days * DAY
  const filed = filings(random, members, habits, end)
  const script = [
    ...filed,
    ...reporters(seeded(mixSeed(seed, 'reporters')), filed, end),
    ...work(random, members, end),
    ...faults(random, members, habits, end),
    ...upkeep(seeded(mixSeed(seed, 'upkeep')), members, end),
  ]
  script.sort((a, b) => a.at - b.at)
  const pushes = mixSeed(seed, 'pushes') % 2 === 0
  return { seed, members, end, drift: habits.drift, network: habits.network, pushes, script }
}

type Filing = Extract<Entry, { do: 'FILE' }>

function filings(random: Random, members: number, { complaints }: Habits, end: number): readonly Filing[] {
  const doors = topology(members).flatMap(({ governments }) => governments)
  return Array.from({ length: complaints }, (_, i) => {
    const leaseClass: LeaseClass = random() < 0.4 ? 'URGENT' : 'NORMAL'
    const first = { at: random() * end * 0.9, do: 'FILE' as const, door: pick(random, doors), key: `${i}`, leaseClass }
    return random() < 0.7 ? [first, { ...first, at: first.at + random() * 8 * DAY }] : [first]
  }).flat()
}

/** Reporters come back to what they have filed, wherever it is by then. Few withdraw, or there would be little to do. */
const REPORTER_ACTS: readonly ReporterAct[] = [
  ...[1, 2, 3, 4, 5, 6].map((): ReporterAct => ({ kind: 'REPLY' })),
  ...[1, 2, 3].map((satisfaction): ReporterAct => ({ kind: 'RATE', satisfaction })),
  { kind: 'REOPEN' },
  { kind: 'REOPEN' },
  { kind: 'WITHDRAW' },
]

function reporters(random: Random, filed: readonly Filing[], end: number): readonly Entry[] {
  return filed.flatMap(({ at, door, key }) =>
    Array.from({ length: 2 }, () => ({
      at: at + random() * (end - at),
      do: 'REPORTER' as const,
      door,
      key,
      act: pick(random, REPORTER_ACTS),
    })),
  )
}

function work(random: Random, members: number, end: number): readonly Entry[] {
  const entries: Entry[] = []
  for (let server = 0; server < members; server++) {
    for (let at = random() * 6 * HOUR; at < end; at += (2 + random() * 10) * HOUR) {
      entries.push({ at, do: 'WORK', server, seed: Math.floor(random() * 2 ** 31) })
    }
  }
  return entries
}

/** Every server prunes about once in two days, the hub more often: whoever comes back finds little that is old. */
function upkeep(random: Random, members: number, end: number): readonly Entry[] {
  const servers: readonly Server[] = ['HUB', 'HUB', 'HUB', ...Array.from({ length: members }, (_, i) => i)]
  const entries: Entry[] = []
  for (let at = 0; at < end; at += (random() * 4 * DAY) / servers.length) {
    entries.push({ at, do: 'PRUNE', server: pick(random, servers) })
  }
  return entries
}

function faults(random: Random, members: number, habits: Habits, end: number): readonly Entry[] {
  const entries: Entry[] = []
  for (let at = random() * 10 * HOUR; at < end; at += random() * 2 * habits.faultEvery * HOUR) {
    entries.push(fault(random, at, members, habits))
  }
  if (random() < habits.death) {
    entries.push({ at: random() * end, do: 'DIE', server: 1 + Math.floor(random() * (members - 1)) })
  }
  return entries
}

function fault(random: Random, at: number, members: number, habits: Habits): Entry {
  const kind = random()
  const index = Math.floor(random() * members)
  const server: Server = random() < habits.hubShare ? 'HUB' : index
  const lasts = (random() < 0.2 ? random() * 9 * DAY : random() * 4 * HOUR) + 1
  const { crash, trap, backup, restore } = habits
  if (kind < crash) return { at, do: 'CRASH', server, lasts, reboot: random() < 0.5 }
  if (kind < crash + trap) return { at, do: 'TRAP', server, point: Math.floor(random() * 12), lasts }
  if (kind < crash + trap + backup) return { at, do: 'BACKUP', server }
  if (kind < crash + trap + backup + restore) {
    const seed = Math.floor(random() * 2 ** 31)
    return { at, do: 'RESTORE', server, seed, losesFile: random() < habits.losesFile }
  }
  const way = pick(random, ['UP', 'DOWN', 'BOTH'] as const)
  const long = random() < habits.longCut ? random() * 12 * DAY : random() * 8 * HOUR
  return { at, do: 'CUT', server: index, way, lasts: long }
}
