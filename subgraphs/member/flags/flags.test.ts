import { makeId } from '@lawang/schema/id'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '../domain/model.ts'
import { PUBLIC, sampleInput, TUESDAY } from '../domain/testing/samples.ts'
import { loadReference } from '../reference/load.ts'
import { fileComplaint } from '../use-cases/file-complaint.ts'
import { openTestMember, type TestMember } from '../use-cases/testing/test-member.ts'
import { type Flags, mayReadFlags, openFlags } from './open-flags.ts'

const person = (role: 'overseer' | 'coordinator' | 'operator' | 'supervisor', region?: string): Actor => ({
  kind: 'person',
  subject: `${role}-1`,
  role,
  ...(region === undefined ? {} : { region }),
})
const OVERSEER = person('overseer')
const COORDINATOR = person('coordinator', '64.08')

let member: TestMember
let flags: Flags
beforeAll(async () => {
  member = await openTestMember({ reference: loadReference(), governments: ['64.08'], now: () => TUESDAY })
  flags = openFlags(member.around)
})
afterAll(() => member[Symbol.asyncDispose]())

const file = async () => (await fileComplaint(member.around, sampleInput(), PUBLIC)).complaint.id
const refusal = (code: string) => expect.objectContaining({ name: 'Refusal', code })

test('an overseer marks a complaint, and its coordinators see what for', async () => {
  const complaint = await file()
  await flags.flag({ complaint, reason: ' Sudah setahun ' }, OVERSEER)
  await flags.flag({ complaint, reason: 'Masih' }, OVERSEER)
  const first = { complaint, at: TUESDAY, reason: 'Sudah setahun' }
  expect(await flags.ofComplaints([await file(), complaint])).toEqual([[], [first, { ...first, reason: 'Masih' }]])
  expect((await flags.ofDoor('64.08', 1, COORDINATOR)).map(({ reason }) => reason)).toEqual(['Masih'])
  expect(await flags.ofDoor('64.08', 10, OVERSEER)).toHaveLength(2)
})

test('nobody else marks anything, and learns nothing of which complaints there are', async () => {
  const complaint = await file()
  const unknown = makeId('complaint', '64.08', () => new Uint8Array(10).fill(9))
  for (const actor of [COORDINATOR, person('operator', '64.08'), person('supervisor', '64')]) {
    for (const id of [complaint, unknown]) {
      await expect(flags.flag({ complaint: id, reason: 'x' }, actor)).rejects.toEqual(refusal('FORBIDDEN'))
    }
  }
  await expect(flags.flag({ complaint, reason: 'x' }, PUBLIC)).rejects.toEqual(refusal('UNAUTHENTICATED'))
  await expect(flags.flag({ complaint: unknown, reason: 'x' }, OVERSEER)).rejects.toEqual(refusal('NOT_FOUND'))
  await expect(flags.flag({ complaint, reason: ' ' }, OVERSEER)).rejects.toEqual(refusal('EMPTY_REASON'))
  expect(await flags.ofComplaints([complaint])).toEqual([[]])
})

test('marks are for overseers, and for the coordinators of the door and of who holds it', () => {
  const place = { door: '64.08', holder: '00' }
  expect(mayReadFlags(OVERSEER, place)).toBe(true)
  expect(mayReadFlags(COORDINATOR, place)).toBe(true)
  expect(mayReadFlags({ ...COORDINATOR, region: '64.71' } as Actor, place)).toBe(false)
  expect(mayReadFlags({ ...COORDINATOR, region: '64.71' } as Actor, { ...place, holder: '64.71' })).toBe(true)
  for (const actor of [PUBLIC, person('operator', '64.08'), person('supervisor', '64')]) {
    expect(mayReadFlags(actor, place)).toBe(false)
  }
})

test('of many marks on one complaint fifty are kept', async () => {
  const complaint = await file()
  for (let n = 0; n < 50; n++) await flags.flag({ complaint, reason: `${n}` }, OVERSEER)
  await expect(flags.flag({ complaint, reason: 'x' }, OVERSEER)).rejects.toEqual(refusal('TOO_MANY_FLAGS'))
  expect((await flags.ofComplaints([complaint]))[0]).toHaveLength(50)
})
