import type { Gate } from './gate.ts'

export interface GateCount {
  readonly passed: number
  readonly failed: number
}

/** Runs every gate, one after the other, and says of each how it went. */
export async function runGates(gates: readonly Gate[], root: string, say: (line: string) => void): Promise<GateCount> {
  let failed = 0
  for (const gate of gates) {
    const began = performance.now()
    const faults = await gate.check(root)
    const seconds = ((performance.now() - began) / 1000).toFixed(1)
    say(`${faults.length === 0 ? 'ok     ' : 'REFUSED'}  ${gate.name.padEnd(12)} ${seconds.padStart(5)} s`)
    for (const fault of faults) say(fault.replaceAll(/^/gm, '    '))
    if (faults.length > 0) failed += 1
  }
  return { passed: gates.length - failed, failed }
}
