import { randomUUID } from 'node:crypto'
import { openSync, readFileSync, readSync } from 'node:fs'

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
  return { boot: boot.trim(), now: createUptime() }
}

/** The file stays open, and tells the time anew whenever its beginning is read: opening it takes most of the time. */
function createUptime(): () => number {
  const file = openSync('/proc/uptime', 'r')
  const bytes = Buffer.alloc(64)
  return () => {
    const length = readSync(file, bytes, 0, bytes.length, 0)
    return Math.floor(Number.parseFloat(bytes.toString('latin1', 0, length)) * 1_000)
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
