import { describe, expect, test } from 'vitest'
import { type Chain, nextEvent } from './chain.ts'
import { START } from './cursor.ts'
import type { ExchangeRequest } from './exchange-messages.ts'
import { answerOf, judgeRequest } from './hub-exchange.ts'
import type { HubInput, HubState, Party } from './hub-state.ts'
import { hubStep } from './hub-step.ts'
import { LAW, leaseWait } from './law.ts'
import type { ChainEventType, LogMessage, ReportRow } from './messages.ts'
import type { Outgoing, Register } from './register.ts'
import { DOSSIER } from './testing/dossier.ts'

const DOOR = '64.08'
const HOLDER = '64.01'
const HOSTED = ['00', '64', DOOR, HOLDER]

function extend(chain: Chain, type: ChainEventType, by: string, epoch: number): Chain {
  const data = { status: 'FILED' as const, handledBy: { id: '', name: '', shortName: '' } }
  const draft = { id: `${type} ${by} ${epoch} ${chain.length}`, type, at: '', by, data }
  return [...chain, nextEvent(chain, 'complaint', epoch, draft)]
}

const FILED = extend([], 'FILED', DOOR, 1)
const TAKEN = extend(extend(FILED, 'HANDOVER_REQUESTED', DOOR, 1), 'HANDED_OVER', HOLDER, 1_000_001)

function registerOf(chain: Chain): Register {
  return {
    complaint: 'complaint',
    door: DOOR,
    leaseClass: 'NORMAL',
    dossier: DOSSIER,
    holder: chain.at(-1)?.by ?? DOOR,
    epoch: chain.at(-1)?.epoch ?? 1,
    chain,
    annex: [],
    standing: { phase: 'SETTLED' },
    shown: 1,
  }
}

function reportRow(
  government: string,
  state: ReportRow['state'],
  chain: Chain,
  more: Partial<ReportRow> = {},
): ReportRow {
  const epoch = chain.at(-1)?.epoch ?? 1
  return { complaint: 'complaint', government, state, epoch, door: DOOR, dossier: DOSSIER, chain, annex: [], ...more }
}

const CONFIRM: HubInput = { type: 'Confirm', member: HOLDER, complaints: ['complaint'], last: true }

/** A hub that is told things one after the other, and what it has mailed since. */
class Hub {
  state: HubState
  mail: readonly Outgoing[] = []
  now = 1_000_000

  constructor(register: Register) {
    const party = (name: string): [string, Party] => [
      name,
      { name, governments: [name], logCursor: START, contact: 0, reported: true, owesConfirmed: false },
    ]
    this.state = {
      law: LAW,
      hub: { incarnation: 1, startedAt: 0 },
      parties: new Map(HOSTED.map(party)),
      memberOf: new Map(HOSTED.map((name) => [name, name])),
      register: [register],
    }
  }

  step(input: HubInput): this {
    const { state, out } = hubStep(this.state, input, this.now)
    this.state = state
    this.mail = [...this.mail, ...out]
    return this
  }

  log(member: string, message: LogMessage, incarnation = 1): this {
    const cursor = this.state.parties.get(member)?.logCursor ?? START
    const n = cursor.incarnation === incarnation ? cursor.n + 1 : 1
    return this.step({ type: 'ReadLog', member, row: { incarnation, n, message } })
  }

  report(member: string, rows: readonly ReportRow[], restored = false, incarnation = 1): this {
    const hub = this.state.hub.incarnation
    return this.log(member, { type: 'Report', restored, hub, page: 0, last: true, rows }, incarnation)
  }

  restored(): this {
    return this.step({ type: 'Restore', incarnation: 2 })
  }

  settled(): this {
    return this.step({ type: 'Advance', complaint: 'complaint' }).step({ type: 'EndRecovery' })
  }

  get register(): Register | undefined {
    return this.state.register[0]
  }

  get sent(): readonly string[] {
    return this.mail.map(({ to, message }) => `${message.type} ${to}`)
  }
}

const others = (hub: Hub, ...reporting: readonly string[]) =>
  HOSTED.filter((name) => !reporting.includes(name)).reduce((before, name) => before.report(name, []), hub)

