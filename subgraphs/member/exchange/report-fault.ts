import { BrokenMail } from './broken-mail.ts'
import { HubUnavailable } from './http-hub.ts'

/** Faults whose words are written here, without anything that people wrote. */
function sentenceOf(fault: unknown): string {
  if (fault instanceof BrokenMail || fault instanceof HubUnavailable) return fault.message
  if (!(fault instanceof Error)) return 'A fault without a name'
  const code = 'code' in fault && typeof fault.code === 'string' ? ` (${fault.code})` : ''
  return `${fault.name}${code}`
}

/**
 * Tells the operators of the exchange's faults: one line on stderr when a fault appears or changes, and one when it is
 * over; not one per attempt. Messages of unforeseen errors are left out, because they can quote what people wrote.
 */
export function createFaultReport(write: (line: string) => void): (fault: unknown) => void {
  let last: string | undefined
  return (fault) => {
    const sentence = fault === undefined ? undefined : sentenceOf(fault)
    if (sentence === last) return
    last = sentence
    write(
      JSON.stringify({
        level: sentence === undefined ? 'info' : 'error',
        msg:
          sentence === undefined ? 'The exchange with the hub goes on' : `The exchange with the hub waits: ${sentence}`,
      }),
    )
  }
}
