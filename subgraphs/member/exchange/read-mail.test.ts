import { hashOf } from '@lawang/schema/exchange/chain'
import type { ChainEvent, EventData, Grant } from '@lawang/schema/exchange/messages'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor, CaseCommand, FileComplaint } from '../domain/model.ts'
import { PUBLIC, sampleInput, TUESDAY } from '../domain/testing/samples.ts'
import { loadReference } from '../reference/load.ts'
import { caseQueries } from '../store/case-queries.ts'
import { readChain } from '../store/chains.ts'
import { complaintQueries } from '../store/complaint-queries.ts'
import { actOnCase } from '../use-cases/act-on-case.ts'
import { fileComplaint } from '../use-cases/file-complaint.ts'
import { openTestMember, type TestMember } from '../use-cases/testing/test-member.ts'
import { BrokenMail } from './broken-mail.ts'
import { readMail } from './read-mail.ts'
import { copyToDoor, mailOfGrant } from './testing/mail.ts'

let door: TestMember
let nation: TestMember

beforeAll(async () => {
  const reference = loadReference()
  const now = () => TUESDAY
  door = await openTestMember({ reference, governments: ['64.08'], now })
  nation = await openTestMember({ reference, governments: ['00'], now })
})
afterAll(async () => {
  await door[Symbol.asyncDispose]()
  await nation[Symbol.asyncDispose]()
})

const coordinator: Actor = { kind: 'person', subject: 'officer', role: 'coordinator', region: '64.08' }
const nationalAdmin: Actor = { kind: 'person', subject: 'officer', role: 'national-admin' }
let epoch = 1_000_000

/** Files at the door what the nation is competent for, and writes the mail of its grant. */
async function fileElsewhere(changes: Partial<FileComplaint> = {}, grantChanges: Partial<Grant> = {}) {
  const { complaint } = await fileComplaint(
    door.around,
    sampleInput({ category: 'energy.electricity', ...changes }),
    PUBLIC,
  )
  const [requested] = await door.logOf('HandoverRequested', complaint.id)
  if (!requested) throw new Error('nothing was requested')
  const chain = await readChain(door.database, { complaint: complaint.id, government: '64.08' })
  epoch += 1
  return { complaint, chain, ...mailOfGrant(requested, chain, { door: '64.08', epoch, changes: grantChanges }) }
}

/** Another event than this one, with a hash of its own. */
function forgedAs(event: ChainEvent | undefined, changes: Partial<ChainEvent>): ChainEvent {
  if (!event) throw new Error('there is no event to change')
  const changed = { ...event, ...changes }
  return { ...changed, hash: hashOf(changed) }
}

async function custodyOf(member: TestMember, complaint: string) {
  const [row] = await member.database.query<{ state: string; epoch: string }>(
    'SELECT state, epoch FROM custody WHERE complaint = $1',
    [complaint],
  )
  return row && { state: row.state, epoch: Number(row.epoch) }
}

async function annexOf(member: TestMember, complaint: string): Promise<readonly string[]> {
  const rows = await member.database.query<{ id: string }>(
    'SELECT id FROM annex_event WHERE complaint = $1 ORDER BY id',
    [complaint],
  )
  return rows.map((row) => row.id)
}

async function openCaseOf(member: TestMember, complaint: string): Promise<string> {
  const [row] = await member.database.query<{ id: string }>('SELECT id FROM case_file WHERE complaint = $1', [
    complaint,
  ])
  return row?.id ?? ''
}

