import { mixSeed, seeded } from './random.ts'

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** A machine's own clock: it runs a little fast or slow, and starts anywhere at each boot. Milliseconds. */
export class MachineClock {
  readonly #seed: number
  readonly #rate: number
  #boot = 0
  #bootedAt = 0
  #start = 0

  constructor(seed: number, name: string, drift: number) {
    this.#seed = mixSeed(seed, 'clock', name)
    this.#rate = 1 + (seeded(this.#seed)() * 2 - 1) * drift
    this.reboot(0)
  }

  reboot(trueTime: number): void {
    this.#boot += 1
    this.#bootedAt = trueTime
    this.#start = Math.floor(seeded(mixSeed(this.#seed, this.#boot))() * 1000 * HOUR)
  }

  get boot(): string {
    return `boot-${this.#boot}`
  }

  read(trueTime: number): number {
    return this.#start + this.elapsed(trueTime - this.#bootedAt)
  }

  /** What this clock makes of a stretch of true time. */
  elapsed(trueTime: number): number {
    return trueTime * this.#rate
  }
}
