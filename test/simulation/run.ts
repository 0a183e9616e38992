import { DAY, HOUR } from './clock.ts'
import type { Country } from './country.ts'
import { copyHub, type HubDisk } from './hub-disk.ts'
import { checkComplaint } from './invariants.ts'
import { copyDisk, type MemberDisk, pruneLog } from './member-disk.ts'
import type { Fate, Way } from './network.ts'
import { type Figures, knownComplaints } from './observer.ts'
import { mixSeed, seeded } from './random.ts'
import { actAsReporter } from './reporters.ts'
import { checkAtRest, isAtRest } from './rest.ts'
import type { Entry, Scenario, Server } from './scenario.ts'
import { Violation } from './violation.ts'
import { actOn, file, handOn, handOverByKey, workOn } from './work.ts'
import { createWorld, type World } from './world.ts'

export interface Outcome {
  readonly violation?: Violation
  readonly figures: Figures
  readonly events: number
  readonly destroyed: number
  readonly messages: number
  /** True time at the end, in milliseconds. */
  readonly ended: number
}

export interface RunOptions {
  readonly trace?: (complaint: string | undefined, line: string) => void
  readonly fate?: Fate
  /** Another network than the small one of the scenario's number of members. */
  readonly country?: Country
  /** Told of the world every twelve hours of its time. */
  readonly progress?: (world: World) => void
  /** How long the network must at least have been healed (milliseconds) before it can be at rest. */
  readonly restAfter?: number
  /** Told for each server how many points it has passed until the end at which it could have crashed. */
  readonly afterPoints?: (server: Server, passed: number) => void
}

/** How long a healed network may take until it rests: a lease's wait, every turn of a seizure, and some days. */
const LONGEST_REST = 25 * DAY
const REST_AFTER = 3 * DAY
const REST_STEP = 3 * HOUR
const TELL_EVERY = 12 * HOUR
const MOST_BACKUPS = 4

/** Runs a scenario to its rest. The same scenario always has the same outcome. */
export function run(scenario: Scenario, options: RunOptions = {}): Outcome {
  const world = createWorld(scenario, options.fate, options.country)
  world.observer.trace = options.trace
  const backups = new Backups(world)
  for (const entry of scenario.script) world.agenda.put(entry.at, () => perform(world, backups, entry))
  if (options.progress) tellOn(world, options.progress)
  let violation: Violation | undefined
  try {
    runUntil(world, scenario.end)
    tellPoints(world, options)
    heal(world)
    comeToRest(world, options.restAfter ?? REST_AFTER)
    checkAtRest(world)
  } catch (error) {
    violation =
      error instanceof Violation ? error : new Violation('BROKEN', String(error instanceof Error ? error.stack : error))
  }
  const { figures, ledger } = world.observer
  return {
    ...(violation ? { violation } : {}),
    figures,
    events: ledger.size,
    destroyed: ledger.destroyed,
    messages: world.network.messages,
    ended: world.agenda.now,
  }
}

function runUntil({ agenda }: World, end: number): void {
  let ended = false
  agenda.put(end, () => {
    ended = true
  })
  while (!ended && agenda.next());
}

function tellOn(world: World, progress: (world: World) => void): void {
  progress(world)
  world.agenda.after(TELL_EVERY, () => tellOn(world, progress))
}

function heal(world: World): void {
  const { network, members, hub, observer, agenda } = world
  observer.note('everything heals')
  network.heal()
  for (const member of members) {
    member.points.disarm()
    member.start()
  }
  hub.points.disarm()
  hub.start()
  // Officers go on acting for a while, or a lease that is missing would go unnoticed.
  for (let i = 1; i <= 4; i++) {
    for (const member of members) agenda.after(i * 12 * HOUR, () => workOn(member, mixSeed(i, member.name), true))
  }
}

function tellPoints({ hub, members }: World, { afterPoints }: RunOptions): void {
  afterPoints?.('HUB', hub.points.passed)
  for (const [index, { points }] of members.entries()) afterPoints?.(index, points.passed)
}

function comeToRest(world: World, restAfter: number): void {
  const { agenda, scenario } = world
  while (agenda.now < scenario.end + LONGEST_REST) {
    runUntil(world, agenda.now + REST_STEP)
    if (agenda.now > scenario.end + restAfter && isAtRest(world)) return
  }
  const [stuck] = world.hub.disk.register.waiting()
  const quarantined = world.members.find(({ disk }) => disk.member.quarantined)?.name
  const what = world.hub.disk.hub.recovery
    ? 'the hub is still recovering'
    : `it does not come to rest ${quarantined ?? ''}`
  throw new Violation('I7', what, stuck?.complaint)
}