describe('a grant', () => {
  test('opens a case at the competent agency, goes on with the chain and is told as Taken', async () => {
    const { complaint, chain, grant } = await fileElsewhere()
    await nation.receive(grant)

    expect(await custodyOf(nation, complaint.id)).toEqual({ state: 'HOLDING', epoch: grant.epoch })
    const [opened] = await caseQueries(nation.database).byIds([await openCaseOf(nation, complaint.id)])
    expect(opened).toMatchObject({ government: '00', door: '64.08', status: 'OPEN', title: complaint.title })
    expect(opened?.agency.shortName).toBe('PLN')
    const [taken] = await nation.logOf('Taken', complaint.id)
    expect(taken).toMatchObject({
      epoch: grant.epoch,
      by: '00',
      event: { type: 'HANDED_OVER', seq: chain.length, data: { from: '64.08', to: '00', status: 'FILED' } },
    })
    const copy = await readChain(nation.database, { complaint: complaint.id, government: '00' })
    expect(copy.map((event) => event.type)).toEqual(['FILED', 'HANDOVER_REQUESTED', 'HANDED_OVER'])
  })

  test('that names no agency goes to the one that the rules name', async () => {
    const { complaint, grant } = await fileElsewhere({}, { agency: undefined })
    await nation.receive(grant)
    const [opened] = await caseQueries(nation.database).byIds([await openCaseOf(nation, complaint.id)])
    expect(opened?.agency.shortName).toBe('PLN')
  })

  test('of what an officer of the giver has corrected opens a case of the corrected content', async () => {
    const { complaint } = await fileComplaint(door.around, sampleInput(), PUBLIC)
    const id = complaint.case?.id ?? ''
    const verify: CaseCommand = { type: 'verify', case: id, category: 'energy.electricity', title: 'Listrik padam' }
    await actOnCase(door.around, verify, coordinator)
    await actOnCase(door.around, { type: 'handOver', case: id, reason: 'Urusan PLN.' }, coordinator)
    const [requested] = await door.logOf('HandoverRequested', complaint.id)
    if (!requested) throw new Error('nothing was requested')
    const chain = await readChain(door.database, { complaint: complaint.id, government: '64.08' })
    epoch += 1
    await nation.receive(mailOfGrant(requested, chain, { door: '64.08', epoch }).grant)
    const [opened] = await caseQueries(nation.database).byIds([await openCaseOf(nation, complaint.id)])
    expect(opened).toMatchObject({ title: 'Listrik padam', category: 'energy.electricity' })
  })

  test('anew, to a government whose case is still open, goes on in that case at the new epoch', async () => {
    const { complaint, grant } = await fileElsewhere()
    await nation.receive(grant)
    const id = await openCaseOf(nation, complaint.id)
    await actOnCase(nation.around, { type: 'verify', case: id, category: 'energy.electricity' }, nationalAdmin)
    const chain = await readChain(nation.database, { complaint: complaint.id, government: '00' })
    epoch += 1
    await nation.receive({ ...grant, epoch, chain, from: '00', why: 'RESTORE', reason: 'RESTORE' })

    expect(await custodyOf(nation, complaint.id)).toEqual({ state: 'HOLDING', epoch })
    const cases = await nation.database.query('SELECT id, status, epoch FROM case_file WHERE complaint = $1', [
      complaint.id,
    ])
    expect(cases).toEqual([{ id, status: 'VERIFIED', epoch: `${epoch}` }])
    expect(await nation.logOf('Taken', complaint.id)).toMatchObject([
      { event: { type: 'HANDED_OVER' } },
      { event: { type: 'RESUMED', data: { why: 'RESTORE', status: 'VERIFIED' } } },
    ])
    expect(await actOnCase(nation.around, { type: 'start', case: id }, nationalAdmin)).toMatchObject({
      status: 'IN_PROGRESS',
    })
  })

  test('of a complaint that is closed brings a case that is closed', async () => {
    const { complaint, grant, chain } = await fileElsewhere()
    const tip = chain.at(-1)
    const data = { ...chain[0]?.data, status: 'CLOSED' } as EventData
    const closed = forgedAs(tip, { id: `${complaint.id} closed`, type: 'CLOSED', seq: 2, prevHash: tip?.hash, data })
    await nation.receive({ ...grant, chain: [...chain, closed], why: 'RESTORE' })
    expect(await custodyOf(nation, complaint.id)).toEqual({ state: 'CLOSED', epoch: grant.epoch })
    const cases = 'SELECT status FROM case_file WHERE complaint = $1'
    expect(await nation.database.query(cases, [complaint.id])).toEqual([{ status: 'CLOSED' }])
  })

  test('that is delivered twice is applied once', async () => {
    const { complaint, grant } = await fileElsewhere()
    const row = await nation.receive(grant)
    await readMail(nation.around, [row])
    expect(await nation.logOf('Taken', complaint.id)).toHaveLength(1)
  })

  test('of an epoch that is not above the known one changes no state, and its events go to the annex', async () => {
    const { complaint, grant } = await fileElsewhere()
    await nation.receive(grant)
    const stray = forgedAs(grant.chain[1], { id: 'stray' })
    await nation.receive({ ...grant, epoch: grant.epoch - 1, annex: [stray] })
    expect(await custodyOf(nation, complaint.id)).toEqual({ state: 'HOLDING', epoch: grant.epoch })
    expect(await nation.logOf('Taken', complaint.id)).toHaveLength(1)
    expect(await annexOf(nation, complaint.id)).toContain('stray')
  })

  test('whose chain was tampered with is not taken, and the mail waits', async () => {
    const { complaint, grant, chain } = await fileElsewhere()
    const forged = chain.map((event) => ({ ...event, at: '2020-01-01T00:00:00.000Z' }))
    const before = await nation.log()
    const member = await openTestMember(nation.around)
    await expect(member.receive({ ...grant, chain: forged })).rejects.toThrow(BrokenMail)
    expect(await custodyOf(member, complaint.id)).toBeUndefined()
    expect(await nation.log()).toEqual(before)
    await member[Symbol.asyncDispose]()
  })
})

