import type { GovernmentCode } from '@lawang/schema/region'
import type { Actor, Reference } from '../domain/model.ts'
import type { Sql } from '../store/database.ts'
import type { Wakes } from '../store/wakes.ts'
import { actsUnderDecree, agencyOf, nextChange, type Person, secretariatAt, standingAt } from './in-force.ts'
import type { Mandate, Secretariat } from './model.ts'
import { readMandates, readSecretariats } from './store.ts'

/** `OFF`: officers act by their tokens alone. */
export type MandateRule = 'REQUIRED' | 'OFF'

export interface BookOptions {
  readonly sql: Sql
  readonly rule: MandateRule
  readonly reference: Reference
  /** Only officers of these are judged: the decrees of others are elsewhere. */
  readonly governments: readonly GovernmentCode[]
  /** Woken when another commit may have changed rights. */
  readonly wakes: Wakes
  readonly now: () => Date
  readonly onFault: (error: unknown) => void
}

/** setTimeout takes no longer time. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

/**
 * The decrees of the governments here, in memory: every question needs to know whether its asker's decree is in force.
 * Read again whenever a commit tells of a change; what begins and ends by the clock is seen at its moment.
 */
export class MandateBook {
  readonly #options: BookOptions
  readonly #listeners = new Set<() => void>()
  readonly #stopListening: () => void
  #mandates: readonly Mandate[] = []
  /** A member that hosts many governments has thousands, and every question asks for those of one agency. */
  #byAgency: ReadonlyMap<string, readonly Mandate[]> = new Map()
  #moves: readonly Secretariat[] = []
  /** What was judged of whom, while no right begins or ends: the same officer asks many times in a row. */
  #judged = new WeakMap<Actor, Actor>()
  /** In milliseconds: what was judged holds from the one moment until before the other. */
  #judgedFrom = Number.POSITIVE_INFINITY
  #judgedUntil = Number.NEGATIVE_INFINITY
  #timer: NodeJS.Timeout | undefined
  #reading: Promise<void> | undefined
  #again = false

  private constructor(options: BookOptions) {
    this.#options = options
    this.#stopListening = options.wakes.onWake(() => void this.refresh().catch(options.onFault))
  }

  static async open(options: BookOptions): Promise<MandateBook> {
    const book = new MandateBook(options)
    await book.refresh()
    return book
  }

  get mandates(): readonly Mandate[] {
    return this.#mandates
  }

  /** The actor as of now: an officer of a government here without a decree in force is marked so. */
  judge(actor: Actor): Actor {
    const { rule, now } = this.#options
    if (rule === 'OFF' || !actsUnderDecree(actor)) return actor
    const at = now()
    const ms = at.getTime()
    if (ms < this.#judgedFrom || ms >= this.#judgedUntil) this.#judgeAnewFrom(at)
    const known = this.#judged.get(actor)
    if (known) return known
    const judged = this.#judgeAt(actor, at)
    this.#judged.set(actor, judged)
    return judged
  }

  #judgeAnewFrom(at: Date): void {
    this.#judged = new WeakMap()
    this.#judgedFrom = at.getTime()
    this.#judgedUntil = nextChange(this.#mandates, this.#moves, at)?.getTime() ?? Number.POSITIVE_INFINITY
  }

  #judgeAt(actor: Person, at: Date): Actor {
    const { governments } = this.#options
    const government = actor.role === 'national-admin' ? '00' : actor.region
    if (government === undefined || !governments.includes(government)) return actor
    const agency = agencyOf(actor, (code) => this.secretariatOf(code, at))
    const { subject, role } = actor
    const own = agency === undefined ? [] : (this.#byAgency.get(agency) ?? [])
    const standing = agency === undefined ? undefined : standingAt(own, { subject, role, agency }, at)
    return standing ? actor : { ...actor, withoutMandate: true }
  }

  /** The agency that coordinates a government's complaints at the moment. */
  secretariatOf(government: GovernmentCode, at: Date): string | undefined {
    const moved = secretariatAt(this.#moves, government, at)
    return moved ?? this.#options.reference.agenciesOf(government).find((agency) => agency.coordinator)?.id
  }

  /** Calls back whenever rights may have changed: something was registered or ended, or a moment has come. */
  onChange(listener: () => void): () => void {
    const entry = () => listener()
    this.#listeners.add(entry)
    return () => this.#listeners.delete(entry)
  }

  /** Reads again; of several calls at once the last one's reading serves all. */
  refresh(): Promise<void> {
    this.#again = true
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined
    })
    return this.#reading
  }

  close(): void {
    this.#stopListening()
    clearTimeout(this.#timer)
    this.#listeners.clear()
  }

  async #read(): Promise<void> {
    while (this.#again) {
      this.#again = false
      const { sql } = this.#options
      const [mandates, moves] = await Promise.all([readMandates(sql), readSecretariats(sql)])
      this.#mandates = mandates
      this.#byAgency = Map.groupBy(mandates, ({ agency }) => agency)
      this.#moves = moves
      this.#judgedUntil = Number.NEGATIVE_INFINITY
    }
    this.#tell()
  }

  #tell(): void {
    this.#waitForNext()
    for (const listener of [...this.#listeners]) listener()
  }

  #waitForNext(): void {
    clearTimeout(this.#timer)
    const at = this.#options.now()
    const next = nextChange(this.#mandates, this.#moves, at)
    if (!next) return
    const wait = Math.min(next.getTime() - at.getTime(), LONGEST_TIMER_MS)
    this.#timer = setTimeout(() => this.#tell(), wait).unref()
  }
}
