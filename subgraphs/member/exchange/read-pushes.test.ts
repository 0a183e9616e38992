import type { Grant, MailRow } from '@lawang/schema/exchange/messages'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { PUBLIC, sampleInput, TUESDAY } from '../domain/testing/samples.ts'
import { loadReference } from '../reference/load.ts'
import { readChain } from '../store/chains.ts'
import { readMember } from '../store/member-row.ts'
import { fileComplaint } from '../use-cases/file-complaint.ts'
import { openTestMember, type TestMember } from '../use-cases/testing/test-member.ts'
import { createPushReader, type PushReader } from './read-pushes.ts'
import { mailOfGrant } from './testing/mail.ts'

const DEADLINE = { timeout: 20_000, interval: 5 }

const reference = loadReference()
let door: TestMember
let nation: TestMember
let pushes: PushReader
let begun = 0

beforeAll(async () => {
  const now = () => TUESDAY
  door = await openTestMember({ reference, governments: ['64.08'], now })
  nation = await openTestMember({ reference, governments: ['00'], now })
})
beforeEach(() => {
  begun = 0
  pushes = createPushReader(nation.around, () => {
    begun += 1
  })
})
afterEach(() => pushes.stop())
afterAll(async () => {
  await door[Symbol.asyncDispose]()
  await nation[Symbol.asyncDispose]()
})

let epoch = 1_000_000

/** Files at the door what the nation is competent for: the grant of it, as the hub writes it. */
async function granted(): Promise<Grant> {
  const input = sampleInput({ category: 'energy.electricity', idempotencyKey: `push ${++epoch}` })
  const { complaint } = await fileComplaint(door.around, input, PUBLIC)
  const [requested] = await door.logOf('HandoverRequested', complaint.id)
  if (!requested) throw new Error('nothing was requested')
  const chain = await readChain(door.database, { complaint: complaint.id, government: '64.08' })
  return mailOfGrant(requested, chain, { door: '64.08', epoch }).grant
}

/** A row of the mail of the hub that the nation has met, wherever its number stands. */
async function rowAt(offset: number, message: MailRow['message']): Promise<MailRow> {
  const { member } = await readMember(nation.database, nation.around.name)
  return { incarnation: member.hubIncarnation, n: member.mailCursor.n + offset, to: member.incarnation, message }
}
/** Those of the complaints that were taken here, once for each time. */
const takenOf = async (...grants: readonly Grant[]) =>
  (await nation.log()).flatMap((row) =>
    row.type === 'Taken' && grants.some(({ complaint }) => complaint === row.complaint) ? [row.complaint] : [],
  )

test('custody is taken by what was pushed; what it has written is news, and needs no other nudge', async () => {
  const [first, second] = [await granted(), await granted()]
  pushes.hear({ mail: [await rowAt(1, first), await rowAt(2, second)] })
  const both = [first.complaint, second.complaint]
  await vi.waitFor(async () => expect(await takenOf(first, second)).toEqual(both), DEADLINE)
  await pushes.stop()
  expect(begun).toBe(0)
})

test('a push that comes twice, or late, is taken once', async () => {
  const grant = await granted()
  const row = await rowAt(1, grant)
  pushes.hear({ mail: [row] })
  pushes.hear({ mail: [row] })
  await vi.waitFor(() => expect(begun).toBeGreaterThan(0), DEADLINE)
  await pushes.stop()
  pushes.hear({ mail: [row] })
  await pushes.stop()
  expect(await takenOf(grant)).toEqual([grant.complaint])
})

test('behind a gap nothing is read, and a round asks for what is missing', async () => {
  const grant = await granted()
  pushes.hear({ mail: [await rowAt(2, grant)] })
  await vi.waitFor(() => expect(begun).toBe(1), DEADLINE)
  expect(await takenOf(grant)).toEqual([])
})

test('a process that the hub has not answered reads no push: its database may be an older one', async () => {
  nation.machine.inContact = false
  const grant = await granted()
  pushes.hear({ mail: [await rowAt(1, grant)] })
  expect(begun).toBe(1)
  await pushes.stop()
  expect(await takenOf(grant)).toEqual([])
  nation.machine.inContact = true
})

test('mail that cannot be read is left to the round, which tells of it', async () => {
  const grant = await granted()
  pushes.hear({ mail: [await rowAt(1, { ...grant, to: '13' })] })
  await vi.waitFor(() => expect(begun).toBe(1), DEADLINE)
  pushes.hear({ mail: [await rowAt(1, grant)] })
  await vi.waitFor(async () => expect(await takenOf(grant)).toEqual([grant.complaint]), DEADLINE)
  expect(await takenOf(grant)).toEqual([grant.complaint])
})

test('a nudge without mail begins a round at once', () => {
  pushes.hear()
  expect(begun).toBe(1)
})
