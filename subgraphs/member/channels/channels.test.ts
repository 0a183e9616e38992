import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '../domain/model.ts'
import { PUBLIC, sampleInput, TUESDAY } from '../domain/testing/samples.ts'
import { loadReference } from '../reference/load.ts'
import { openStatusTexts } from '../status-texts/open-status-texts.ts'
import { fileComplaint } from '../use-cases/file-complaint.ts'
import { openTestMember, type TestMember } from '../use-cases/testing/test-member.ts'
import type { NewChannel } from './model.ts'
import { type Channels, openChannels } from './open-channels.ts'

const reference = loadReference()
const works = reference.agenciesOf('64.08').find(({ coordinator }) => !coordinator)?.id ?? ''
const COORDINATOR: Actor = { kind: 'person', subject: 'koordinator', role: 'coordinator', region: '64.08' }
const SYSTEM: Actor = { kind: 'person', subject: 'aplikasi-opd', role: 'integrator', region: '64.08' }
const DOOR = { door: '64.08', channel: 'WHATSAPP', name: 'Nomor pengaduan dinas', agency: works } as const

let member: TestMember
let channels: Channels
let accounts = 0

beforeAll(async () => {
  member = await openTestMember({ reference, governments: ['64.08'], now: () => TUESDAY })
  channels = openChannels(member.around)
})
afterAll(() => member[Symbol.asyncDispose]())

const register = (changes: Partial<NewChannel> = {}, actor: Actor = COORDINATOR) =>
  channels.register({ ...DOOR, account: `akun-${++accounts}`, ...changes }, actor)
const file = async (actor: Actor) => (await fileComplaint(member.around, sampleInput(), actor)).complaint.id
const viaOf = async (complaint: string) => (await channels.ofComplaints([complaint]))[0]
const refusal = (code: string) => expect.objectContaining({ name: 'Refusal', code })

test("what a registered channel's account files came through it, and what others file came through none", async () => {
  const channel = await register({ account: SYSTEM.kind === 'person' ? SYSTEM.subject : '' })
  const [through, other] = [await file(SYSTEM), await file(PUBLIC)]
  expect(await channels.ofComplaints([other, through])).toEqual([undefined, { ...channel, filed: 1 }])
})

test('what is confidential is not counted of a channel: of one kiosk it would be few', async () => {
  const account: Actor = { kind: 'person', subject: 'sepi', role: 'integrator' }
  const channel = await register({ account: 'sepi' })
  const { complaint } = await fileComplaint(member.around, sampleInput({ confidential: true }), account)
  expect(await viaOf(complaint.id)).toMatchObject({ id: channel.id, filed: 0 })
  await file(account)
  expect(await viaOf(complaint.id)).toMatchObject({ filed: 1 })
})

test('a channel that is closed stays in the list, and what its account files is taken in all the same', async () => {
  const channel = await register({ account: 'tutup' })
  const account: Actor = { kind: 'person', subject: 'tutup', role: 'integrator' }
  const before = await file(account)
  await channels.close('64.08', channel.id, COORDINATOR)
  expect(await viaOf(await file(account))).toBeUndefined()
  expect(await viaOf(before)).toMatchObject({ id: channel.id, closedAt: TUESDAY })
  const listed = await channels.ofDoor('64.08')
  expect(listed.at(-1)).toMatchObject({ id: channel.id, filed: 1 })
})

test('the account of a closed channel can be registered again, that of an open one cannot', async () => {
  const { id } = await register({ account: 'sekali' })
  await expect(register({ account: 'sekali' })).rejects.toEqual(refusal('INVALID_CHANNEL'))
  await channels.close('64.08', id, COORDINATOR)
  expect(await register({ account: 'sekali' })).toMatchObject({ account: 'sekali' })
})

test.each<[string, Partial<NewChannel>, string]>([
  ['without a name', { name: ' ' }, 'INVALID_CHANNEL'],
  ['without an account', { account: '' }, 'INVALID_CHANNEL'],
  ["of another government's agency", { agency: reference.agenciesOf('64')[0]?.id ?? '' }, 'UNKNOWN_AGENCY'],
  ['at no place of the country', { place: '99.99' }, 'UNKNOWN_LOCATION'],
  ['for a kiosk in another region', { channel: 'KIOSK', place: '64.02' }, 'INVALID_CHANNEL'],
])('a channel %s is refused', async (_why, changes, code) => {
  await expect(register(changes)).rejects.toEqual(refusal(code))
})

test('only those who coordinate the government register and close', async () => {
  const elsewhere: Actor = { kind: 'person', subject: 'lain', role: 'coordinator', region: '64' }
  await expect((async () => register({}, elsewhere))()).rejects.toEqual(refusal('FORBIDDEN'))
  await expect((async () => register({}, PUBLIC))()).rejects.toEqual(refusal('UNAUTHENTICATED'))
  await expect((async () => channels.close('64.08', 'x', elsewhere))()).rejects.toEqual(refusal('FORBIDDEN'))
  await expect(channels.close('64.08', 'none', COORDINATOR)).rejects.toEqual(refusal('NOT_FOUND'))
})

test("a government's words take the place of the standard ones until they are taken away again", async () => {
  const texts = openStatusTexts(member.database, () => TUESDAY)
  const ofFiled = async () => (await texts.ofGovernments(['64.08']))[0]?.find(({ status }) => status === 'FILED')
  const own = 'Matur suwun, laporan {id} kami terima.'
  await texts.set('64.08', { status: 'FILED', indonesian: own }, COORDINATOR)
  expect(await ofFiled()).toMatchObject({ indonesian: own, standard: false, english: expect.stringContaining('{id}') })
  await texts.set('64.08', { status: 'FILED' }, COORDINATOR)
  expect(await ofFiled()).toMatchObject({ standard: true, indonesian: expect.stringContaining('sudah diterima') })
  const byStranger = async () => texts.set('64.08', { status: 'FILED' }, PUBLIC)
  await expect(byStranger()).rejects.toEqual(refusal('UNAUTHENTICATED'))
})
