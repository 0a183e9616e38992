import { run } from './run.ts'
import type { Scenario } from './scenario.ts'

/** What happened in a scenario, a line each, in hours of true time: to one complaint, or to all without one. */
export function traceOf(scenario: Scenario, complaint?: string): readonly string[] {
  const lines: string[] = []
  run(scenario, {
    trace: (about, line) => {
      if (complaint === undefined || about === undefined || about === complaint) lines.push(line)
    },
  })
  return lines
}
