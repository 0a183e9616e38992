import { createClient } from 'graphql-ws'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { Client } from './clients/client.ts'
import { fetchClient } from './clients/fetch.ts'
import { graphqlWsClient } from './clients/graphql-ws.ts'
import { codesOf, dataOf, type Event, file, followTo, read, readWhen, STREET_LIGHTS } from './hub.ts'
import { operation } from './operations-file.ts'
import { startTestNetwork, type TestNetwork } from './start-network.ts'

/** Follows the regency as front ends do: comes back by itself, with the cursor of the last event that it has seen. */
function subscribe(gateway: string, after: string, seen: Event[]): () => Promise<void> {
  const client = createClient({
    url: `${gateway.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 1_000,
    retryWait: () => new Promise((resolve) => setTimeout(resolve, 200)),
  })
  const variables: Record<string, unknown> = { region: '64.08', after }
  client.subscribe<{ complaintChanged: Event }>(
    { query: operation('ComplaintChanged'), variables },
    {
      next: ({ data }) => {
        if (!data) return
        seen.push(data.complaintChanged)
        variables.after = data.complaintChanged.cursor
      },
      error: () => {},
      complete: () => {},
    },
  )
  return async () => client.dispose()
}

describe('when the hub is killed', () => {
  let started: TestNetwork
  let hub: Client
  let unsubscribe: () => Promise<void>
  const seen: Event[] = []
  const filed: string[] = []
  const isTold = (id: string): boolean => seen.some(({ complaint }) => complaint.id === id)

  beforeAll(async () => {
    started = await startTestNetwork()
    hub = fetchClient.connect(started.description.gateway)
    const page = await hub.ask<{ complaints: { feedCursor: string } }>({ query: operation('Complaints') })
    unsubscribe = subscribe(started.description.gateway, dataOf(page).complaints.feedCursor, seen)
  })
  afterAll(async () => {
    await unsubscribe?.()
    await started?.stop()
  })

  it('complaints are taken and read at their doors', async () => {
    filed.push((await file(hub, STREET_LIGHTS)).id)
    await expect.poll(() => filed.every(isTold), { timeout: 20_000 }).toBe(true)
    await started.network.members.get('national')?.kill('SIGKILL')
    const { id } = await file(hub, STREET_LIGHTS)
    filed.push(id)
    expect((await read(hub, id)).journey.map(({ type }) => type)).toEqual(['FILED'])
  })

  it('the directory is not answered, and the error names the nation', async () => {
    const answer = await hub.ask({ query: operation('Complaints') })
    expect(codesOf(answer)).toEqual(['MEMBER_UNAVAILABLE'])
    expect(answer.errors).toMatchObject([{ path: ['complaints'], extensions: { region: '00' } }])
  })

  it("a door's own endpoint tells its complaints live", async () => {
    const door = graphqlWsClient.connect(started.description.members['kutai-timur'] ?? '')
    const { id } = await file(door, STREET_LIGHTS)
    filed.push(id)
    expect(await followTo(door, id, 'FILED')).toMatchObject([{ sequence: 1, complaint: { id } }])
    await door.close()
  })

  it('subscribers come back by themselves and have missed nothing, in order and once', async () => {
    await started.network.members.get('national')?.start()
    await expect.poll(() => filed.every(isTold), { timeout: 40_000 }).toBe(true)
    expect(seen.map(({ complaint }) => complaint.id)).toEqual(filed)
    for (const id of filed) {
      expect((await followTo(hub, id, 'FILED')).map(({ sequence }) => sequence)).toEqual([1])
      await readWhen(hub, id, 'FILED')
    }
  })
})
