import { beforeAll, describe, expect, inject, it } from 'vitest'
import { fetchClient } from '../operations/clients/fetch.ts'
import { dataOf, file, STREET_LIGHTS, tokenFor, worklistOf } from '../operations/hub.ts'
import { operation } from '../operations/operations-file.ts'
import { agencyOf, anybody, type Official, official } from './officials.ts'

const ACCOUNT = 'sistem-dishub'
const REGISTER = 'mutation ($input: RegisterChannelInput!) { registerChannel(input: $input) { id filed } }'
const COMPLAINT = 'query ($id: ID!) { complaint(id: $id) { id door { code } via { id name agency { shortName } } } }'

interface Listed {
  readonly complaints: { readonly edges: readonly { readonly node: { readonly id: string } }[] }
}

describe('D10: a channel that an agency has opened beside the others is registered as a door of the hub', () => {
  const { gateway, dataFolder } = inject('network')
  const reader = anybody()
  let kominfo: Official
  let dishub: string
  let channel: string
  let token: string

  beforeAll(async () => {
    kominfo = await official({ role: 'coordinator', region: '64.08' })
    dishub = await agencyOf('64.08', 'Dishub')
    token = await tokenFor(dataFolder, { role: 'integrator', scope: 'fileReceivedEarlier' }, ACCOUNT)
    const input = {
      door: '64.08',
      channel: 'WHATSAPP',
      name: 'Nomor pengaduan Dishub',
      agency: dishub,
      account: ACCOUNT,
    }
    const answer = await kominfo.client.ask<{ registerChannel: { id: string; filed: number } }>({
      query: REGISTER,
      variables: { input },
    })
    channel = dataOf(answer).registerChannel.id
  })

  it('its filings flow in: one complaint, one id, at the door, in the worklist and in the directory', async () => {
    const system = fetchClient.connect(gateway, token)
    const input = {
      ...STREET_LIGHTS,
      channel: 'WHATSAPP',
      receivedAt: '2026-03-17',
      idempotencyKey: crypto.randomUUID(),
    }
    const { id } = await file(system, input)
    // its own retry is no second complaint
    expect((await file(system, input)).id).toBe(id)
    const shown = dataOf(await reader.ask<{ complaint: unknown }>({ query: COMPLAINT, variables: { id } })).complaint
    expect(shown).toEqual({
      ...{ id, door: { code: '64.08' } },
      via: { id: channel, name: 'Nomor pengaduan Dishub', agency: { shortName: 'Dishub' } },
    })
    const work = { region: '64.08', fields: 'complaint { id }' }
    const worklist = await worklistOf<{ complaint: { id: string } }>(kominfo.client, work)
    expect(worklist.filter(({ complaint }) => complaint.id === id)).toHaveLength(1)
    const listed = async () =>
      dataOf(
        await reader.ask<Listed>({ query: operation('Complaints'), variables: { filter: { ids: [id] }, first: 10 } }),
      ).complaints.edges.map(({ node }) => node.id)
    await expect.poll(listed, { timeout: 20_000 }).toEqual([id])
  })

  it('an application that knows Open311 only is such a channel as well', async () => {
    const form = { service_code: STREET_LIGHTS.category, address_id: '64.08.04', description: 'Lampu padam.' }
    const response = await fetch(`${gateway}/open311/v2/requests.json`, {
      method: 'POST',
      body: new URLSearchParams({ ...form, jurisdiction_id: '64.08', api_key: token }),
    })
    const [filed]: readonly { service_request_id: string }[] = await response.json()
    const id = filed?.service_request_id
    const shown = dataOf(
      await reader.ask<{ complaint: { via: { id: string } } }>({ query: COMPLAINT, variables: { id } }),
    ).complaint
    expect(shown.via.id).toBe(channel)
  })

  it('the list of the door shows the channel with what it has brought, and others file through none', async () => {
    const { id } = await file(reader, STREET_LIGHTS)
    const shown = dataOf(
      await reader.ask<{ complaint: { via: null } }>({ query: COMPLAINT, variables: { id } }),
    ).complaint
    expect(shown.via).toBeNull()
    const { channels } = dataOf(
      await reader.ask<{ channels: readonly unknown[] }>({
        query: operation('Channels'),
        variables: { region: '64.08' },
      }),
    )
    expect(channels).toContainEqual(expect.objectContaining({ id: channel, channel: 'WHATSAPP', filed: 2 }))
  })
})
