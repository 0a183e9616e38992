import { existsSync, readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'

const PATIENCE_MS = 30_000

/** For tests: whether a process runs; one that ended and is not yet reaped does not. */
export function isRunning(pid: number): boolean {
  const stat = `/proc/${pid}/stat`
  if (!existsSync(stat)) return false
  const text = readFileSync(stat, 'utf8')
  return text.slice(text.lastIndexOf(')') + 2)[0] !== 'Z'
}

/** For tests: waits until something is so. Throws when it takes longer than anything here should. */
export async function until(what: string, condition: () => boolean): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`Not so after ${PATIENCE_MS / 1000} s: ${what}`)
    await delay(20)
  }
}
