import { describe, expect, test } from 'vitest'
import { Refusal } from '../errors.ts'
import { type Chain, nextEvent } from './chain.ts'
import type { Custody, Member, Standing } from './custody.ts'
import { LAW } from './law.ts'
import { type LeaseMark, NO_LEASE, type Now } from './lease.ts'
import type { MemberInput, MemberState } from './member-state.ts'
import { memberStep } from './member-step.ts'
import type { EventData, Grant, MailMessage } from './messages.ts'
import { DOSSIER } from './testing/dossier.ts'

const DATA: EventData = { status: 'FILED', handledBy: { id: '', name: '', shortName: '' } }
const NOW: Now = { boot: 'boot', clock: 1000, at: '2026-01-01T00:00:00.000Z' }
const LEASED: LeaseMark = { boot: 'boot', until: { NORMAL: 1000 + 3_600_000, URGENT: 0 } }
const MEMBER: Member = {
  name: 'member',
  incarnation: 2,
  quarantined: false,
  hubIncarnation: 1,
  mailCursor: { incarnation: 1, n: 0 },
}
const ONE = { complaint: 'complaint', government: '64.08', data: DATA }
const ACT: MemberInput = { type: 'Act', event: 'VERIFIED', ...ONE }

function chainOf(length: number): Chain {
  let chain: Chain = []
  for (let i = 0; i < length; i++) {
    const draft = {
      id: `e${i}`,
      type: i === 0 ? ('FILED' as const) : ('EXTENDED' as const),
      at: '',
      by: '64.08',
      data: DATA,
    }
    chain = [...chain, nextEvent(chain, 'complaint', 1, draft)]
  }
  return chain
}

function custody(standing: Standing, chain = chainOf(2)): Custody {
  const { complaint, government } = ONE
  return { complaint, government, door: government, leaseClass: 'NORMAL', dossier: DOSSIER, standing, chain, annex: [] }
}

function step(standing: Standing | undefined, input: MemberInput, change: Partial<MemberState> = {}) {
  const rows = standing ? [custody(standing)] : []
  return memberStep({ law: LAW, member: MEMBER, mark: LEASED, rows, ...change }, input, NOW, () => 'fresh')
}

function mail(message: MailMessage, to = 2): MemberInput {
  return { type: 'ReadMail', row: { incarnation: 1, n: 1, to, message }, data: DATA }
}

function refusalOf(run: () => unknown): string | undefined {
  try {
    run()
    return undefined
  } catch (error) {
    return error instanceof Refusal ? error.code : String(error)
  }
}

const GRANT: Grant = {
  type: 'Grant',
  complaint: 'complaint',
  epoch: 9,
  door: '13.71',
  from: '13.71',
  to: '64.08',
  why: 'DECISION',
  reason: 'ELSEWHERE',
  dossier: DOSSIER,
  chain: chainOf(1),
  annex: [],
}

describe('an act', () => {
  test('at epoch 1 needs no lease', () => {
    const { state, out } = step({ state: 'HOLDING', epoch: 1 }, ACT, { mark: NO_LEASE })
    expect(state.rows[0]?.chain).toHaveLength(3)
    expect(out.map(({ type }) => type)).toEqual(['Event'])
  })

  test('above epoch 1 needs more lease than the margin', () => {
    const mark = { boot: 'boot', until: { NORMAL: NOW.clock + LAW.actMargin, URGENT: 0 } }
    expect(refusalOf(() => step({ state: 'HOLDING', epoch: 2 }, ACT))).toBeUndefined()
    expect(refusalOf(() => step({ state: 'HOLDING', epoch: 2 }, ACT, { mark }))).toBe('CUSTODY_SUSPENDED')
  })

  test.each([
    [{ state: 'RELEASED', epoch: 1, newEpoch: 2, to: '64' }, 'NOT_HOLDER'],
    [{ state: 'OFFERING', epoch: 1, request: 'r' }, 'HANDOVER_PENDING'],
    [{ state: 'CLOSED', epoch: 1 }, 'CASE_CLOSED'],
  ] as const)('is refused to %o', (standing, code) => {
    expect(refusalOf(() => step(standing, ACT))).toBe(code)
  })

  test('is refused in quarantine, and a note is not', () => {
    const member = { ...MEMBER, quarantined: true }
    expect(refusalOf(() => step({ state: 'HOLDING', epoch: 1 }, ACT, { member }))).toBe('CUSTODY_SUSPENDED')
    const { state } = step({ state: 'HOLDING', epoch: 1 }, { type: 'Note', event: 'REPLIED', ...ONE }, { member })
    expect(state.rows[0]?.annex).toHaveLength(1)
  })

  test('can reopen what is closed', () => {
    const { state } = step({ state: 'CLOSED', epoch: 1 }, { type: 'Act', event: 'REOPENED', ...ONE })
    expect(state.rows[0]?.standing).toEqual({ state: 'HOLDING', epoch: 1 })
  })
})

