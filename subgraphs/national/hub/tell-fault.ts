import type { LogFault } from './hub.ts'

/** Tells the operators, as one line on stderr, that a member's log cannot be read on. */
export function tellFault({ member, rule }: LogFault): void {
  console.error(JSON.stringify({ level: 'error', msg: `The hub does not read on in the log of ${member}: ${rule}` }))
}
