import { BrokenLog } from '@lawang/schema/exchange/hub-state'
import { LAW } from '@lawang/schema/exchange/law'
import type { LogMessage } from '@lawang/schema/exchange/messages'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { driveMember, type HandDriven } from './testing/hand-driven.ts'
import { filed, handoverRequested, nextEvent, taken } from './testing/messages.ts'
import { startTestHub, TEST_MEMBERS, type TestHub } from './testing/test-hub.ts'

let test: TestHub
let national: HandDriven
let provincial: HandDriven
let kutaiTimur: HandDriven

beforeEach(async () => {
  test = await startTestHub()
  const port = () => test.hub
  national = driveMember('national', port)
  provincial = driveMember('provincial', port)
  kutaiTimur = driveMember('kutai-timur', port)
})
afterEach(() => test.close())

/** Where custody stands by the register's row. */
async function registerOf(complaint: string) {
  const [row] = await test.database.query<{ holder: string; epoch: number; state: string }>(
    'SELECT holder, epoch::float8 AS epoch, state FROM hub.register WHERE complaint = $1',
    [complaint],
  )
  return row
}

async function count(table: string): Promise<number> {
  const [row] = await test.database.query<{ n: number }>(`SELECT count(*)::float8 AS n FROM hub.${table}`)
  return row?.n ?? -1
}

describe('a handover through the hub', () => {
  it('moves custody in one commit and mails Grant and Released exactly once, also when a batch comes twice', async () => {
    await national.send()
    const complaint = filed('64.08')
    const request = handoverRequested(complaint.event, '00')
    await kutaiTimur.send()
    const rows = [complaint, request].map((message, i) => ({ incarnation: 1, n: i + 2, message }))
    await kutaiTimur.raw(rows)
    const again = await kutaiTimur.raw(rows)
    expect(again.logCursor).toEqual({ incarnation: 1, n: 3 })
    expect(again.mail.map(({ n, message }) => [n, message.type])).toEqual([[1, 'Released']])
    await national.send()
    expect(national.received('Grant')).toMatchObject([
      { complaint: complaint.complaint, from: '64.08', to: '00', epoch: 1_000_001, chain: [{ seq: 0 }, { seq: 1 }] },
    ])
    expect(await registerOf(complaint.complaint)).toMatchObject({ holder: '00', state: 'GRANTED' })
  })

  it('ends with Taken: the door gets the event, the directory and the feed agree with the register', async () => {
    await national.send()
    const complaint = filed('64.08')
    const request = handoverRequested(complaint.event, '00')
    await kutaiTimur.send(complaint, request)
    const { event, ...message } = taken(request.event, '00', 1_000_001)
    await national.send({ ...message, event })
    await kutaiTimur.send()
    expect(kutaiTimur.received('Event')).toEqual([
      { type: 'Event', complaint: complaint.complaint, government: '64.08', canonical: true, event },
    ])
    expect(await registerOf(complaint.complaint)).toMatchObject({ holder: '00', state: 'HELD' })
    const [listing] = await test.database.query('SELECT holder, status, agency FROM hub.listing')
    expect(listing).toEqual({ holder: '00', status: 'FILED', agency: event.data.handledBy.id })
    const feed = await test.database.query<{ event: { type: string; sequence: number; holder: string } }>(
      'SELECT event FROM hub.feed ORDER BY n',
    )
    expect(feed.map(({ event: { type, sequence, holder } }) => [type, sequence, holder])).toEqual([
      ['FILED', 1, '64.08'],
      ['HANDED_OVER', 2, '00'],
    ])
  })

  it('shows the door who holds now when two others hand over to each other', async () => {
    await Promise.all([national.send(), provincial.send()])
    const complaint = filed('64.08')
    const request = handoverRequested(complaint.event, '00')
    await kutaiTimur.send(complaint, request)
    const first = taken(request.event, '00', 1_000_001)
    await national.send(first, handoverRequested(first.event, '72'))
    await kutaiTimur.send()
    expect(kutaiTimur.received('View')).toEqual([
      { type: 'View', complaint: complaint.complaint, government: '64.08', epoch: 1_000_002, holder: '72' },
    ])
    await provincial.send()
    expect(provincial.received('Grant')).toMatchObject([{ to: '72', epoch: 1_000_002 }])
  })

  it('waits while the receiver is not heard, and is granted with its next exchange', async () => {
    await national.send()
    test.pass(61_000)
    const complaint = filed('64.08')
    await kutaiTimur.send(complaint, handoverRequested(complaint.event, '00'))
    expect(kutaiTimur.mail).toEqual([])
    expect(await registerOf(complaint.complaint)).toMatchObject({ holder: '64.08', state: 'OFFERED' })
    await national.send()
    expect(national.received('Grant')).toHaveLength(1)
    await kutaiTimur.send()
    expect(kutaiTimur.received('Released')).toHaveLength(1)
  })

  it('goes to the next superior when no member hosts the government', async () => {
    await Promise.all([national.send(), provincial.send()])
    const complaint = filed('64.08')
    await kutaiTimur.send(complaint, handoverRequested(complaint.event, '64.03'))
    expect((await registerOf(complaint.complaint))?.holder).toBe('64')
  })

  it('that waits climbs to the next superior when its candidate has left the network', async () => {
    const complaint = filed('64.08')
    await kutaiTimur.send(complaint, handoverRequested(complaint.event, '64'))
    await test.restart(TEST_MEMBERS.filter(({ name }) => name !== 'provincial'))
    test.pass(LAW.candidateTimeout.NORMAL + 1)
    await test.hub.lookAround()
    await national.send()
    expect(national.received('Grant')).toMatchObject([{ to: '00' }])
  })
})