describe('a giver that is released', () => {
  test('cannot act any more, and its case has ended', async () => {
    const { complaint, released } = await fileElsewhere()
    const id = await openCaseOf(door, complaint.id)
    await door.receive(released)
    expect(await custodyOf(door, complaint.id)).toEqual({ state: 'RELEASED', epoch: 1 })
    const [ended] = await caseQueries(door.database).byIds([id])
    expect(ended).toMatchObject({ status: 'HANDED_OVER', deadline: undefined })
    const act: CaseCommand = { type: 'verify', case: id, category: 'energy.electricity' }
    await expect(actOnCase(door.around, act, coordinator)).rejects.toMatchObject({ code: 'NOT_HOLDER' })
  })

  test('cannot act either while its request is under way', async () => {
    const { complaint } = await fileElsewhere()
    const act: CaseCommand = { type: 'start', case: await openCaseOf(door, complaint.id) }
    await expect(
      actOnCase(door.around, { ...act, type: 'archive', reason: 'SPAM', explanation: 'x' }, coordinator),
    ).rejects.toMatchObject({
      code: 'HANDOVER_PENDING',
    })
  })

  test('keeps in the annex what it wrote beyond the point where custody moved', async () => {
    const { complaint, chain, released } = await fileElsewhere()
    await door.receive({ ...released, length: chain.length - 1 })
    const left = await readChain(door.database, { complaint: complaint.id, government: '64.08' })
    expect(left).toEqual(chain.slice(0, -1))
    expect(await annexOf(door, complaint.id)).toEqual([chain.at(-1)?.id])
  })

  test('acts again when exactly its request was withdrawn', async () => {
    const { complaint, grant, chain } = await fileElsewhere()
    const withdrawn = {
      type: 'Withdrawn',
      complaint: complaint.id,
      government: '64.08',
      epoch: 1,
      request: 'another',
      reason: 'NOBODY_REACHABLE',
    } as const
    await door.receive(withdrawn)
    expect(await custodyOf(door, complaint.id)).toEqual({ state: 'OFFERING', epoch: 1 })
    await door.receive({ ...withdrawn, request: chain.at(-1)?.id ?? '' })
    expect(await custodyOf(door, complaint.id)).toEqual({ state: 'HOLDING', epoch: 1 })
    expect(await door.logOf('Resumed', complaint.id)).toMatchObject([{ event: { type: 'RESUMED', seq: chain.length } }])
    const act: CaseCommand = {
      type: 'verify',
      case: await openCaseOf(door, complaint.id),
      category: grant.dossier.category ?? '',
    }
    expect(await actOnCase(door.around, act, coordinator)).toMatchObject({ status: 'VERIFIED' })
  })
})