function perform(world: World, backups: Backups, entry: Entry): void {
  const { members, network, observer, agenda, whereabouts } = world
  switch (entry.do) {
    case 'FILE': {
      const member = whereabouts.hostOf(entry.door)
      if (member?.isBusy === false) file(member, observer, entry)
      return
    }
    case 'HAND_OVER': {
      const member = whereabouts.hostOf(entry.door)
      if (member) handOverByKey(member, entry)
      return
    }
    case 'ACT_ON':
      actOn(whereabouts, entry)
      return
    case 'HAND_ON':
      handOn(whereabouts, entry)
      return
    case 'REPORTER': {
      const member = whereabouts.hostOf(entry.door)
      if (member) actAsReporter(member, entry)
      return
    }
    case 'WORK': {
      const member = members[entry.server]
      if (member) workOn(member, entry.seed, false)
      return
    }
    case 'CRASH':
      observer.note(`${nameOf(world, entry.server)} crashes${entry.reboot ? ' with its machine' : ''}`)
      serverOf(world, entry.server).crash(entry.lasts, entry.reboot)
      return
    case 'TRAP':
      serverOf(world, entry.server).points.arm(entry.point)
      return
    case 'CUT': {
      const name = nameOf(world, entry.server)
      const ways: readonly Way[] = entry.way === 'BOTH' ? ['UP', 'DOWN'] : [entry.way]
      observer.note(`${name} is cut ${entry.way} for ${(entry.lasts / HOUR).toFixed(1)} h`)
      for (const way of ways) network.cut(name, way, agenda.now + entry.lasts)
      return
    }
    case 'PRUNE':
      prune(world, entry.server)
      return
    case 'BACKUP':
      backups.take(entry.server)
      return
    case 'RESTORE':
      backups.restore(entry.server, entry.seed, entry.losesFile)
      return
    case 'DIE': {
      const member = members[entry.server]
      if (!member) return
      observer.note(`${member.name} dies`)
      member.dead = true
      member.crash(Number.MAX_SAFE_INTEGER / 4, false)
      return
    }
    default:
      entry satisfies never
  }
}

/** What the other side has read, however old the backups are from which it may be restored. */
function prune({ members, hub }: World, server: Server): void {
  const member = server === 'HUB' ? undefined : members[server]
  if (member) pruneLog(member.disk, member.dialogue.hubCursor)
  if (server === 'HUB') hub.prune()
}

function serverOf({ members, hub }: World, server: Server) {
  const found = server === 'HUB' ? hub : members[server]
  if (!found) throw new Error(`No server ${server}`)
  return found
}

function nameOf({ members }: World, server: Server): string {
  return server === 'HUB' ? 'hub' : (members[server]?.name ?? `${server}`)
}

interface Backup {
  readonly disk: MemberDisk
  /** The hub shares the national member's database: one backup has both. */
  readonly hub: HubDisk | undefined
}

/** Backups of each database; restoring one forgets the later ones. */
class Backups {
  readonly #world: World
  readonly #kept = new Map<number, Backup[]>()

  constructor(world: World) {
    this.#world = world
  }

  take(server: Server): void {
    const index = server === 'HUB' ? 0 : server
    const member = this.#world.members[index]
    if (!member) return
    const kept = this.#kept.get(index) ?? []
    const hub = index === 0 ? copyHub(this.#world.hub.disk) : undefined
    this.#kept.set(index, [...kept, { disk: copyDisk(member.disk), hub }].slice(-MOST_BACKUPS))
  }

  restore(server: Server, seed: number, losesFile: boolean): void {
    const { members, hub, observer } = this.#world
    const index = server === 'HUB' ? 0 : server
    const member = members[index]
    const kept = this.#kept.get(index) ?? []
    const chosen = Math.floor(seeded(seed)() * kept.length)
    const backup = kept[chosen]
    if (!member || member.dead || !backup) return
    this.#kept.set(index, kept.slice(0, chosen + 1))
    observer.note(`${member.name} is restored${losesFile ? ', its file is lost' : ''}`)
    if (backup.hub) {
      hub.loadBackup(backup.hub, losesFile)
      observer.hubRestored()
    }
    member.loadBackup(backup.disk, losesFile)
    observer.ledger.countDestroyed(this.#world)
    for (const complaint of knownComplaints(this.#world)) checkComplaint(this.#world, complaint)
  }
}