describe('a handover', () => {
  const request = { type: 'RequestHandover' as const, to: '64', reason: 'ELSEWHERE', ...ONE }

  test('is offered when the hub is heard', () => {
    const { state, out } = step({ state: 'HOLDING', epoch: 1 }, { ...request, inContact: true })
    expect(state.rows[0]?.standing).toEqual({ state: 'OFFERING', epoch: 1, request: 'fresh' })
    expect(out[0]).toMatchObject({ type: 'HandoverRequested', request: 'fresh', to: '64' })
  })

  test('stays a wish while the hub is not heard, and the government goes on acting', () => {
    const { state, out } = step({ state: 'HOLDING', epoch: 1 }, { ...request, inContact: false })
    expect(state.rows[0]?.standing).toMatchObject({ state: 'HOLDING', wish: { to: '64' } })
    expect(out).toEqual([])
    expect(refusalOf(() => memberStep(state, ACT, NOW, () => 'next'))).toBeUndefined()
  })

  test('that is withdrawn goes on being offered until the hub has answered', () => {
    const offering: Standing = { state: 'OFFERING', epoch: 1, request: 'r' }
    const { state, out } = step(offering, { type: 'WithdrawHandover', complaint: 'complaint', government: '64.08' })
    expect(state.rows[0]?.standing).toEqual(offering)
    expect(out[0]).toMatchObject({ type: 'HandoverWithdrawn', request: 'r' })
  })

  test('is resumed by the answer to this request, and by no other', () => {
    const answer = (id: string): MailMessage => ({
      type: 'Withdrawn',
      complaint: 'complaint',
      government: '64.08',
      epoch: 1,
      request: id,
      reason: 'WITHDRAWN',
    })
    const offering: Standing = { state: 'OFFERING', epoch: 1, request: 'r' }
    expect(step(offering, mail(answer('r'))).out.map(({ type }) => type)).toEqual(['Resumed'])
    expect(step(offering, mail(answer('other'))).state.rows[0]?.standing).toEqual(offering)
  })
})

describe('a grant', () => {
  test('makes a holder of one who never had it', () => {
    const { state, out } = step(undefined, mail(GRANT))
    expect(state.rows[0]).toMatchObject({ standing: { state: 'HOLDING', epoch: 9 }, door: '13.71' })
    expect(out[0]).toMatchObject({ type: 'Taken', epoch: 9, event: { data: { why: 'DECISION', from: '13.71' } } })
  })

  test('puts what its chain lacks into the annex', () => {
    const { state } = step({ state: 'HOLDING', epoch: 1 }, mail(GRANT))
    expect(state.rows[0]?.annex.map((event) => event.id)).toEqual(['e1'])
  })

  test('of an epoch that has passed changes no state', () => {
    const holding: Standing = { state: 'HOLDING', epoch: 10 }
    const { state, out } = step(holding, mail(GRANT))
    expect(state.rows[0]?.standing).toEqual(holding)
    expect(out).toEqual([])
  })

  test('for an older incarnation is passed over', () => {
    const { state } = step(undefined, mail(GRANT, 1))
    expect(state.rows).toEqual([])
    expect(state.member.mailCursor).toEqual({ incarnation: 1, n: 1 })
  })
})

test('what is released keeps the canonical part of its chain, and the rest in the annex', () => {
  const message: MailMessage = {
    type: 'Released',
    complaint: 'complaint',
    government: '64.08',
    epoch: 1,
    newEpoch: 4,
    to: '64',
    length: 1,
  }
  const [row] = step({ state: 'HOLDING', epoch: 1 }, mail(message)).state.rows
  expect(row?.standing).toEqual({ state: 'RELEASED', epoch: 1, newEpoch: 4, to: '64' })
  expect([row?.chain.length, row?.annex.map((event) => event.id)]).toEqual([1, ['e1']])
})

test('a hub that is met for the first time voids the mail of the former one and gets a report', () => {
  const { state, out } = step({ state: 'HOLDING', epoch: 1 }, { type: 'MeetHub', hubIncarnation: 5 })
  expect(state.member).toMatchObject({ hubIncarnation: 5, mailCursor: { incarnation: 5, n: 0 } })
  expect(out).toMatchObject([
    { type: 'Report', hub: 5, restored: false, last: true, rows: [{ complaint: 'complaint' }] },
  ])
})

test('a restored database is in quarantine, without a lease, and reports', () => {
  const { state, out } = step({ state: 'HOLDING', epoch: 1 }, { type: 'Restore', incarnation: 3 })
  expect(state).toMatchObject({ member: { incarnation: 3, quarantined: true }, mark: NO_LEASE })
  expect(out).toMatchObject([{ type: 'Report', restored: true }])
})

test('a retry of a filing finds what is there, whoever holds it now', () => {
  const released: Standing = { state: 'RELEASED', epoch: 1, newEpoch: 2, to: '64' }
  const input: MemberInput = { type: 'File', leaseClass: 'NORMAL', dossier: DOSSIER, secretHash: '', ...ONE }
  expect(step(released, input)).toMatchObject({ state: { rows: [{ standing: released }] }, out: [] })
  expect(step(undefined, input).out[0]).toMatchObject({ type: 'Filed', epoch: 1, event: { id: 'complaint/filed' } })
})

test('a handover that waits goes on waiting when the complaint is granted anew as it is, and not when it has moved on', () => {
  const wish = { to: '64', reason: 'ELSEWHERE' }
  const grantOf = (chain: Chain): Grant => ({
    ...{ type: 'Grant', complaint: 'complaint', epoch: 7, door: '64.08', from: '64.08', to: '64.08' },
    ...{ why: 'RESTORE', reason: 'RESTORE', dossier: DOSSIER, chain, annex: [] },
  })
  const standingAfter = (chain: Chain) =>
    step({ state: 'HOLDING', epoch: 1, wish }, mail(grantOf(chain))).state.rows[0]?.standing
  expect(standingAfter(chainOf(2))).toEqual({ state: 'HOLDING', epoch: 7, wish })
  expect(standingAfter(chainOf(3))).toEqual({ state: 'HOLDING', epoch: 7 })
})
