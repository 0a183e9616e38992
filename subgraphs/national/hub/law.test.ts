import { hashOf } from '@lawang/schema/exchange/chain'
import { LAW, leaseWait } from '@lawang/schema/exchange/law'
import type { ChainEvent, Grant, ReportRow } from '@lawang/schema/exchange/messages'
import type { GovernmentCode } from '@lawang/schema/region'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { expectRecount } from '../watch/testing/recount.ts'
import { driveMember, type HandDriven } from './testing/hand-driven.ts'
import { DOSSIER, filed, handoverRequested, nextEvent, taken } from './testing/messages.ts'
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
  await everybody()
})
afterEach(async () => {
  await expectRecount(test.database)
  await test.close()
})

async function everybody(): Promise<void> {
  for (const member of [national, provincial, kutaiTimur]) await member.send()
}

async function registerOf(complaint: string) {
  const [row] = await test.database.query<{ holder: string; epoch: number; state: string; phase: string }>(
    'SELECT holder, epoch::float8 AS epoch, state, phase FROM hub.register WHERE complaint = $1',
    [complaint],
  )
  return row
}

function lastGrant(member: HandDriven): Grant {
  const grant = member.received('Grant').at(-1)
  if (!grant) throw new Error('Nothing was granted')
  return grant
}

/** Hands a complaint on as its holder does, and takes it as the receiver does. Returns the last event of the chain. */
async function move(last: ChainEvent, giver: HandDriven, to: GovernmentCode, receiver: HandDriven) {
  const request = handoverRequested(last, to)
  await giver.send(request)
  await receiver.send()
  const { epoch, to: by } = lastGrant(receiver)
  const message = taken(request.event, by, epoch)
  await receiver.send(message)
  return message.event
}

/** A complaint as a government shows it in a Report. */
function shown(
  government: GovernmentCode,
  door: GovernmentCode,
  chain: readonly ChainEvent[],
  state: ReportRow['state'] = 'HOLDING',
): ReportRow {
  const last = chain.at(-1)
  if (!last) throw new Error('A chain begins with FILED')
  const { complaint, epoch } = last
  return { complaint, government, state, epoch, door, leaseClass: 'NORMAL', dossier: DOSSIER, chain, annex: [] }
}

describe('the breaker', () => {
  it('gives a complaint that comes back to somebody who had it to the superior of both, who decides', async () => {
    const complaint = filed('64.08')
    await kutaiTimur.send(complaint)
    const atProvince = await move(complaint.event, kutaiTimur, '64', provincial)
    const request = handoverRequested(atProvince, '64.08')
    await provincial.send(request)
    expect(await registerOf(complaint.complaint)).toMatchObject({ holder: '64.08' })
    await kutaiTimur.send()
    expect(lastGrant(kutaiTimur).why).toBe('DECISION')
  })

  it('ends with the decision of a superior: whoever is bound by it cannot hand on', async () => {
    const complaint = filed('64.08')
    await kutaiTimur.send(complaint)
    const atProvince = await move(complaint.event, kutaiTimur, '64', provincial)
    const request = handoverRequested(atProvince, '64.08')
    await provincial.send(request)
    await kutaiTimur.send()
    const { epoch } = lastGrant(kutaiTimur)
    const back = nextEvent(request.event, 'HANDED_OVER', { by: '64.08', epoch, data: { why: 'DECISION' } })
    const refused = handoverRequested(back, '00')
    await kutaiTimur.send({ type: 'Taken', complaint: complaint.complaint, epoch, by: '64.08', event: back }, refused)
    expect(kutaiTimur.received('Withdrawn')).toMatchObject([
      { request: refused.request, reason: 'BOUND_BY_DECISION', epoch },
    ])
    expect(await registerOf(complaint.complaint)).toMatchObject({ holder: '64.08', epoch })
  })
})

