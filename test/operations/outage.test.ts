import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Answered, Client } from './clients/client.ts'
import { fetchClient } from './clients/fetch.ts'
import { graphqlWsClient } from './clients/graphql-ws.ts'
import {
  type ComplaintAnswer,
  codesOf,
  dataOf,
  ELECTRICITY,
  type Event,
  file,
  read,
  readWhen,
  STREET_LIGHTS,
} from './hub.ts'
import { operation } from './operations-file.ts'
import { startTestNetwork, type TestNetwork } from './start-network.ts'

/** Balikpapan, on the member that is killed. */
const LOST = '64.71'
const DOORS = ['00', '64', LOST, '64.08']

interface Listed {
  readonly complaints: {
    readonly edges: readonly {
      readonly node: {
        readonly id: string
        readonly title: string
        readonly status: string
        readonly door: { readonly code: string }
        readonly complaint: { readonly id: string; readonly status: string | null } | null
      }
    }[]
  }
}

describe('when the member of the regencies is killed', () => {
  let started: TestNetwork
  let hub: Client
  let live: Client
  const filed = new Map<string, ComplaintAnswer>()
  let waiting: string

  const idAt = (door: string): string => filed.get(door)?.id ?? expect.fail(`nothing was filed at ${door}`)
  const list = (): Promise<Answered<Listed>> =>
    hub.ask<Listed>({ query: operation('Complaints'), variables: { first: 20 } })

  beforeAll(async () => {
    started = await startTestNetwork()
    hub = fetchClient.connect(started.description.gateway)
    live = graphqlWsClient.connect(started.description.gateway)
    for (const door of DOORS) {
      const { id } = await file(hub, { ...STREET_LIGHTS, door, location: undefined, details: [] })
      filed.set(door, await read(hub, id))
    }
    await vi.waitFor(async () => expect(dataOf(await list()).complaints.edges).toHaveLength(DOORS.length), {
      timeout: 20_000,
    })
    await started.network.members.get('regency')?.kill('SIGKILL')
  })
  afterAll(async () => {
    await live?.close()
    await started?.stop()
  })

  it('only its rows of a list are blank, and an error names their government', async () => {
    const { data, errors = [] } = await list()
    const edges = data?.complaints.edges ?? []
    const lostAt = edges.findIndex(({ node }) => node.door.code === LOST)
    for (const [index, { node }] of edges.entries()) {
      expect(node).toMatchObject({ title: STREET_LIGHTS.title, status: 'FILED' })
      if (index !== lostAt) expect(node.complaint).toMatchObject({ id: node.id, status: 'FILED' })
    }
    expect(edges[lostAt]?.node.complaint?.status ?? null).toBeNull()
    expect(errors.length).toBeGreaterThan(0)
    for (const { path, extensions } of errors) {
      expect(path?.slice(0, 5)).toEqual(['complaints', 'edges', lostAt, 'node', 'complaint'])
      expect(extensions).toMatchObject({ code: 'MEMBER_UNAVAILABLE', region: LOST })
    }
  })

  it('a complaint of its door is not answered, and one of another door is', async () => {
    const lost = await hub.ask<{ complaint: unknown }>({
      query: operation('Complaint'),
      variables: { id: idAt(LOST) },
    })
    expect(lost.data?.complaint).toBeNull()
    expect(codesOf(lost)).toEqual(['MEMBER_UNAVAILABLE'])
    expect(lost.errors?.[0]).toMatchObject({ path: ['complaint'], extensions: { region: LOST } })
    expect((await read(hub, idAt('64.08'))).status).toBe('FILED')
  })

  it('everything that other members answer is answered', async () => {
    const everything = `{
      categories { code } regions { code } members { name }
      agencies(region: "64.08") { id } lost: agencies(region: "${LOST}") { id }
    }`
    const { data, errors } = await hub.ask<Record<string, readonly unknown[] | null>>({ query: everything })
    expect(data).toMatchObject({ lost: null, categories: expect.any(Array), agencies: expect.any(Array) })
    expect(errors).toMatchObject([{ path: ['lost'], extensions: { code: 'MEMBER_UNAVAILABLE', region: LOST } }])
  })

  it('complaints are taken at other doors and reach the nation', async () => {
    const { id } = await file(hub, ELECTRICITY)
    expect((await readWhen(hub, id, 'HANDED_OVER')).handledBy).toMatchObject({ region: { code: '00' } })
  })

  it('a complaint that it is competent for waits at its door', async () => {
    const { id } = await file(hub, { ...STREET_LIGHTS, location: LOST })
    waiting = id
    expect((await read(hub, id)).journey.map(({ type }) => type)).toEqual(['FILED'])
    expect((await read(hub, id)).handledBy).toMatchObject({ region: { code: '64.08' } })
  })

  it('nothing is lost and what waited goes through once it is back', async () => {
    const asked = { query: operation('ComplaintChanged'), variables: { id: waiting, afterSequence: 1 } }
    const handedOver = live.follow<{ complaintChanged: Event }>(asked)[Symbol.asyncIterator]().next()
    await started.network.members.get('regency')?.start()
    // The gateway asks now and then whether it is back, and says until then when to try again.
    const journeyNow = () =>
      read(hub, idAt(LOST)).then(
        ({ journey }) => journey,
        () => undefined,
      )
    await expect.poll(journeyNow, { timeout: 30_000 }).toEqual(filed.get(LOST)?.journey)

    const event = await handedOver
    if (event.done) expect.fail('the subscription ended without an event')
    expect(dataOf(event.value).complaintChanged).toMatchObject({
      type: 'HANDED_OVER',
      from: { code: '64.08' },
      to: { code: LOST },
    })
    const taken = await readWhen(hub, waiting, 'HANDED_OVER')
    expect(taken).toMatchObject({ handledBy: { region: { code: LOST } }, case: { status: 'OPEN' } })
    const watch = async () =>
      dataOf(await hub.ask<{ noWrongDoor: unknown }>({ query: operation('NoWrongDoor') })).noWrongDoor
    await expect.poll(watch, { timeout: 20_000 }).toMatchObject({ unaccounted: 0, inTransit: 0 })
  })
})