describe("a member's log", () => {
  it('that has a gap is read up to it, and then stops', async () => {
    await kutaiTimur.send()
    const [second, fourth] = [filed('64.08'), filed('64.08')]
    const answer = await kutaiTimur.raw([
      { incarnation: 1, n: 2, message: second },
      { incarnation: 1, n: 4, message: fourth },
    ])
    expect(answer.logCursor).toEqual({ incarnation: 1, n: 2 })
    expect(test.faults).toHaveLength(1)
    await expect(kutaiTimur.raw([{ incarnation: 1, n: 4, message: fourth }])).rejects.toThrow(BrokenLog)
    expect(await count('register')).toBe(1)
  })

  it('speaks for the governments of its member alone', async () => {
    await expect(provincial.send(filed('64.08'))).rejects.toThrow(BrokenLog)
    expect(await count('register')).toBe(0)
  })

  it('whose event is not of the holder changes nothing but the annex, and holder and door are told', async () => {
    await national.send()
    const complaint = filed('64.08')
    const request = handoverRequested(complaint.event, '00')
    await kutaiTimur.send(complaint, request)
    const late: LogMessage = {
      type: 'Event',
      complaint: complaint.complaint,
      event: nextEvent(request.event, 'CLOSED', { data: { status: 'CLOSED' } }),
    }
    await kutaiTimur.send(late)
    await national.send()
    expect(await registerOf(complaint.complaint)).toMatchObject({ holder: '00', state: 'GRANTED' })
    expect(await count('annex_event')).toBe(1)
    expect(national.received('Event')).toMatchObject([{ canonical: false, government: '00' }])
    const [listing] = await test.database.query('SELECT status FROM hub.listing')
    expect(listing).toEqual({ status: 'FILED' })
  })

  it('is read again from its cursor when the transaction was lost, and nothing is lost or doubled', async () => {
    await kutaiTimur.send()
    const complaint = filed('64.08')
    await test.database.query('ALTER TABLE hub.feed ADD CONSTRAINT full_disk CHECK (false)')
    const rows = [{ incarnation: 1, n: 2, message: complaint }]
    await expect(kutaiTimur.raw(rows)).rejects.toThrow()
    expect([await count('register'), await count('listing')]).toEqual([0, 0])
    await test.database.query('ALTER TABLE hub.feed DROP CONSTRAINT full_disk')
    await test.restart()
    await kutaiTimur.raw(rows)
    expect([await count('register'), await count('listing'), await count('feed')]).toEqual([1, 1, 1])
  })
})

describe('mail', () => {
  it('is numbered without gaps for each member while all write at once', async () => {
    await Promise.all([national.send(), provincial.send()])
    const flood = async (member: HandDriven, door: string, to: string) => {
      for (let i = 0; i < 15; i++) {
        const complaint = filed(door)
        await member.send(complaint, handoverRequested(complaint.event, to))
      }
    }
    await Promise.all([flood(kutaiTimur, '64.08', '00'), flood(provincial, '64', '00'), flood(national, '00', '64')])
    await Promise.all([national, provincial, kutaiTimur].map((member) => member.send()))
    for (const { mail } of [national, provincial, kutaiTimur]) {
      expect(mail.map(({ n }) => n)).toEqual(mail.map((_, i) => i + 1))
    }
    expect([national.mail.length, provincial.mail.length, kutaiTimur.mail.length]).toEqual([45, 30, 15])
    const feed = await test.database.query<{ n: number }>('SELECT n::float8 AS n FROM hub.feed ORDER BY n')
    expect(feed.map(({ n }) => n)).toEqual(feed.map((_, i) => i + 1))
  })

  it('comes in pages, and the answer with its end says so', async () => {
    await national.send()
    const complaints = Array.from({ length: 101 }, () => filed('64.08'))
    await kutaiTimur.send(...complaints.flatMap((it) => [it, handoverRequested(it.event, '00')]))
    const first = await national.send()
    expect([first.mail.length, first.drained]).toEqual([100, false])
    const second = await national.send()
    expect([second.mail.length, second.drained, second.renew]).toEqual([1, true, ['URGENT', 'NORMAL']])
  })

  it('wakes the member that has some, after the commit', async () => {
    await national.send()
    const woken = new Promise<number>((resolve) => test.hub.onWake('national', () => void count('mail').then(resolve)))
    const complaint = filed('64.08')
    await kutaiTimur.send(complaint, handoverRequested(complaint.event, '00'))
    expect(await woken).toBe(2)
  })

  it('is read by no name that the registry does not know', async () => {
    await expect(driveMember('stranger', () => test.hub).send()).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})
