import type { LeaseClass } from '@lawang/schema/exchange/messages'
import { DAY, HOUR } from './clock.ts'
import { HABITS, type Habits } from './habits.ts'
import { pick, type Random, seeded } from './random.ts'
import type { Entry, Scenario, Server } from './scenario.ts'
import { topology } from './topology.ts'

/** A random world with everything that can go wrong in it. */
export function generate(seed: number, members: number, habits: Habits = HABITS): Scenario {
  const random = seeded(seed)
  const end = habits.days * DAY
  const script = [
    ...filings(random, members, habits, end),
    ...work(random, members, end),
    ...faults(random, members, habits, end),
  ]
  script.sort((a, b) => a.at - b.at)
  return { seed, members, end, drift: habits.drift, network: habits.network, script }
}

function filings(random: Random, members: number, { complaints }: Habits, end: number): readonly Entry[] {
  const doors = topology(members).flatMap(({ governments }) => governments)
  return Array.from({ length: complaints }, (_, i) => {
    const leaseClass: LeaseClass = random() < 0.4 ? 'URGENT' : 'NORMAL'
    const first = { at: random() * end * 0.9, do: 'FILE' as const, door: pick(random, doors), key: `${i}`, leaseClass }
    return random() < 0.7 ? [first, { ...first, at: first.at + random() * 8 * DAY }] : [first]
  }).flat()
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
