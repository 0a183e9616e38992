import { beforeAll, describe, expect, inject, it } from 'vitest'
import type { Client } from '../operations/clients/client.ts'
import { fetchClient } from '../operations/clients/fetch.ts'
import { dataOf, file, read, STREET_LIGHTS, tokenFor } from '../operations/hub.ts'
import { agencyOf, anybody } from './officials.ts'

const GOVERNMENT = '72.06'

const MOVE = `mutation ($input: MoveSecretariatInput!) { moveSecretariat(input: $input) { id } }`

describe("D9: a regency's secretariat moves from its inspectorate to its communication service by decree", () => {
  let admin: Client
  let inspektorat: string
  let kominfo: string

  const move = async (agency: string, number: string, from: Date) => {
    const input = { agency, number, issuer: 'Bupati', from: from.toISOString() }
    dataOf(await admin.ask({ query: MOVE, variables: { input } }))
  }
  const fileHere = async () => (await file(anybody(), { ...STREET_LIGHTS, door: GOVERNMENT, location: GOVERNMENT })).id
  const agencyNow = async (id: string) => {
    const asked = { query: `query ($id: ID!) { complaint(id: $id) { handledBy { id } } }`, variables: { id } }
    return dataOf(await anybody().ask<{ complaint: { handledBy: { id: string } } }>(asked)).complaint.handledBy.id
  }

  beforeAll(async () => {
    const { gateway, dataFolder } = inject('network')
    admin = fetchClient.connect(gateway, await tokenFor(dataFolder, { role: 'national-admin', region: '00' }))
    inspektorat = await agencyOf(GOVERNMENT, 'Inspektorat')
    kominfo = await agencyOf(GOVERNMENT, 'Diskominfo')
  })

  it('what is filed before the day of the decree is with the one, what is filed after it with the other, and none is lost', async () => {
    await move(inspektorat, '700/1/2026', new Date())
    const before = await fileHere()
    expect(await agencyNow(before)).toBe(inspektorat)

    await move(kominfo, '700/302/2026', new Date())
    const after = await fileHere()
    expect(await agencyNow(after)).toBe(kominfo)
    expect(await agencyNow(before)).toBe(inspektorat)

    // the new secretariat works on those that the old one had
    const { dataFolder, gateway } = inject('network')
    const officer = fetchClient.connect(
      gateway,
      await tokenFor(dataFolder, { role: 'coordinator', region: GOVERNMENT }),
    )
    for (const id of [before, after]) {
      const { case: open } = await read(anybody(), id)
      const verify = `mutation ($case: ID!) { verifyCase(input: { case: $case, category: "transport.street-lighting" }) { status } }`
      expect(await officer.ask({ query: verify, variables: { case: open?.id } })).toMatchObject({
        data: { verifyCase: { status: 'VERIFIED' } },
      })
    }
  })
})
