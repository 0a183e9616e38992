import { NO_LEASE } from '@lawang/schema/exchange/lease'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Actor, CaseCommand } from '../domain/model.ts'
import { PUBLIC, sampleInput, TUESDAY } from '../domain/testing/samples.ts'
import { loadReference } from '../reference/load.ts'
import { complaintQueries } from '../store/complaint-queries.ts'
import { readCustodies } from '../store/custodies.ts'
import { readMember } from '../store/member-row.ts'
import { copyDatabase } from '../store/test-database.ts'
import { actOnCase } from '../use-cases/act-on-case.ts'
import { fileComplaint } from '../use-cases/file-complaint.ts'
import { openTestMember, type TestMember } from '../use-cases/testing/test-member.ts'
import { createHighWaterMemory } from './high-water-file.ts'
import { type Exchanging, exchangingWith } from './testing/exchanging.ts'
import { createStepHub, type StepHub } from './testing/step-hub.ts'

const reference = loadReference()
const now = () => TUESDAY
const nationalAdmin: Actor = { kind: 'person', subject: 'officer', role: 'national-admin' }
const coordinator: Actor = { kind: 'person', subject: 'officer', role: 'coordinator', region: '64.08' }

let hub: StepHub
let cleanup: AsyncDisposableStack
let door: TestMember
let nation: TestMember
let doorExchange: Exchanging
let nationExchange: Exchanging

beforeEach(async () => {
  cleanup = new AsyncDisposableStack()
  hub = createStepHub({ door: ['64.08'], nation: ['00'] })
  door = cleanup.use(await openTestMember({ reference, governments: ['64.08'], now, name: 'door' }))
  nation = cleanup.use(await openTestMember({ reference, governments: ['00'], now, name: 'nation' }))
  doorExchange = exchangingWith(hub, door)
  nationExchange = exchangingWith(hub, nation)
  await settle()
})
afterEach(() => cleanup.disposeAsync())

async function settle(): Promise<void> {
  for (let i = 0; i < 3; i++) {
    await doorExchange.settle()
    await nationExchange.settle()
  }
}

/** Files what the nation is competent for, and waits until it has it. */
async function fileForTheNation() {
  const { complaint } = await fileComplaint(door.around, sampleInput({ category: 'energy.electricity' }), PUBLIC)
  await settle()
  return complaint
}

async function caseOf(member: TestMember, complaint: string): Promise<string> {
  const [row] = await member.database.query<{ id: string }>(
    'SELECT id FROM case_file WHERE complaint = $1 ORDER BY epoch DESC LIMIT 1',
    [complaint],
  )
  return row?.id ?? ''
}

const verify = (id: string): CaseCommand => ({ type: 'verify', case: id, category: 'energy.electricity' })

async function standingOf(member: TestMember, complaint: string) {
  const custody = (await readCustodies(member.database)).find((row) => row.complaint === complaint)
  return custody?.standing
}

/** The nation's server, come up with the copy of its database that `backup` made; what it had goes on unused. */
async function restoreNation(backup: string, { keepsFile = true } = {}) {
  const restored = await openTestMember({ reference, governments: ['00'], now, name: 'nation', databaseUrl: backup })
  cleanup.use(restored)
  const file = keepsFile ? nationExchange.highWater : createHighWaterMemory()
  nation = restored
  nationExchange = exchangingWith(hub, restored, file)
  return nationExchange
}

async function backUpNation(): Promise<string> {
  const copy = await copyDatabase(nation.database.url)
  cleanup.defer(() => copy.drop())
  return copy.url
}

