import { type Listener, openListener } from '@lawang/member/store/listener'
import { LAW, leaseWait } from '@lawang/schema/exchange/law'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { driveMember, type HandDriven } from '../hub/testing/hand-driven.ts'
import { filed, handoverRequested, taken } from '../hub/testing/messages.ts'
import { startTestHub, type TestHub } from '../hub/testing/test-hub.ts'
import type { Watch } from '../ports.ts'
import { createWatch } from './create-watch.ts'
import { expectRecount } from './testing/recount.ts'
import { TROUBLE_CHANNEL } from './trouble-channel.ts'

let test: TestHub
let kutaiTimur: HandDriven
let provincial: HandDriven
let watch: Watch
let wakes: Listener

beforeEach(async () => {
  test = await startTestHub()
  kutaiTimur = driveMember('kutai-timur', () => test.hub)
  provincial = driveMember('provincial', () => test.hub)
  wakes = await openListener(test.url, TROUBLE_CHANNEL)
  watch = createWatch({ sql: test.database, hub: test.hub, wakes, now: () => test.clock.now })
})
afterEach(async () => {
  await wakes.close()
  await expectRecount(test.database)
  await test.close()
})

/** A complaint of the regency that the province has taken. */
async function moved() {
  const complaint = filed('64.08')
  const request = handoverRequested(complaint.event, '64')
  await provincial.send()
  await kutaiTimur.send(complaint, request)
  await provincial.send()
  await provincial.send(taken(request.event, '64', 1_000_001))
  return complaint.complaint
}

describe('what stands behind the counts', () => {
  it('is counted by government: at the door what was filed, at the holder what is held', async () => {
    await moved()
    await kutaiTimur.send(filed('64.08'))
    const none = { inTransit: 0, closed: 0, unaccounted: 0, overdueOffers: 0, suspended: 0 }
    expect(await watch.byGovernment()).toEqual([
      { government: '64', filed: 0, held: 1, ...none },
      { government: '64.08', filed: 2, held: 1, ...none },
    ])
  })

  it('names the handovers that wait for too long, and for whom', async () => {
    const complaint = filed('64.08')
    const request = handoverRequested(complaint.event, '64')
    await kutaiTimur.send(complaint, request)
    expect(await watch.overdueOffers(10)).toEqual([])
    test.pass(LAW.candidateTimeout.NORMAL + 1)
    await test.hub.lookAround()
    expect(await watch.overdueOffers(10)).toEqual([
      {
        complaint: complaint.complaint,
        from: '64.08',
        to: '64',
        waitsFor: '00',
        since: new Date(request.event.at),
      },
    ])
  })

  it('names the governments whose lease may have ended, with how many complaints nobody can act on', async () => {
    await moved()
    expect(await watch.suspendedHolders()).toEqual([])
    const lastHeard = test.clock.now
    test.pass(leaseWait(LAW, 'NORMAL'))
    expect(await watch.suspendedHolders()).toEqual([{ government: '64', complaints: 1, lastHeard }])
    expect(await watch.noWrongDoor()).toMatchObject({ held: 1, suspended: 1 })
  })

  it('shows a member in quarantine, with all that it holds suspended', async () => {
    await moved()
    provincial.restore()
    await provincial.send()
    expect((await watch.members()).map(({ name, status }) => [name, status])).toEqual([
      ['national', 'DOWN'],
      ['provincial', 'QUARANTINED'],
      ['kutai-timur', 'UP'],
    ])
    expect(await watch.suspendedHolders()).toMatchObject([{ government: '64', complaints: 1 }])
  })
})

describe('an alert', () => {
  it('tells what is wrong already when somebody begins to follow', async () => {
    const complaint = filed('64.08')
    await kutaiTimur.send(complaint, handoverRequested(complaint.event, '64'))
    test.pass(LAW.candidateTimeout.NORMAL + 1)
    const ending = new AbortController()
    for await (const alert of watch.alerts(ending.signal)) {
      expect(alert).toEqual({ kind: 'OVERDUE_OFFER', count: 1, at: test.clock.now })
      ending.abort()
    }
  })

  it('tells what becomes worse with the commit that shows it', async () => {
    const day = LAW.candidateTimeout.NORMAL / 2
    const [first, second] = [filed('64.08'), filed('64.08')]
    await kutaiTimur.send(first, handoverRequested(first.event, '64'))
    test.pass(day)
    await kutaiTimur.send(second, handoverRequested(second.event, '64'))
    test.pass(day + 1)
    await test.hub.lookAround()
    const ending = new AbortController()
    const alerts = watch.alerts(ending.signal)[Symbol.asyncIterator]()
    expect((await alerts.next()).value).toMatchObject({ kind: 'OVERDUE_OFFER', count: 1 })
    const next = alerts.next()
    test.pass(day)
    await test.hub.lookAround()
    expect((await next).value).toMatchObject({ kind: 'OVERDUE_OFFER', count: 2 })
    ending.abort()
    await alerts.return?.()
  })
})