describe('a restored hub', () => {
  test('decides nothing until every member has reported', () => {
    const hub = new Hub(registerOf(TAKEN))
      .restored()
      .report(HOLDER, [reportRow(HOLDER, 'HOLDING', TAKEN)])
      .settled()
    expect(hub.sent).toEqual([])
    expect(hub.register?.standing.phase).toBe('UNSETTLED')
  })

  test('grants anew what was claimed at the highest epoch, and tells the door', () => {
    const hub = new Hub(registerOf(FILED)).restored().report(HOLDER, [reportRow(HOLDER, 'HOLDING', TAKEN)])
    others(hub, HOLDER).settled()
    expect(hub.register).toMatchObject({ holder: HOLDER, epoch: 2_000_001, chain: TAKEN })
    expect(hub.sent).toContain(`Grant ${HOLDER}`)
    expect(hub.sent).toContain(`View ${DOOR}`)
  })

  test('believes a giver that names the receiver', () => {
    const released = reportRow(DOOR, 'RELEASED', FILED, { newEpoch: 1_000_007, to: HOLDER })
    const hub = others(new Hub(registerOf(FILED)).restored().report(DOOR, [released]), DOOR).settled()
    expect(hub.register).toMatchObject({ holder: HOLDER, epoch: 2_000_001 })
  })

  test('leaves alone what a door holds at epoch 1 and has shown', () => {
    const longer = extend(FILED, 'VERIFIED', DOOR, 1)
    const hub = others(new Hub(registerOf(FILED)).restored().report(DOOR, [reportRow(DOOR, 'HOLDING', longer)]), DOOR)
    hub.settled()
    expect(hub.register).toMatchObject({ holder: DOOR, epoch: 1, chain: longer })
    expect(hub.sent).toEqual([])
  })

  test('waits for a door that is silent about what it holds at epoch 1, longer than for any lease', () => {
    const hub = new Hub(registerOf(FILED)).restored()
    hub.now += leaseWait(LAW, 'NORMAL')
    hub.settled()
    expect(hub.register?.standing.phase).toBe('AWAITING_DOOR')
    hub.report(DOOR, [reportRow(DOOR, 'HOLDING', FILED)])
    expect(hub.register?.standing.phase).toBe('SETTLED')
    expect(hub.sent).toEqual([])
  })

  test('lets a door that acts without a lease keep what a late claim contests', () => {
    const hub = new Hub(registerOf(FILED)).restored()
    for (const name of HOSTED.filter((code) => code !== HOLDER)) {
      hub.report(name, name === DOOR ? [reportRow(DOOR, 'HOLDING', FILED)] : [])
    }
    hub.now += leaseWait(LAW, 'NORMAL')
    hub.settled().report(HOLDER, [reportRow(HOLDER, 'HOLDING', TAKEN)])
    expect(hub.register).toMatchObject({ holder: DOOR, epoch: 2_000_001 })
    expect(hub.register?.annex.map((event) => event.id)).toContain(TAKEN.at(-1)?.id)
    expect(hub.sent).toEqual([`Grant ${DOOR}`, `Released ${HOLDER}`])
  })

  test('grants anew to a holder that reports late, although the former one had shown what it held', () => {
    const former = extend(TAKEN, 'HANDOVER_REQUESTED', HOLDER, 1_000_001)
    const away = '64'
    const claim = reportRow(HOLDER, 'RELEASED', former, { newEpoch: 1_000_002, to: away })
    const hub = new Hub(registerOf(TAKEN)).restored()
    hub
      .report('00', [])
      .report(HOLDER, [reportRow(HOLDER, 'HOLDING', TAKEN)])
      .report(DOOR, [])
    hub.report(HOLDER, [claim])
    hub.now += leaseWait(LAW, 'NORMAL')
    hub.settled()
    expect(hub.register).toMatchObject({ holder: away, epoch: 2_000_001 })
    // The grant was written for the life of that member that the restored hub remembered: it has begun another.
    hub.report(away, [reportRow(away, 'HOLDING', extend(former, 'HANDED_OVER', away, 1_000_002))], false, 7)
    expect(hub.register).toMatchObject({ holder: away, epoch: 2_000_002 })
  })

  test('renews a class again when nothing of it is unsettled', () => {
    const hub = new Hub(registerOf(TAKEN)).restored()
    hub.now += leaseWait(LAW, 'URGENT')
    hub.settled()
    expect(hub.state.hub.recovery?.settled).toEqual(['URGENT'])
  })
})