describe('a request', () => {
  it('climbs to the parent when its candidate is not heard in time, and the giver is told only of the grant', async () => {
    const complaint = filed('64.08')
    test.pass(LAW.contactWindow)
    await kutaiTimur.send(complaint, handoverRequested(complaint.event, '72'))
    test.pass(LAW.candidateTimeout.NORMAL)
    await Promise.all([national.send(), kutaiTimur.send()])
    await test.hub.lookAround()
    expect(await registerOf(complaint.complaint)).toMatchObject({ holder: '64.08', state: 'OFFERED' })
    test.pass(1)
    await test.hub.lookAround()
    await kutaiTimur.send()
    expect(kutaiTimur.mail).toMatchObject([{ message: { type: 'Released', to: '00' } }])
    await national.send()
    expect(lastGrant(national)).toMatchObject({ why: 'REQUEST', from: '64.08', to: '00' })
  })

  it('comes back when nobody who could take it is heard, and the giver holds again', async () => {
    const complaint = filed('64.08')
    const request = handoverRequested(complaint.event, '72')
    test.pass(LAW.contactWindow)
    await kutaiTimur.send(complaint, request)
    for (const _ of ['72', '00']) {
      test.pass(LAW.candidateTimeout.NORMAL + 1)
      await test.hub.lookAround()
    }
    await kutaiTimur.send()
    expect(kutaiTimur.received('Withdrawn')).toMatchObject([
      { request: request.request, reason: 'NOBODY_REACHABLE', epoch: 1 },
    ])
  })

  it('has no deadline that passes while the hub is down', async () => {
    const complaint = filed('64.08')
    test.pass(LAW.contactWindow)
    await kutaiTimur.send(complaint, handoverRequested(complaint.event, '72'))
    test.clock.now = new Date(test.clock.now.getTime() + 10 * LAW.candidateTimeout.NORMAL)
    await test.restart()
    await test.hub.lookAround()
    expect(await registerOf(complaint.complaint)).toMatchObject({ holder: '64.08', state: 'OFFERED' })
  })
})

describe('a seizure', () => {
  it('takes what came by a grant from a holder that was silent for longer than its lease, and no sooner', async () => {
    const complaint = filed('64.08')
    await kutaiTimur.send(complaint)
    await move(complaint.event, kutaiTimur, '72', provincial)
    test.pass(Math.floor(leaseWait(LAW, 'NORMAL')))
    await Promise.all([national.send(), kutaiTimur.send()])
    await test.hub.lookAround()
    expect(await registerOf(complaint.complaint)).toMatchObject({ holder: '72' })
    test.pass(2)
    await test.hub.lookAround()
    expect(await registerOf(complaint.complaint)).toMatchObject({ holder: '00', state: 'GRANTED' })
    await national.send()
    expect(lastGrant(national)).toMatchObject({ why: 'SEIZURE', from: '72' })
  })

  it('leaves alone what a door holds by itself: it needs no lease', async () => {
    const complaint = filed('64.08')
    await kutaiTimur.send(complaint)
    test.pass(2 * leaseWait(LAW, 'NORMAL'))
    await national.send()
    await test.hub.lookAround()
    expect(await registerOf(complaint.complaint)).toMatchObject({ holder: '64.08', epoch: 1 })
  })

  it('takes what is held by a government that no member of the network hosts any more', async () => {
    const complaint = filed('64.08')
    await kutaiTimur.send(complaint)
    await move(complaint.event, kutaiTimur, '72', provincial)
    await test.restart(TEST_MEMBERS.filter(({ name }) => name !== 'provincial'))
    await national.send()
    await test.hub.lookAround()
    expect(await registerOf(complaint.complaint)).toMatchObject({ holder: '00', state: 'GRANTED' })
  })

  it('waits while nobody who could take it is heard', async () => {
    const complaint = filed('64.08')
    await kutaiTimur.send(complaint)
    await move(complaint.event, kutaiTimur, '72', provincial)
    test.pass(2 * leaseWait(LAW, 'NORMAL'))
    await test.hub.lookAround()
    expect(await registerOf(complaint.complaint)).toMatchObject({ holder: '72' })
    await national.send()
    await test.hub.lookAround()
    expect(await registerOf(complaint.complaint)).toMatchObject({ holder: '00' })
  })
})

describe('a restored member', () => {
  it('is granted anew what it holds, is shown what was filed at its door, and is then confirmed', async () => {
    const [moved, arrived] = [filed('64.08'), filed('00')]
    await kutaiTimur.send(moved)
    await national.send(arrived)
    await move(moved.event, kutaiTimur, '64', provincial)
    const atDoor = await move(arrived.event, national, '64.08', kutaiTimur)
    kutaiTimur.restore()
    await kutaiTimur.send()
    await test.hub.lookAround()
    await kutaiTimur.send()
    expect(lastGrant(kutaiTimur)).toMatchObject({ complaint: arrived.complaint, why: 'RESTORE' })
    expect(lastGrant(kutaiTimur).epoch).toBeGreaterThan(atDoor.epoch)
    expect(kutaiTimur.received('View').at(-1)).toMatchObject({ complaint: moved.complaint, holder: '64' })
    expect(kutaiTimur.mail.at(-1)?.message).toEqual({ type: 'Confirmed', incarnation: 2 })
  })
})

