import { beforeAll, describe, expect, inject, it } from 'vitest'
import type { Client } from '../operations/clients/client.ts'
import { fetchClient } from '../operations/clients/fetch.ts'
import { codesOf, dataOf, file, read, STREET_LIGHTS, tokenFor } from '../operations/hub.ts'
import { agencyOf, anybody } from './officials.ts'

const GOVERNMENT = '72.05'

const FORMER = { subject: 'd3-pejabat-lama', name: 'Pejabat Lama', position: 'Kepala Dinas' }
const SUCCESSOR = { subject: 'd3-pejabat-baru', name: 'Pejabat Baru', position: 'Kepala Dinas' }

const VERIFY = `mutation ($case: ID!) {
  verifyCase(input: { case: $case, category: "transport.street-lighting" }) { status acts { name decree } }
}`
const REGISTER = `mutation ($input: RegisterMandateInput!) { registerMandate(input: $input) { id } }`
const END = `mutation ($input: EndMandateInput!) { endMandate(input: $input) { id } }`
const LACKING = `query ($region: ID!) { agenciesWithoutOperator(region: $region) { id } }`

interface Verified {
  readonly verifyCase: {
    readonly status: string
    readonly acts: readonly { readonly name: string; readonly decree: string }[]
  }
}

describe("D3: the team of a regency's secretariat is renewed by decree", () => {
  let admin: Client
  let former: Client
  let successor: Client
  let kominfo: string
  let handled: string
  let second: string

  const officer = async ({ subject }: typeof FORMER) => {
    const { gateway, dataFolder } = inject('network')
    return fetchClient.connect(
      gateway,
      await tokenFor(dataFolder, { role: 'coordinator', region: GOVERNMENT }, subject),
    )
  }
  const register = async (number: string, member: typeof FORMER) => {
    const decree = { agency: kominfo, number, issuer: 'Bupati', validFrom: new Date().toISOString() }
    const asked = { query: REGISTER, variables: { input: { ...decree, members: [member] } } }
    return dataOf(await admin.ask<{ registerMandate: { id: string } }>(asked)).registerMandate.id
  }
  const verify = (client: Client, id: string) => client.ask<Verified>({ query: VERIFY, variables: { case: id } })
  const fileHere = async () => {
    const { id } = await file(anybody(), { ...STREET_LIGHTS, door: GOVERNMENT, location: GOVERNMENT })
    return (await read(anybody(), id)).case?.id ?? expect.fail('the complaint has no case')
  }

  beforeAll(async () => {
    const { gateway, dataFolder } = inject('network')
    admin = fetchClient.connect(gateway, await tokenFor(dataFolder, { role: 'national-admin', region: '00' }))
    former = await officer(FORMER)
    successor = await officer(SUCCESSOR)
    kominfo = await agencyOf(GOVERNMENT, 'Diskominfo')
    handled = await fileHere()
    second = await fileHere()
  })

  it('whoever the decree names acts under it', async () => {
    await register('188/12/2025', FORMER)
    expect(dataOf(await verify(former, handled)).verifyCase).toMatchObject({
      status: 'VERIFIED',
      acts: [{ name: 'Pejabat Lama', decree: '188/12/2025' }],
    })
    expect(codesOf(await verify(successor, second))).toEqual(['NO_MANDATE'])
  })

  it('after the renewal whoever was transferred cannot answer, the successor can, and the history keeps the old name', async () => {
    const decree = await register('188/40/2026', SUCCESSOR)
    expect(codesOf(await verify(former, second))).toEqual(['NO_MANDATE'])
    expect(dataOf(await verify(successor, second)).verifyCase.acts).toEqual([
      { name: 'Pejabat Baru', decree: '188/40/2026' },
    ])
    const history = `query ($id: ID!) { case(id: $id) { acts { name decree } } }`
    const asked = await successor.ask({ query: history, variables: { id: handled } })
    expect(asked).toMatchObject({ data: { case: { acts: [{ name: 'Pejabat Lama', decree: '188/12/2025' }] } } })

    const lacking = async () =>
      dataOf(
        await admin.ask<{ agenciesWithoutOperator: readonly { id: string }[] }>({
          query: LACKING,
          variables: { region: GOVERNMENT },
        }),
      ).agenciesWithoutOperator.map(({ id }) => id)
    expect(await lacking()).not.toContain(kominfo)
    const ended = { region: GOVERNMENT, mandate: decree, subject: SUCCESSOR.subject }
    dataOf(await admin.ask({ query: END, variables: { input: ended } }))
    // nobody is left: the agency is on the list of those that lack an operator
    expect(await lacking()).toContain(kominfo)
  })
})
