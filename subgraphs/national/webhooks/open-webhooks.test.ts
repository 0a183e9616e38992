import type { Actor } from '@lawang/member/domain/model'
import { loadReference } from '@lawang/member/reference/load'
import { openFeedReader } from '@lawang/member/store/feed-reader'
import { feedTable } from '@lawang/member/store/feed-table'
import { createWakeSource } from '@lawang/member/store/wakes'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startTestHub, type TestHub } from '../hub/testing/test-hub.ts'
import { openWebhooks, type Webhooks } from './open-webhooks.ts'
import type { Outcome } from './send.ts'

const reference = loadReference()
const URL_OF = 'https://hooks.example.go.id/lawang'
const integrator = (
  subject: string,
  rest: { readonly region?: string; readonly scopes?: readonly string[] } = {},
): Actor => ({
  ...{ kind: 'person', role: 'integrator', subject, scopes: ['manageWebhooks'], ...rest },
})
const ADMIN: Actor = { kind: 'person', role: 'national-admin', subject: 'admin', region: '00' }
const refusal = (code: string) => expect.objectContaining({ name: 'Refusal', code })

let hub: TestHub
let sent: { readonly url: string; readonly id: string | undefined }[]
let outcome: Outcome
const wakes = createWakeSource()
const closing: (() => Promise<void> | void)[] = []

beforeEach(async () => {
  hub = await startTestHub()
  sent = []
  outcome = 'TAKEN'
})
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
  await hub.close()
})

/** As after a start of the process. */
async function open(): Promise<Webhooks> {
  const log = { name: 'test', incarnation: 1 }
  const feed = await openFeedReader({
    table: feedTable(hub.database, 'hub.feed'),
    wakes,
    log,
    sealedOf: async () => undefined,
  })
  closing.push(() => feed.close())
  const webhooks = await openWebhooks({
    ...{ sql: hub.database, feed, reference, doorKey: new Uint8Array(32).fill(3), loopback: false },
    now: () => hub.clock.now,
    onFault: (fault) => {
      throw fault
    },
    send: async (url, _body, headers) => {
      sent.push({ url, id: headers['webhook-id'] })
      return outcome
    },
  })
  closing.push(() => webhooks.close())
  return webhooks
}

async function happen(n: number, complaint: string, changes: Record<string, unknown> = {}): Promise<void> {
  const event = {
    ...{ complaint, sequence: n, epoch: 1, type: 'ANSWERED', at: '2026-03-17T02:00:00Z', status: 'ANSWERED' },
    ...{
      confidential: false,
      door: '64.08',
      holder: '64.08',
      handledBy: { id: 'a', name: 'A', shortName: 'A' },
      ...changes,
    },
  }
  await hub.database.query('INSERT INTO hub.feed (n, complaint, event, at) VALUES ($1, $2, $3, now())', [
    ...[n, complaint],
    JSON.stringify(event),
  ])
  wakes.wake()
}
const ids = () => sent.map(({ id }) => id)

test('a webhook gets what happens from now on, of its region, and nothing of a confidential complaint', async () => {
  const webhooks = await open()
  await happen(1, 'before')
  const { webhook, secret } = await webhooks.register({ url: URL_OF, region: '64' }, integrator('aplikasi'))
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
  await happen(2, 'here')
  await happen(3, 'elsewhere', { door: '72', holder: '72' })
  await happen(4, 'hidden', { confidential: true })
  await happen(5, 'here')
  await expect.poll(ids).toEqual(['here/2', 'here/5'])
  await expect.poll(async () => (await webhooks.of(integrator('aplikasi')))[0]?.delivered).toBe(2)
  expect(webhook).toMatchObject({ owner: 'aplikasi', standing: { state: 'ACTIVE' } })
})

test('after a restart it goes on with what it has not sent', async () => {
  const before = await open()
  await before.register({ url: URL_OF }, integrator('aplikasi'))
  await happen(1, 'a')
  await expect.poll(ids).toEqual(['a/1'])
  await before.close()
  await happen(2, 'a')
  await open()
  await expect.poll(ids).toEqual(['a/1', 'a/2'])
})

