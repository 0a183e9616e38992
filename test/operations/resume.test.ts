import { describe, expect, inject, it } from 'vitest'
import { fetchClient } from './clients/fetch.ts'
import { graphqlWsClient } from './clients/graphql-ws.ts'
import { dataOf, ELECTRICITY, type Event, file, followTo, readWhen } from './hub.ts'
import { operation } from './operations-file.ts'

const { gateway, members } = inject('network')
const hub = fetchClient.connect(gateway)

describe('subscribers that come back', () => {
  it('continue after the cursor that they have seen', async () => {
    const { id } = await file(hub, ELECTRICITY)
    const [filed] = await followTo(hub, id, 'HANDED_OVER')
    const asked = { query: operation('ComplaintChanged'), variables: { id, after: filed?.cursor } }
    for await (const answer of hub.follow<{ complaintChanged: Event }>(asked)) {
      expect(dataOf(answer).complaintChanged).toMatchObject({ type: 'HANDED_OVER', sequence: 2 })
      break
    }
  })

  it('continue after the Last-Event-ID that EventSource sends', async () => {
    const { id } = await file(hub, ELECTRICITY)
    const [filed] = await followTo(hub, id, 'HANDED_OVER')
    const search = new URLSearchParams({ query: operation('ComplaintChanged'), variables: JSON.stringify({ id }) })
    const leaving = new AbortController()
    const response = await fetch(`${gateway}/graphql?${search}`, {
      headers: { accept: 'text/event-stream', 'last-event-id': filed?.cursor ?? '' },
      signal: leaving.signal,
    })
    let text = ''
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += chunk
      if (text.includes('HANDED_OVER')) break
    }
    leaving.abort()
    expect(text).toMatch(/^id: \S+$/m)
    expect(text).not.toContain('"type":"FILED"')
  })

  it('are told to read again when their cursor is of another log', async () => {
    const { id } = await file(hub, ELECTRICITY)
    const [filed] = await followTo(hub, id, 'HANDED_OVER')
    await readWhen(hub, id, 'HANDED_OVER')
    const door = graphqlWsClient.connect(members['kutai-timur'] ?? '')
    const asked = { query: operation('ComplaintChanged'), variables: { id, after: filed?.cursor } }
    for await (const { errors } of door.follow(asked)) {
      expect(errors).toMatchObject([{ extensions: { code: 'RESYNC' } }])
      break
    }
    await door.close()
  })

  it('may go to the door itself, by the number of the last step', async () => {
    const { id } = await file(hub, ELECTRICITY)
    await readWhen(hub, id, 'HANDED_OVER')
    const door = graphqlWsClient.connect(members['kutai-timur'] ?? '')
    const events = await followTo(door, id, 'HANDED_OVER')
    expect(events.map(({ sequence, type }) => [sequence, type])).toEqual([
      [1, 'FILED'],
      [2, 'HANDED_OVER'],
    ])
    await door.close()
  })
})