describe('a restored member', () => {
  test('is granted anew what the register gives it, then confirmed', () => {
    const hub = new Hub(registerOf(TAKEN)).report(HOLDER, [], true, 2).step(CONFIRM)
    expect(hub.register).toMatchObject({ holder: HOLDER, epoch: 1_000_002 })
    expect(hub.sent).toEqual([`Grant ${HOLDER}`, `View ${DOOR}`, `Confirmed ${HOLDER}`])
  })

  test('is confirmed with the last page, and told from the beginning when it reports anew', () => {
    const hub = new Hub(registerOf(TAKEN)).report(HOLDER, [], true, 2).step({ ...CONFIRM, last: false })
    expect(hub.sent).toEqual([`Grant ${HOLDER}`, `View ${DOOR}`])
    expect(hub.state.parties.get(HOLDER)).toMatchObject({ owesConfirmed: true, confirmedTo: 'complaint' })
    hub.report(HOLDER, [], true, 3)
    expect(hub.state.parties.get(HOLDER)).toMatchObject({ owesConfirmed: true, confirmedTo: undefined })
    hub.step({ ...CONFIRM, complaints: [] })
    expect(hub.sent.at(-1)).toBe(`Confirmed ${HOLDER}`)
    expect(hub.state.parties.get(HOLDER)).toMatchObject({ owesConfirmed: false, confirmedTo: undefined })
  })

  test('is told what it no longer holds, and how much of its chain is canonical', () => {
    const fork = extend(FILED, 'VERIFIED', DOOR, 1)
    const hub = new Hub(registerOf(TAKEN)).report(DOOR, [reportRow(DOOR, 'HOLDING', fork)], true, 2)
    expect(hub.mail.find(({ message }) => message.type === 'Released')?.message).toMatchObject({
      length: 1,
      to: HOLDER,
    })
    expect(hub.register?.annex.map((event) => event.type)).toEqual(['VERIFIED'])
  })

  test('is not read again before it has reported', () => {
    const [event] = extend(FILED, 'VERIFIED', DOOR, 1).slice(-1)
    if (!event) throw new Error('The chain was extended')
    const hub = new Hub(registerOf(FILED)).log(DOOR, { type: 'Event', complaint: 'complaint', event }, 2)
    expect(hub.register?.chain).toEqual(FILED)
  })

  test('keeps closed what was closed', () => {
    const closed = extend(TAKEN, 'CLOSED', HOLDER, 1_000_001)
    const hub = new Hub(registerOf(closed)).report(HOLDER, [], true, 2).step(CONFIRM)
    const grant = hub.mail.find(({ message }) => message.type === 'Grant')?.message
    expect(grant?.type === 'Grant' && grant.chain.at(-1)?.type).toBe('CLOSED')
  })
})

describe('a request', () => {
  const hub = new Hub(registerOf(TAKEN))
  const request: ExchangeRequest = {
    member: HOLDER,
    session: 'session',
    incarnation: 1,
    hubIncarnation: 1,
    sent: 5,
    mailCursor: START,
    log: [],
  }
  const judge = (change: Partial<ExchangeRequest>) => {
    const head = { incarnation: 1, n: 3 }
    return judgeRequest(hub.state, hub.state.parties.get(change.member ?? HOLDER), head, { ...request, ...change }).kind
  }

  test('of nobody that is known is discarded', () => {
    expect(judge({ member: 'nobody' })).toBe('DISCARD')
  })

  test('that has met a later hub, or mail that is not here, says that this hub is an older one', () => {
    expect(judge({ hubIncarnation: 2 })).toBe('HUB_RESTORED')
    expect(judge({ mailCursor: { incarnation: 1, n: 4 } })).toBe('HUB_RESTORED')
  })

  test('of a member that has not met this hub is not read', () => {
    expect(judge({ hubIncarnation: 0 })).toBe('INTRODUCE')
  })

  test('is answered without mail and renewal while the member has not reported', () => {
    const fresh = new Hub(registerOf(TAKEN)).restored()
    const answer = answerOf(fresh.state, { ...request, hubIncarnation: 2 }, [], true)
    expect(answer).toMatchObject({ hubIncarnation: 2, mail: [], drained: false, renew: [] })
  })
})
