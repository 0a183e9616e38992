import { describe, expect, test } from 'vitest'
import { runCampaign } from './campaign.ts'
import { disturbances, places, runHandover } from './exhaustive.ts'
import { generate } from './generate.ts'
import { HABITS, HABITS_BY_NAME } from './habits.ts'
import {
  CLOSED_BY_THE_LOST,
  LATE_CLAIM,
  LATE_REPORT,
  NOTE_BEFORE_LEASE,
  TOLD_TO_A_FORMER_LIFE,
} from './known-scenarios.ts'
import { run } from './run.ts'
import { traceOf } from './trace.ts'

const GRANTS = Number(process.env.LAWANG_SIMULATED_GRANTS ?? 20_000)

describe('custody under everything that can go wrong', () => {
  test(`holds its invariants for ${GRANTS} grants`, { timeout: 600_000 }, () => {
    const { totals, failure } = runCampaign({ seed: 1, members: 7, habits: HABITS, grants: GRANTS })
    expect(failure?.violation.message).toBeUndefined()
    expect(totals.grants).toBeGreaterThanOrEqual(GRANTS)
    // Worlds in which nothing happens would prove nothing.
    for (const kind of ['seizures', 'regrants', 'withdrawals', 'memberRestores', 'hubRestores'] as const) {
      expect(totals[kind]).toBeGreaterThan(GRANTS / 200)
    }
  })

  test.each(Object.entries(HABITS_BY_NAME))('holds them in worlds of the kind %s', (_, habits) => {
    const { failure } = runCampaign({ seed: 5000, members: 5, habits, grants: 100 })
    expect(failure?.violation.message).toBeUndefined()
  })

  test('holds them in a network of two servers and in one of thirty', () => {
    for (const members of [2, 30]) {
      const { failure } = runCampaign({ seed: 1, members, habits: { ...HABITS, days: 20 }, grants: 60 })
      expect(failure?.violation.message).toBeUndefined()
    }
  })
})

describe('one handover', () => {
  test('survives a crash at every commit and every send', () => {
    const { crashes } = places()
    expect(crashes.length).toBeGreaterThan(100)
    for (const crash of crashes) expect([crash, runHandover({ crash }).violation?.message]).toEqual([crash, undefined])
  })

  test('survives every message that comes twice together with every one that is overtaken', () => {
    const { messages } = places()
    expect(messages.length).toBeGreaterThan(20)
    for (const duplicate of messages) {
      for (const late of messages) expect(runHandover({ duplicate, late }).violation?.message).toBeUndefined()
    }
  })

  test('has more than 50,000 disturbances, all of which the command exhaustive-handover.ts goes through', () => {
    let count = 0
    for (const _ of disturbances()) count += 1
    expect(count).toBeGreaterThan(50_000)
  })
})

describe('a scenario', () => {
  test('replays identically', () => {
    const scenario = generate(7, 7, HABITS)
    const again: typeof scenario = JSON.parse(JSON.stringify(scenario))
    expect(traceOf(again)).toEqual(traceOf(scenario))
    expect(run(again)).toEqual(run(scenario))
  })

  test('in which a claim comes late leaves the complaint to the door that acts on it', () => {
    expect(run(LATE_CLAIM).violation?.message).toBeUndefined()
    expect(traceOf(LATE_CLAIM, 'complaint-late').join('\n')).toContain('64.02 RELEASED')
  })

  test('in which a reporter acts while the holder has no lease has it carried out when it has one', () => {
    expect(run(NOTE_BEFORE_LEASE).violation?.message).toBeUndefined()
    expect(traceOf(NOTE_BEFORE_LEASE, 'complaint-noted').join('\n')).toContain('64.02 HOLDING@1000001 chain 4 annex 1')
  })

  test('in which the holder reports last, in a new life, has it granted to that life', () => {
    expect(run(LATE_REPORT).violation?.message).toBeUndefined()
    expect(traceOf(LATE_REPORT, 'complaint-10').join('\n')).toContain('64.01@2000002')
  })

  test('in which what is closed lies with a server that is lost has it opened again elsewhere when its reporter asks', () => {
    expect(run(CLOSED_BY_THE_LOST).violation?.message).toBeUndefined()
    expect(traceOf(CLOSED_BY_THE_LOST, 'complaint-closed').join('\n')).toMatch(
      / reads Grant: 64 CLOSED@.*\n.* Act: 64 HOLDING@/,
    )
  })

  test('in which a door is told in a former life who holds what was filed there reads it nevertheless', () => {
    expect(run(TOLD_TO_A_FORMER_LIFE).violation?.message).toBeUndefined()
    expect(traceOf(TOLD_TO_A_FORMER_LIFE, 'complaint-14').join('\n')).toMatch(
      /province-64 reads View: 64 RELEASED@1→00@4731847/,
    )
  })
})
