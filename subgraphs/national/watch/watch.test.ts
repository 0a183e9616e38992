import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { driveMember, type HandDriven } from '../hub/testing/hand-driven.ts'
import { filed, handoverRequested, nextEvent, taken } from '../hub/testing/messages.ts'
import { startTestHub, type TestHub } from '../hub/testing/test-hub.ts'
import { memberStates } from './members.ts'
import { countNoWrongDoor } from './no-wrong-door.ts'
import { expectRecount } from './testing/recount.ts'

let test: TestHub
let national: HandDriven
let kutaiTimur: HandDriven

beforeEach(async () => {
  test = await startTestHub()
  national = driveMember('national', () => test.hub)
  kutaiTimur = driveMember('kutai-timur', () => test.hub)
})
afterEach(async () => {
  await expectRecount(test.database)
  await test.close()
})

const count = async () => countNoWrongDoor(test.database, await test.hub.state())

describe('the promise', () => {
  it('is kept: every complaint that was filed is held, in transit or closed', async () => {
    await national.send()
    const [held, moving, moved, closed, waiting] = Array.from({ length: 5 }, () => filed('64.08'))
    if (!held || !moving || !moved || !closed || !waiting) throw new Error('Five were filed')
    const request = handoverRequested(moved.event, '00')
    await kutaiTimur.send(
      held,
      moving,
      handoverRequested(moving.event, '00'),
      moved,
      request,
      closed,
      {
        type: 'Event',
        complaint: closed.complaint,
        event: nextEvent(closed.event, 'CLOSED', { data: { status: 'CLOSED' } }),
      },
      waiting,
      handoverRequested(waiting.event, '64'),
    )
    await national.send(taken(request.event, '00', 1_000_001))
    expect(await count()).toEqual({
      filed: 5,
      held: 2,
      inTransit: 2,
      closed: 1,
      unaccounted: 0,
      overdueOffers: 0,
      suspended: 0,
    })
  })

  it('shows a complaint whose holder no member answers for as unaccounted', async () => {
    await kutaiTimur.send(filed('64.08'))
    await test.restart([{ name: 'national', tier: 'NATIONAL', url: 'http://127.0.0.1:1', governments: ['00'] }])
    expect(await count()).toMatchObject({ filed: 1, held: 0, unaccounted: 1 })
  })

  it('shows handovers that have waited for two days', async () => {
    const complaint = filed('64.08')
    await kutaiTimur.send(complaint, handoverRequested(complaint.event, '64'))
    test.pass(48 * 3_600_000 + 1)
    expect(await count()).toMatchObject({ inTransit: 1, overdueOffers: 1 })
  })
})

describe('a member', () => {
  const states = async () => memberStates(test.hub.network, (await test.hub.state()).state, test.clock.now)

  it('is up while it exchanges, and down a minute after it was last heard', async () => {
    await kutaiTimur.send()
    expect((await states()).map(({ name, status }) => [name, status])).toEqual([
      ['national', 'DOWN'],
      ['provincial', 'DOWN'],
      ['kutai-timur', 'UP'],
    ])
    test.pass(60_000)
    expect((await states())[2]).toMatchObject({ status: 'DOWN', lagSeconds: 60 })
    expect((await states())[0]).not.toHaveProperty('lagSeconds')
  })
})
