/** A rule of the promise that does not hold. The rules are told in schema/PROTOCOL.md and docs/reliability.md. */
export interface Violation {
  readonly rule:
    | 'LOST'
    | 'HOLDER'
    | 'FROZEN'
    | 'TWO HOLDERS'
    | 'TWO CASES'
    | 'CHAIN'
    | 'LOG GAP'
    | 'HANDOVER LOST'
    | 'REFUSED INTAKE'
    | 'IDENTITY'
    | 'RESTORE'
    | 'DRAIN'
    | 'PROCESS'
  readonly text: string
}

/** Only the first of each rule are told at length: one cause has many victims. */
const TOLD = 5

export function describeViolations(violations: readonly Violation[]): readonly string[] {
  const byRule = Map.groupBy(violations, ({ rule }) => rule)
  return [...byRule].flatMap(([rule, all]) => [
    `${rule}: ${all.length}`,
    ...all.slice(0, TOLD).map(({ text }) => `  ${text}`),
  ])
}