describe('the door', () => {
  test("shows the holder's steps in its journey, record and feed as they arrive", async () => {
    const { complaint, grant, released } = await fileElsewhere()
    await nation.receive(grant)
    await door.receive(released)
    const [taken] = await nation.logOf('Taken', complaint.id)
    if (!taken) throw new Error('nothing was taken')
    await door.receive(copyToDoor(taken.event, '64.08'))
    const id = await openCaseOf(nation, complaint.id)
    await actOnCase(nation.around, { type: 'verify', case: id, category: 'energy.electricity' }, nationalAdmin)
    await actOnCase(nation.around, { type: 'start', case: id }, nationalAdmin)
    await actOnCase(nation.around, { type: 'answer', case: id, body: 'Sudah menyala.' }, nationalAdmin)
    for (const { event } of await nation.logOf('Event', complaint.id)) await door.receive(copyToDoor(event, '64.08'))

    const queries = complaintQueries(door.database)
    const [journey] = await queries.journeysOf([{ id: complaint.id }])
    expect(journey?.map(({ sequence, type }) => `${sequence} ${type}`)).toEqual([
      '1 FILED',
      '2 HANDED_OVER',
      '3 VERIFIED',
      '4 STARTED',
      '5 ANSWERED',
    ])
    const [record] = await queries.byIds([complaint.id])
    expect(record).toMatchObject({
      status: 'ANSWERED',
      holder: '00',
      epoch: grant.epoch,
      case: { id, status: 'ANSWERED' },
    })
    expect(record?.handledBy.shortName).toBe('PLN')
    expect((await queries.answersOf([{ id: complaint.id }]))[0]).toMatchObject([{ text: 'Sudah menyala.' }])
    const feed = await door.database.query<{ event: { sequence: number } }>(
      'SELECT event FROM feed WHERE complaint = $1 ORDER BY n',
      [complaint.id],
    )
    expect(feed.map((row) => row.event.sequence)).toEqual([1, 2, 3, 4, 5])
    const [ofHolder] = await complaintQueries(nation.database).journeysOf([{ id: complaint.id }])
    expect(ofHolder).toEqual([])
  })

  test('takes several events of one complaint in one page as it takes them one by one', async () => {
    const { complaint, grant, released } = await fileElsewhere()
    await nation.receive(grant)
    const id = await openCaseOf(nation, complaint.id)
    await actOnCase(nation.around, { type: 'verify', case: id, category: 'energy.electricity' }, nationalAdmin)
    const [taken] = await nation.logOf('Taken', complaint.id)
    const [verified] = await nation.logOf('Event', complaint.id)
    if (!taken || !verified) throw new Error('nothing was taken and verified')
    const copies = [taken.event, verified.event].map((event) => copyToDoor(event, '64.08'))
    await door.receivePage([released, ...copies])
    const copy = await readChain(door.database, { complaint: complaint.id, government: '64.08' })
    expect(copy.map((event) => event.type)).toEqual(['FILED', 'HANDOVER_REQUESTED', 'HANDED_OVER', 'VERIFIED'])
    expect(await annexOf(door, complaint.id)).toEqual([])
  })

  test('keeps in the annex, and shows to nobody, what is no part of the chain', async () => {
    const { complaint, chain, grant, released } = await fileElsewhere()
    await nation.receive(grant)
    await door.receive(released)
    const [taken] = await nation.logOf('Taken', complaint.id)
    if (!taken) throw new Error('nothing was taken')
    await door.receive(copyToDoor(forgedAs(taken.event, { id: 'beside' }), '64.08', false))
    await door.receive(copyToDoor(forgedAs(taken.event, { id: 'out of place', seq: 7 }), '64.08'))
    expect(await readChain(door.database, { complaint: complaint.id, government: '64.08' })).toEqual(chain)
    expect(await annexOf(door, complaint.id)).toEqual(['beside', 'out of place'])
  })

  test('takes a complaint home again under a new epoch, with a case of its own', async () => {
    const { complaint, grant, released } = await fileElsewhere()
    await nation.receive(grant)
    await door.receive(released)
    const [taken] = await nation.logOf('Taken', complaint.id)
    if (!taken) throw new Error('nothing was taken')
    await door.receive(copyToDoor(taken.event, '64.08'))
    const id = await openCaseOf(nation, complaint.id)
    await actOnCase(nation.around, { type: 'handOver', case: id, to: '64.08', reason: 'Urusan daerah.' }, nationalAdmin)
    const [back] = await nation.logOf('HandoverRequested', complaint.id)
    if (!back) throw new Error('nothing was requested')
    const chain = await readChain(nation.database, { complaint: complaint.id, government: '00' })
    epoch += 1
    await door.receive(mailOfGrant(back, chain, { door: '64.08', epoch }).grant)

    expect(await custodyOf(door, complaint.id)).toEqual({ state: 'HOLDING', epoch })
    const [record] = await complaintQueries(door.database).byIds([complaint.id])
    expect(record).toMatchObject({ holder: '64.08', epoch, case: { status: 'OPEN' } })
    expect(record?.case?.id).not.toBe(complaint.case?.id)
    const [journey] = await complaintQueries(door.database).journeysOf([{ id: complaint.id }])
    expect(journey?.map((step) => step.type)).toEqual(['FILED', 'HANDED_OVER', 'HANDED_OVER'])
  })
})

describe('the mail', () => {
  test('for a government that is hosted elsewhere is not applied', async () => {
    await using member = await openTestMember(nation.around)
    const { grant } = await fileElsewhere()
    await expect(member.receive({ ...grant, to: '64' })).rejects.toThrow('not hosted here')
  })

  test('whose event was changed, or belongs to another complaint, is not read', async () => {
    await using member = await openTestMember(nation.around)
    const { complaint, chain, grant } = await fileElsewhere()
    const [filed] = chain
    if (!filed) throw new Error('nothing was filed')
    const changed = { ...filed, at: '2020-01-01T00:00:00.000Z' }
    await expect(member.receive({ ...grant, annex: [changed] })).rejects.toThrow(BrokenMail)
    const another = await fileElsewhere()
    await expect(member.receive({ ...grant, chain: another.chain })).rejects.toThrow(BrokenMail)
    expect(await custodyOf(member, complaint.id)).toBeUndefined()
  })

  test('whose effect fails leaves the cursor where it was', async () => {
    await using member = await openTestMember(nation.around)
    const { complaint, grant } = await fileElsewhere()
    const around = {
      ...member.around,
      newEventId: () => {
        throw new Error('the process dies here')
      },
    }
    const row = { incarnation: 1, n: 1, to: 1, message: grant }
    await expect(readMail(around, [row])).rejects.toThrow('dies')
    expect(await custodyOf(member, complaint.id)).toBeUndefined()
    await readMail(member.around, [row])
    expect(await member.logOf('Taken', complaint.id)).toHaveLength(1)
  })
})
