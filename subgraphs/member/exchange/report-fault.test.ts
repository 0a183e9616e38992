import { expect, test } from 'vitest'
import { BrokenMail } from './broken-mail.ts'
import { HubUnavailable } from './http-hub.ts'
import { createFaultReport } from './report-fault.ts'

function reported(...faults: unknown[]): unknown[] {
  const lines: unknown[] = []
  const report = createFaultReport((line) => lines.push(JSON.parse(line)))
  for (const fault of faults) report(fault)
  return lines
}

test('a fault is told once however often it comes, and its end is told', () => {
  const away = new HubUnavailable('The hub answers the exchange with status 503')
  expect(reported(away, away, away, undefined, undefined)).toEqual([
    { level: 'error', msg: 'The exchange with the hub waits: The hub answers the exchange with status 503' },
    { level: 'info', msg: 'The exchange with the hub goes on' },
  ])
})

test('another fault is told even while the first lasts', () => {
  expect(reported(new BrokenMail('a row is missing'), new HubUnavailable('away'))).toHaveLength(2)
})

test("an unforeseen error's words are left out: they may quote what people wrote", () => {
  const quoting = Object.assign(new TypeError('cannot read "Rahasia warga"'), { code: '22P02' })
  expect(JSON.stringify(reported(quoting, 'Rahasia'))).not.toContain('Rahasia')
  expect(reported(quoting)).toEqual([{ level: 'error', msg: 'The exchange with the hub waits: TypeError (22P02)' }])
})
