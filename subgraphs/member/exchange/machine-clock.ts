import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** The machine's own clock: it only runs forward, counts the time in which the machine sleeps, and nobody sets it. */
export interface MachineClock {
  /** Names the boot: the clock starts anew with each. */
  readonly boot: string
  /** Whole milliseconds since the boot; only differences mean anything. */
  now(): number
}

/**
 * The clock of Linux (CLOCK_BOOTTIME, as `/proc/uptime` tells it, in hundredths of a second). Elsewhere the process's
 * own clock stands in: each process is a boot of its own then, and its lease begins anew with it.
 */
export function openMachineClock(): MachineClock {
  const boot = readIfThere('/proc/sys/kernel/random/boot_id')
  if (boot === undefined || readIfThere('/proc/uptime') === undefined) {
    return { boot: randomUUID(), now: () => Math.floor(performance.now()) }
  }
  return { boot: boot.trim(), now: () => Math.floor(Number.parseFloat(readFileSync('/proc/uptime', 'utf8')) * 1_000) }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