test('one whose receiver wants no more is stopped, says so, and goes on from there when its owner says so', async () => {
  const webhooks = await open()
  const owner = integrator('aplikasi')
  const { webhook } = await webhooks.register({ url: URL_OF }, owner)
  outcome = 'GONE'
  await happen(1, 'a')
  await expect.poll(async () => (await webhooks.of(owner))[0]?.standing.state).toBe('STOPPED')
  outcome = 'TAKEN'
  await happen(2, 'a')
  expect((await webhooks.resume(webhook.id, owner)).standing).toEqual({ state: 'ACTIVE' })
  await expect.poll(ids).toEqual(['a/1', 'a/1', 'a/2'])
})

test('one that is removed gets nothing any more', async () => {
  const webhooks = await open()
  const [first, second] = [integrator('satu'), integrator('dua')]
  const { webhook } = await webhooks.register({ url: `${URL_OF}/1` }, first)
  await webhooks.register({ url: `${URL_OF}/2` }, second)
  await webhooks.remove(webhook.id, first)
  await happen(1, 'a')
  await expect.poll(() => sent.map(({ url }) => url)).toEqual([`${URL_OF}/2`])
  expect(await webhooks.of(first)).toEqual([])
})

test('everybody sees and changes their own, the national administrator all', async () => {
  const webhooks = await open()
  const { webhook } = await webhooks.register({ url: URL_OF }, integrator('satu'))
  expect(await webhooks.of(integrator('dua'))).toEqual([])
  await expect(webhooks.remove(webhook.id, integrator('dua'))).rejects.toEqual(refusal('NOT_FOUND'))
  expect(await webhooks.of(ADMIN)).toHaveLength(1)
  await webhooks.remove(webhook.id, ADMIN)
  expect(await webhooks.of(ADMIN)).toEqual([])
})

test('two accounts that two governments have given one name are two', async () => {
  const webhooks = await open()
  const [one, other] = ['https://masuk.one.example', 'https://masuk.other.example'].map(
    (issuer): Actor => ({
      ...{
        kind: 'person',
        role: 'integrator',
        subject: 'aplikasi',
        scopes: ['manageWebhooks'],
        region: '64.08',
        issuer,
      },
    }),
  )
  if (!one || !other) throw new Error('there are two')
  const { webhook } = await webhooks.register({ url: URL_OF, region: '64.08' }, one)
  for (const stranger of [other, integrator('aplikasi', { region: '64.08' })]) {
    expect(await webhooks.of(stranger)).toEqual([])
    await expect(webhooks.remove(webhook.id, stranger)).rejects.toEqual(refusal('NOT_FOUND'))
  }
  expect(await webhooks.of(one)).toHaveLength(1)
})

test.each<[string, Actor, { readonly url?: string; readonly region?: string; readonly category?: string }, string]>([
  ['nobody known', { kind: 'public' }, {}, 'UNAUTHENTICATED'],
  ['a reporter', { kind: 'person', role: 'reporter', subject: 'x' }, {}, 'FORBIDDEN'],
  ['an integrator without the right', integrator('x', { scopes: ['fileForOthers'] }), {}, 'FORBIDDEN'],
  ["an integrator of one region, for the nation's", integrator('x', { region: '64.08' }), {}, 'FORBIDDEN'],
  ['an integrator of one region, for another', integrator('x', { region: '64.08' }), { region: '64.02' }, 'FORBIDDEN'],
  ['anybody, for no region', integrator('x'), { region: '99' }, 'UNKNOWN_JURISDICTION'],
  ['anybody, for no category', integrator('x'), { category: 'none' }, 'UNKNOWN_CATEGORY'],
  ['anybody, for a machine of ours', integrator('x'), { url: 'https://169.254.169.254/' }, 'INVALID_WEBHOOK'],
])('is refused to %s', async (_who, actor, changes, code) => {
  const webhooks = await open()
  await expect(webhooks.register({ url: URL_OF, ...changes }, actor)).rejects.toEqual(refusal(code))
})

test('an account has ten at most', async () => {
  const webhooks = await open()
  for (let n = 0; n < 10; n += 1) await webhooks.register({ url: URL_OF }, integrator('banyak'))
  await expect(webhooks.register({ url: URL_OF }, integrator('banyak'))).rejects.toEqual(refusal('INVALID_WEBHOOK'))
})
