import { tmpdir } from 'node:os'
import { afterEach, expect, test, vi } from 'vitest'
import { type OpenMember, openMember } from './assemble.ts'
import { PUBLIC, sampleInput } from './domain/testing/samples.ts'
import { createRecordingHub } from './exchange/testing/recording-hub.ts'
import { createTestDatabase } from './store/test-database.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function open(url: string): Promise<OpenMember> {
  const member = await openMember({
    name: 'kutai-timur',
    governments: ['64.08'],
    databaseUrl: url,
    doorKey: new Uint8Array(32).fill(1),
    attachments: { folder: tmpdir(), publicUrl: 'http://door.test' },
    identityKeys: { from: 'RING', text: `test:${'05'.repeat(32)}` },
  })
  closing.push(() => member.close())
  return member
}

async function createDatabase(): Promise<string> {
  const { url, drop } = await createTestDatabase()
  closing.push(drop)
  return url
}

test('what is filed reaches followers and the hub by itself, and mail reaches the member', async () => {
  const member = await open(await createDatabase())
  const hub = createRecordingHub()
  const exchange = member.startExchange(hub)
  closing.push(() => exchange.stop())
  const { services } = member
  const after = await services.feed.head()
  const following = new AbortController()
  const events = services.feed.follow({ confidential: false }, { after }, following.signal)[Symbol.asyncIterator]()

  const { complaint } = await services.fileComplaint(sampleInput(), PUBLIC)
  expect((await events.next()).value).toMatchObject({ complaint: complaint.id, type: 'FILED', sequence: 1 })
  following.abort()
  await vi.waitFor(() => expect(JSON.stringify(hub.log)).toContain(complaint.id), { timeout: 20_000 })

  hub.post({ type: 'Confirmed', incarnation: 1 })
  const readMail = () => {
    hub.wake()
    expect(hub.requests.at(-1)?.mailCursor).toEqual({ incarnation: 1, n: 1 })
  }
  await vi.waitFor(readMail, { timeout: 20_000 })
  expect(services.freshness('00').unreachableSince).toBeUndefined()
  expect(await services.feed.sealedOf(complaint.id)).toEqual({
    secretHash: complaint.secretHash,
    title: complaint.title,
  })
  expect(await member.isReady()).toBe(true)
})

test('what was stored is there after a restart', async () => {
  const url = await createDatabase()
  const first = await open(url)
  const { complaint } = await first.services.fileComplaint(sampleInput({ idempotencyKey: 'once' }), PUBLIC)
  await closing.pop()?.()

  const second = await open(url)
  const retried = await second.services.fileComplaint(sampleInput({ idempotencyKey: 'once' }), PUBLIC)
  expect(retried.complaint).toEqual(complaint)
  expect((await second.services.complaints.journeysOf([complaint]))[0]).toHaveLength(1)
})

test("a cursor is good after a restart, and never for another server's feed, be it of the same name and length", async () => {
  const url = await createDatabase()
  const first = await open(url)
  await first.services.fileComplaint(sampleInput(), PUBLIC)
  const after = await first.services.feed.head()
  await closing.pop()?.()

  const again = await open(url)
  expect(await again.services.feed.head()).toBe(after)
  const other = await open(await createDatabase())
  await other.services.fileComplaint(sampleInput(), PUBLIC)
  const following = other.services.feed.follow({ confidential: false }, { after }, AbortSignal.timeout(20_000))
  await expect(following[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'RESYNC' })
})
