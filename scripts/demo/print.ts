import type { Step } from './hub-client.ts'

/** How the demo writes: one line a step, and tables with columns as wide as they need. */
export function stepLine(label: string, step: Step): string {
  const way = step.from || step.to ? `${step.from?.code ?? ''} → ${step.to?.code ?? ''}` : ''
  const handler = step.complaint?.handledBy?.name ?? ''
  return `  ${label.padEnd(10)} ${String(step.sequence).padStart(2)}  ${step.type.padEnd(11)} ${way.padEnd(16)} ${handler}`.trimEnd()
}

/** A table with a header; every row has as many cells as the header. */
export function table(header: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const lines = [header, ...rows].map((row) => row.map(String))
  const widths = header.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
  const text = lines.map((line) =>
    `  ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd(),
  )
  return [text[0], `  ${widths.map((width) => '─'.repeat(width)).join('  ')}`, ...text.slice(1)].join('\n')
}