test('a complaint goes from its door to the nation, and the journey of what it does comes back', async () => {
  const complaint = await fileForTheNation()
  await actOnCase(nation.around, verify(await caseOf(nation, complaint.id)), nationalAdmin)
  await settle()
  const [journey] = await complaintQueries(door.database).journeysOf([{ id: complaint.id }])
  expect(journey?.map((step) => step.type)).toEqual(['FILED', 'HANDED_OVER', 'VERIFIED'])
  const copies = [...(await readCustodies(door.database)), ...(await readCustodies(nation.database))]
  const hashes = copies.map(({ chain }) => chain.map((event) => event.hash))
  expect(hashes[0]).toEqual(hashes[1])
  expect(hub.register.get(complaint.id)?.chain.map((event) => event.hash)).toEqual(hashes[0])
})

test('a receipt is secured once the hub has committed what was filed', async () => {
  const { complaint } = await fileComplaint(door.around, sampleInput(), PUBLIC)
  const queries = complaintQueries(door.database)
  expect(await queries.areSecured([complaint.id])).toEqual([false])
  await doorExchange.settle()
  expect(await queries.areSecured([complaint.id])).toEqual([true])
})

test('who has not heard the hub for too long cannot act on what came to it, but takes in and acts on its own', async () => {
  const complaint = await fileForTheNation()
  const id = await caseOf(nation, complaint.id)
  nation.lease.replace(NO_LEASE)
  await expect(actOnCase(nation.around, verify(id), nationalAdmin)).rejects.toMatchObject({
    code: 'CUSTODY_SUSPENDED',
    facts: { restored: false, leaseLeft: 0 },
  })
  const own = await fileComplaint(nation.around, sampleInput({ door: '00' }), PUBLIC)
  const ownCase = own.complaint.case?.id ?? ''
  expect(await actOnCase(nation.around, verify(ownCase), nationalAdmin)).toMatchObject({ status: 'VERIFIED' })

  await nationExchange.settle()
  expect(await actOnCase(nation.around, verify(id), nationalAdmin)).toMatchObject({ status: 'VERIFIED' })
})

test('a server that comes up with the newest database goes on under its lease', async () => {
  await fileForTheNation()
  await nationExchange.settle()
  expect(await nationExchange.start()).toBe(false)
  expect((await readMember(nation.database, 'nation')).member.incarnation).toBe(1)
  expect(nation.lease.mark().until.NORMAL).toBeGreaterThan(0)
})

test('a restored backup is noticed, does not act, takes in, and is granted anew what it holds', async () => {
  const first = await fileForTheNation()
  const backup = await backUpNation()
  const second = await fileForTheNation()
  await actOnCase(nation.around, verify(await caseOf(nation, second.id)), nationalAdmin)
  await settle()

  const restored = await restoreNation(backup)
  expect(await restored.start()).toBe(true)
  const { member } = await readMember(nation.database, 'nation')
  expect(member).toMatchObject({ incarnation: 2, quarantined: true })
  await expect(actOnCase(nation.around, verify(await caseOf(nation, first.id)), nationalAdmin)).rejects.toMatchObject({
    code: 'CUSTODY_SUSPENDED',
    facts: { restored: true },
  })
  const taken = await fileComplaint(nation.around, sampleInput({ door: '00' }), PUBLIC)

  await settle()
  expect((await readMember(nation.database, 'nation')).member.quarantined).toBe(false)
  for (const { id } of [first, second, taken.complaint]) {
    const epoch = hub.register.get(id)?.epoch
    expect(await standingOf(nation, id)).toEqual({ state: 'HOLDING', epoch })
  }
  // What had left the house before the disk was lost is there again, with the case as it was.
  const [id, firstCase] = [await caseOf(nation, second.id), await caseOf(nation, first.id)]
  const status = await nation.database.query('SELECT status FROM case_file WHERE id = $1', [id])
  expect(status).toEqual([{ status: 'VERIFIED' }])
  expect(await actOnCase(nation.around, verify(firstCase), nationalAdmin)).toMatchObject({ status: 'VERIFIED' })
})

