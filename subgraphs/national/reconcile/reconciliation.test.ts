import type { CopyRow } from '@lawang/schema/exchange/copies'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { driveMember, type HandDriven } from '../hub/testing/hand-driven.ts'
import { filed, handoverRequested, taken } from '../hub/testing/messages.ts'
import { startTestHub, type TestHub } from '../hub/testing/test-hub.ts'
import { countBrokenChains, listBrokenChains, readReconciledAt } from '../watch/broken-chains.ts'

let test: TestHub
let kutaiTimur: HandDriven
const complaints = [filed('64.08'), filed('64.08')].sort((a, b) => (a.complaint < b.complaint ? -1 : 1))
const copies = complaints.map(
  ({ complaint, event }): CopyRow => ({
    complaint,
    government: '64.08',
    state: 'HOLDING',
    epoch: 1,
    length: 1,
    tip: event.hash,
  }),
)

beforeEach(async () => {
  test = await startTestHub()
  kutaiTimur = driveMember('kutai-timur', () => test.hub)
  await kutaiTimur.send(...complaints)
})
afterEach(() => test.close())

/** One round in which the member tells these copies, one on each page. */
async function reconcile(told: readonly CopyRow[]) {
  const woken = new Promise<void>((resolve) => test.hub.onWake('kutai-timur', () => resolve()))
  const running = test.hub.reconcile()
  await woken
  let { copies: wanted } = await kutaiTimur.raw([])
  for (const [i, row] of told.entries()) {
    if (!wanted) throw new Error('The hub asks for no page')
    expect(wanted.after?.complaint).toBe(told[i - 1]?.complaint)
    const page = { round: wanted.round, rows: [row], last: i === told.length - 1 }
    ;({ copies: wanted } = await kutaiTimur.raw([], { copies: page }))
  }
  expect(wanted).toBeUndefined()
  return running
}

describe('a reconciliation', () => {
  it('finds nothing where door, holder and register have the same, and says who was not heard', async () => {
    const report = await reconcile(copies)
    expect(report).toMatchObject({ copies: 2, differences: [], unheard: ['national', 'provincial'] })
    expect(await readReconciledAt(test.database)).toEqual(test.clock.now)
  })

  it('finds a chain that ends otherwise and a copy that is missing, until they are mended', async () => {
    const [first, second] = copies
    if (!first || !second) throw new Error('Two were filed')
    const changed = { ...second, tip: 'f'.repeat(64) }
    expect((await reconcile([changed])).differences).toEqual([
      { complaint: first.complaint, government: '64.08', fault: 'COPY_MISSING' },
      { complaint: second.complaint, government: '64.08', fault: 'CHAIN_DIFFERS' },
    ])
    expect(await listBrokenChains(test.database, 10)).toHaveLength(2)
    expect((await reconcile(copies)).differences).toEqual([])
    expect(await countBrokenChains(test.database)).toBe(0)
  })

  it('finds an event of the register that is not its own hash', async () => {
    await test.database.query(
      `UPDATE hub.chain_event SET event = jsonb_set(event::jsonb, '{at}', '"2020-01-01T00:00:00.000Z"')::json
       WHERE complaint = $1`,
      [copies[0]?.complaint],
    )
    expect((await reconcile(copies)).differences).toEqual([
      { complaint: copies[0]?.complaint, government: '00', fault: 'HASH_BROKEN' },
    ])
  })

  it('compares only with a member that has read all its mail', async () => {
    const [first, second] = complaints
    const [, kept] = copies
    if (!first || !second || !kept) throw new Error('Two were filed')
    await driveMember('national', () => test.hub).send()
    const request = handoverRequested(first.event, '00')
    const unread = { incarnation: 1, n: 0 }
    const woken = new Promise<void>((resolve) => test.hub.onWake('kutai-timur', () => resolve()))
    await kutaiTimur.send(request)
    const running = test.hub.reconcile()
    await woken
    const { copies: wanted } = await kutaiTimur.raw([], { mailCursor: unread })
    if (!wanted) throw new Error('The hub asks for no page')
    const released: CopyRow = {
      complaint: first.complaint,
      government: '64.08',
      state: 'RELEASED',
      epoch: 1_000_001,
      length: 2,
      tip: request.event.hash,
    }
    const page = { round: wanted.round, rows: [released, kept], last: true }
    expect((await kutaiTimur.raw([], { copies: page, mailCursor: unread })).copies).toEqual(wanted)
    expect((await kutaiTimur.raw([], { copies: page })).copies).toBeUndefined()
    await test.hub.stop()
    expect(await running).toMatchObject({ copies: 2, differences: [], unheard: ['national', 'provincial'] })
  })

  describe('of a former holder', () => {
    /** Filed at the regency, handed to the province, and on to the nation, which the province has told. */
    async function handedTwice() {
      const [first] = complaints
      if (!first) throw new Error('Two were filed')
      const [provincial, national] = [
        driveMember('provincial', () => test.hub),
        driveMember('national', () => test.hub),
      ]
      await national.send()
      await provincial.send()
      const request = handoverRequested(first.event, '64')
      await kutaiTimur.send(request)
      await provincial.send()
      const received = taken(request.event, '64', provincial.received('Grant')[0]?.epoch ?? 0)
      const onward = handoverRequested(received.event, '00')
      await provincial.send(received, onward)
      await provincial.send()
      const epoch = provincial.received('Released')[0]?.newEpoch ?? 0
      const copy: CopyRow = {
        ...{ complaint: first.complaint, government: '64', state: 'RELEASED', epoch },
        ...{ length: 4, tip: onward.event.hash },
      }
      return { provincial, copy, beginning: { ...copy, length: 3, tip: received.event.hash } }
    }

    async function told(provincial: HandDriven, copy: CopyRow) {
      const woken = new Promise<void>((resolve) => test.hub.onWake('provincial', () => resolve()))
      const running = test.hub.reconcile()
      await woken
      const { copies: wanted } = await provincial.raw([])
      if (!wanted) throw new Error('The hub asks for no page')
      await provincial.raw([], { copies: { round: wanted.round, rows: [copy], last: true } })
      await test.hub.stop()
      return (await running).differences.filter(({ government }) => government === '64')
    }

    it('an extract that ends with an event of the chain is right, however old it is', async () => {
      const { provincial, copy, beginning } = await handedTwice()
      expect(await told(provincial, copy)).toEqual([])
      expect(await told(provincial, beginning)).toEqual([])
    })

    it('one that ends with an event that the register does not know differs', async () => {
      const { provincial, copy } = await handedTwice()
      const fault = { complaint: copy.complaint, government: '64', fault: 'CHAIN_DIFFERS' }
      expect(await told(provincial, { ...copy, tip: 'f'.repeat(64) })).toEqual([fault])
      expect(await told(provincial, { ...copy, length: 3 })).toEqual([fault])
    })
  })
})
