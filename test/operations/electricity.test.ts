import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { Client } from './clients/client.ts'
import { fetchClient } from './clients/fetch.ts'
import { graphqlWsClient } from './clients/graphql-ws.ts'
import { dataOf, ELECTRICITY, type Event, file, readWhen, tokenFor, worklistOf } from './hub.ts'
import { operation } from './operations-file.ts'

const { gateway, members, dataFolder } = inject('network')
const memberUrl = (name: string): string => members[name] ?? expect.fail(`no member ${name}`)

describe('a complaint about electricity, filed at a regency', () => {
  let hub: Client
  let door: Client
  let live: Client

  beforeAll(() => {
    hub = fetchClient.connect(gateway)
    door = fetchClient.connect(memberUrl('kutai-timur'))
    live = graphqlWsClient.connect(gateway)
  })
  afterAll(() => Promise.all([hub, door, live].map((client) => client.close())))

  it('is held by the nation, with a case at the electricity company, and its door tells the whole journey', async () => {
    const { id } = await file(hub, ELECTRICITY)
    const atGateway = await readWhen(hub, id, 'HANDED_OVER')
    expect(atGateway).toMatchObject({
      status: 'FILED',
      handledBy: { name: expect.stringContaining('PLN'), region: { code: '00' } },
      case: { status: 'OPEN', agency: { name: expect.stringContaining('PLN') } },
    })
    expect(atGateway.journey.map(({ type, sequence }) => [sequence, type])).toEqual([
      [1, 'FILED'],
      [2, 'HANDED_OVER'],
    ])
    expect(atGateway.journey[1]).toMatchObject({ from: { code: '64.08' }, to: { code: '00' } })
    expect((await readWhen(door, id, 'HANDED_OVER')).journey).toEqual(atGateway.journey)
  })

  it("is on the worklist of the electricity company and off the regency's", async () => {
    const { id } = await file(hub, ELECTRICITY)
    await readWhen(hub, id, 'HANDED_OVER')
    const worklist = async (region: string): Promise<readonly string[]> => {
      const officer = fetchClient.connect(gateway, await tokenFor(dataFolder, { role: 'coordinator', region }))
      const open = { region, fields: 'complaint { id }', only: 'status: [OPEN]' }
      const rows = await worklistOf<{ complaint: { id: string } }>(officer, open)
      return rows.map(({ complaint }) => complaint.id)
    }
    expect(await worklist('00')).toContain(id)
    expect(await worklist('64.08')).not.toContain(id)
  })

  it('is seen by a subscriber of the region, FILED first and then HANDED_OVER', async () => {
    const seen: Event[] = []
    const subscribed = live.follow<{ complaintChanged: Event }>({
      query: operation('ComplaintChanged'),
      variables: { region: '64.08', after: await feedCursor(hub) },
    })
    const { id } = await file(hub, ELECTRICITY)
    for await (const answer of subscribed) {
      const event = dataOf(answer).complaintChanged
      if (event.complaint.id === id) seen.push(event)
      if (event.complaint.id === id && event.type === 'HANDED_OVER') break
    }
    expect(seen.map(({ type, sequence }) => [sequence, type])).toEqual([
      [1, 'FILED'],
      [2, 'HANDED_OVER'],
    ])
    expect(seen[1]?.complaint.handledBy?.name).toContain('PLN')
  })
})

async function feedCursor(client: Client): Promise<string> {
  const answer = await client.ask<{ complaints: { feedCursor: string } }>({
    query: operation('Complaints'),
    variables: { first: 1 },
  })
  return dataOf(answer).complaints.feedCursor
}