test('a restored server takes in what others are competent for as it takes in its own', async () => {
  const restored = await restoreNation(await backUpNation())
  expect(await restored.start(true)).toBe(true)
  const lamps = { category: 'transport.street-lighting', details: [{ key: 'roadStatus', value: 'REGENCY' }] }
  const input = sampleInput({ ...lamps, door: '00', location: '64.08.04' })
  const { complaint } = await fileComplaint(nation.around, input, PUBLIC)
  const wish = expect.objectContaining({ to: '64.08' })
  expect(await standingOf(nation, complaint.id)).toEqual({ state: 'HOLDING', epoch: 1, wish })
  await settle()
  expect(hub.register.get(complaint.id)).toMatchObject({ door: '00', standing: { phase: 'SETTLED' } })
})

test('a door that was restored knows again what was filed there, and where it is', async () => {
  const copy = await copyDatabase(door.database.url)
  cleanup.defer(() => copy.drop())
  const complaint = await fileForTheNation()
  door = cleanup.use(
    await openTestMember({ reference, governments: ['64.08'], now, name: 'door', databaseUrl: copy.url }),
  )
  doorExchange = exchangingWith(hub, door, doorExchange.highWater)
  expect(await doorExchange.start()).toBe(true)
  await settle()
  const [record] = await complaintQueries(door.database).byIds([complaint.id])
  expect(record).toMatchObject({ holder: '00', title: complaint.title, secretHash: complaint.secretHash })
  const [journey] = await complaintQueries(door.database).journeysOf([{ id: complaint.id }])
  expect(journey?.map((step) => step.type)).toEqual(['FILED', 'HANDED_OVER'])
})

test('a file that was lost counts as a restore, but not for a database without a past', async () => {
  await using fresh = await openTestMember({ reference, governments: ['64.72'], now })
  expect(await exchangingWith(hub, fresh).start()).toBe(false)
  await fileForTheNation()
  const restored = exchangingWith(hub, nation, createHighWaterMemory())
  expect(await restored.start()).toBe(true)
  // Above every incarnation that the lost file can have shown.
  const { incarnation } = (await readMember(nation.database, 'nation')).member
  expect(incarnation).toBe(Math.floor(TUESDAY.getTime() / 1_000) + 1)
})

test("an operator's word is enough", async () => {
  expect(await nationExchange.start(true)).toBe(true)
})

test('a backup that was restored together with its file is shown by what the hub has read', async () => {
  const backup = await backUpNation()
  const file = createHighWaterMemory()
  await file.raise({
    incarnation: 1,
    logHead: { incarnation: 1, n: 1 },
    mailCursor: { incarnation: 1, n: 0 },
    mark: nation.lease.mark(),
  })
  const complaint = await fileForTheNation()
  await restoreNation(backup)
  nationExchange = exchangingWith(hub, nation, file)
  expect(await nationExchange.start()).toBe(false)
  await settle()
  expect((await readMember(nation.database, 'nation')).member).toMatchObject({ incarnation: 2, quarantined: false })
  expect(await standingOf(nation, complaint.id)).toMatchObject({ state: 'HOLDING' })
})

test('a hub that has lost everything knows again who holds what, and nothing is lost', async () => {
  const complaint = await fileForTheNation()
  const kept = await fileComplaint(door.around, sampleInput(), PUBLIC)
  hub.loseEverything()
  await settle()
  expect(hub.register.get(complaint.id)).toMatchObject({ holder: '00', standing: { phase: 'SETTLED' } })
  expect(hub.register.get(kept.complaint.id)).toMatchObject({ holder: '64.08', epoch: 1 })
  const cases = await nation.database.query('SELECT id FROM case_file WHERE complaint = $1', [complaint.id])
  expect(cases).toHaveLength(1)
  expect(await actOnCase(nation.around, verify(await caseOf(nation, complaint.id)), nationalAdmin)).toMatchObject({
    status: 'VERIFIED',
  })
  expect(await actOnCase(door.around, verify(kept.complaint.case?.id ?? ''), coordinator)).toMatchObject({
    status: 'VERIFIED',
  })
})
