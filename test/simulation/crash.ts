/** Thrown where a process dies: everything that it held in memory is gone, what it committed is not. */
export class Crash extends Error {
  override readonly name = 'Crash'
}

/**
 * The points at which a process can die: before and after each commit, and before each send. Armed with a number, it
 * throws at the point of that number.
 */
export class CrashPoints {
  #left: number | undefined
  passed = 0

  arm(point: number): void {
    this.#left = point
  }

  disarm(): void {
    this.#left = undefined
  }

  pass(): void {
    this.passed += 1
    if (this.#left === undefined) return
    if (this.#left > 0) {
      this.#left -= 1
      return
    }
    this.#left = undefined
    throw new Crash()
  }
}
