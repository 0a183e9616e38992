/**
 * The hub's clock: its uptime in milliseconds, continued from process to process. While it is down no deadline passes,
 * and a step of the wall clock changes nothing.
 */
export interface HubClock {
  read(): number
}

/** `last` is what an earlier process has committed; this one begins behind it. `uptime` only runs forward. */
export function continueClock(last: number, uptime: () => number): HubClock {
  const began = uptime()
  return { read: () => last + 1 + (uptime() - began) }
}
