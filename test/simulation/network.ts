import type { Agenda } from './agenda.ts'
import { mixSeed, seeded } from './random.ts'
import type { NetworkHabits } from './scenario.ts'

/** `PUSH`: down to the member as well, on another connection. */
export type Way = 'UP' | 'DOWN' | 'PUSH'

/** Carries messages between members and the hub, or does not: each gets the delays of its copies, none when lost. */
export interface Network {
  send(member: string, way: Way, deliver: () => void): void
  cut(member: string, way: Way, until: number): void
  heal(): void
  /** How many messages were sent. */
  readonly messages: number
}

export type Fate = (member: string, way: Way, number: number) => readonly number[]

/** Draws every message's fate from the seed, the link and the message's number on it. */
export function habitualFate(seed: number, habits: NetworkHabits): Fate {
  return (member, way, number) => {
    const random = seeded(mixSeed(seed, 'message', member, way, number))
    if (random() < habits.drop) return []
    const delay = () => Math.ceil(MINIMUM + random() * (random() < habits.slow ? habits.slowest : habits.usual))
    return random() < habits.duplicate ? [delay(), delay()] : [delay()]
  }
}

const MINIMUM = 36_000

export class SimulatedNetwork implements Network {
  readonly #agenda: Agenda
  readonly #fate: Fate
  readonly #calm: Fate
  readonly #cuts = new Map<string, number>()
  readonly #numbers = new Map<string, number>()
  #healed = false
  messages = 0

  constructor(agenda: Agenda, fate: Fate, calm: Fate) {
    this.#agenda = agenda
    this.#fate = fate
    this.#calm = calm
  }

  send(member: string, way: Way, deliver: () => void): void {
    const link = `${member} ${way}`
    const number = (this.#numbers.get(link) ?? 0) + 1
    this.#numbers.set(link, number)
    this.messages += 1
    if (this.#isCut(member, way)) return
    const fate = this.#healed ? this.#calm : this.#fate
    for (const delay of fate(member, way, number)) {
      this.#agenda.after(delay, () => {
        if (!this.#isCut(member, way)) deliver()
      })
    }
  }

  cut(member: string, way: Way, until: number): void {
    const link = `${member} ${way}`
    this.#cuts.set(link, Math.max(until, this.#cuts.get(link) ?? 0))
  }

  heal(): void {
    this.#healed = true
    this.#cuts.clear()
  }

  #isCut(member: string, way: Way): boolean {
    const link = `${member} ${way === 'PUSH' ? 'DOWN' : way}`
    return (this.#cuts.get(link) ?? 0) > this.#agenda.now
  }
}