describe('a restored hub', () => {
  /** What the hub's database was before the last handovers, and what is still known outside of it. */
  async function loseLatest(work: () => Promise<void>): Promise<void> {
    const tables = [
      'counter',
      'party',
      'register',
      'chain_event',
      'annex_event',
      'mail',
      'listing',
      'feed',
      'recap_cell',
      'work_day',
      'village_day',
    ]
    for (const table of tables) await test.database.query(`CREATE TABLE backup_${table} AS TABLE hub.${table}`)
    test.pass(1)
    await work()
    await test.database.query(`TRUNCATE ${tables.map((table) => `hub.${table}`).join(', ')}`)
    for (const table of tables) {
      const columns = await test.database.query<{ names: string }>(
        `SELECT string_agg(quote_ident(attname), ', ') AS names FROM pg_attribute
         WHERE attrelid = 'hub.${table}'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''`,
      )
      const names = columns[0]?.names ?? ''
      await test.database.query(`INSERT INTO hub.${table} (${names}) SELECT ${names} FROM backup_${table}`)
    }
    await test.restart()
  }

  it('notices by what it keeps outside its database, and settles what everybody says they hold', async () => {
    const complaint = filed('64.08')
    const request = handoverRequested(complaint.event, '64')
    await kutaiTimur.send(complaint)
    let last = complaint.event
    await loseLatest(async () => {
      await kutaiTimur.send(request)
      await provincial.send()
      const message = taken(request.event, '64', lastGrant(provincial).epoch)
      await provincial.send(message)
      last = message.event
    })
    expect(test.faults).toEqual([{ kind: 'HUB_RESTORED', incarnation: 2 }])
    expect(await registerOf(complaint.complaint)).toMatchObject({ holder: '64.08', phase: 'UNSETTLED' })

    provincial.holds = [shown('64', '64.08', [complaint.event, request.event, last])]
    kutaiTimur.holds = [
      { ...shown('64.08', '64.08', [complaint.event, request.event], 'RELEASED'), to: '64', newEpoch: last.epoch },
    ]
    await everybody()
    await test.hub.lookAround()
    expect(await registerOf(complaint.complaint)).toMatchObject({ holder: '64', epoch: 2_000_001, phase: 'SETTLED' })
    await provincial.send()
    expect(lastGrant(provincial)).toMatchObject({ why: 'RESTORE', epoch: 2_000_001 })
    expect(lastGrant(provincial).chain).toHaveLength(3)
    expect((await provincial.send()).renew).toEqual(['URGENT', 'NORMAL'])
  })

  it('decides nothing and renews nobody while one is silent that may hold something', async () => {
    const complaint = filed('64.08')
    await kutaiTimur.send(complaint)
    await loseLatest(async () => {
      await national.send()
    })
    kutaiTimur.holds = [shown('64.08', '64.08', [complaint.event])]
    await kutaiTimur.send(handoverRequested(complaint.event, '00'))
    await national.send()
    await test.hub.lookAround()
    expect(await registerOf(complaint.complaint)).toMatchObject({ holder: '64.08', phase: 'UNSETTLED' })
    expect((await national.send()).renew).toEqual([])
    await provincial.send()
    await test.hub.lookAround()
    expect(await registerOf(complaint.complaint)).toMatchObject({ phase: 'SETTLED' })
  })

  it('is told by a member that knows a higher incarnation of it', async () => {
    await national.raw([], { hubIncarnation: 7 })
    expect(test.hub.incarnation).toBe(8)
    expect(test.faults).toEqual([{ kind: 'HUB_RESTORED', incarnation: 8, by: 'national' }])
    expect(test.mark?.incarnation).toBe(8)
  })
})

describe('whatever comes twice', () => {
  it('moves nothing twice: a whole exchange again leaves register, mail and feed as they are', async () => {
    const complaint = filed('64.08')
    const request = handoverRequested(complaint.event, '64')
    const first = kutaiTimur.written + 1
    await kutaiTimur.send(complaint, request)
    const before = await everything()
    const rows = [complaint, request].map((message, i) => ({ incarnation: 1, n: first + i, message }))
    await kutaiTimur.raw(rows)
    await kutaiTimur.raw(rows)
    expect(await everything()).toEqual(before)
  })

  it('is not believed when its hash is not its own', async () => {
    const complaint = filed('64.08')
    const forged = { ...complaint.event, at: '2020-01-01T00:00:00.000Z' }
    expect(hashOf(forged)).not.toBe(forged.hash)
    await expect(kutaiTimur.send({ ...complaint, event: forged })).rejects.toThrow('its own hash')
  })
})

/** Everything that a replay could change. */
async function everything() {
  const [row] = await test.database.query<{ all: unknown }>(
    `SELECT json_build_array(
       (SELECT json_agg(r ORDER BY r.complaint) FROM hub.register r), (SELECT json_agg(m ORDER BY m.n) FROM hub.mail m),
       (SELECT json_agg(e ORDER BY e.seq) FROM hub.chain_event e), (SELECT json_agg(a) FROM hub.annex_event a),
       (SELECT json_agg(f.event ORDER BY f.n) FROM hub.feed f)) AS all`,
  )
  return row?.all
}
