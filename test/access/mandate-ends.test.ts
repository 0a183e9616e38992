import { loadReference } from '@lawang/member/reference/load'
import { createClient } from 'graphql-ws'
import { expect, inject, test } from 'vitest'
import { WebSocket } from 'ws'
import { fetchClient } from '../operations/clients/fetch.ts'
import { codesOf, dataOf, file, STREET_LIGHTS, tokenFor } from '../operations/hub.ts'

const { gateway, members, dataFolder } = inject('network')
const GOVERNMENT = '64.02'
const MEMBER = members.regency ?? ''
const SUBJECT = 'officer-1'

const secretariat = loadReference()
  .agenciesOf(GOVERNMENT)
  .find((agency) => agency.coordinator)?.id

const REGISTER = `mutation ($input: RegisterMandateInput!) { registerMandate(input: $input) { id members { name } } }`
const END = `mutation ($input: EndMandateInput!) { endMandate(input: $input) { id members { until } } }`

/** A socket with a running subscription; `closed` is the code with which the server closes it. */
async function follow(url: string, token: string) {
  const { promise: closed, resolve: close } = Promise.withResolvers<number>()
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>()
  const client = createClient({
    url: `${url.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token}` },
    retryAttempts: 0,
    on: {
      closed: (event) => close((event as { code: number }).code),
      connected: () => begin(),
    },
  })
  const query = `subscription { complaintChanged(region: "${GOVERNMENT}") { sequence } }`
  client.subscribe({ query }, { next: () => {}, error: () => {}, complete: () => {} })
  await begun
  return { closed, dispose: () => client.dispose() }
}

test('sockets of an officer whose decree ends are closed, at the member and at the gateway, and the next act is refused', async () => {
  const admin = fetchClient.connect(gateway, await tokenFor(dataFolder, { role: 'national-admin', region: '00' }))
  const token = await tokenFor(dataFolder, { role: 'coordinator', region: GOVERNMENT })
  const officer = fetchClient.connect(gateway, token)
  const input = {
    ...{ agency: secretariat, number: '188/12/2026', issuer: 'Bupati', validFrom: new Date().toISOString() },
    members: [
      { subject: SUBJECT, name: 'Pejabat 1', position: 'Kepala Dinas' },
      { subject: 'officer-2', name: 'Pejabat 2', position: 'Sekretaris' },
    ],
  }
  const { registerMandate } = dataOf(
    await admin.ask<{ registerMandate: { id: string } }>({ query: REGISTER, variables: { input } }),
  )
  const { id } = await file(officer, { ...STREET_LIGHTS, door: GOVERNMENT, location: GOVERNMENT })
  const caseOf = `query ($id: ID!) { complaint(id: $id) { case { id } } }`
  const { complaint } = dataOf(
    await officer.ask<{ complaint: { case: { id: string } } }>({ query: caseOf, variables: { id } }),
  )
  const act = (name: string) =>
    officer.ask({
      query: `mutation ($case: ID!) { ${name} { id acts { name decree } } }`,
      variables: { case: complaint.case.id },
    })
  const verified = await act('verifyCase(input: { case: $case, category: "transport.street-lighting" })')
  expect(verified).toMatchObject({ data: { verifyCase: { acts: [{ name: 'Pejabat 1', decree: '188/12/2026' }] } } })

  const sockets = [await follow(MEMBER, token), await follow(gateway, token)]
  const bystander = await follow(gateway, await tokenFor(dataFolder, { role: 'overseer' }))
  let isBystanderOpen = true
  void bystander.closed.then(() => {
    isBystanderOpen = false
  })
  dataOf(
    await admin.ask({
      query: END,
      variables: { input: { region: GOVERNMENT, mandate: registerMandate.id, subject: SUBJECT } },
    }),
  )
  expect(await Promise.all(sockets.map(({ closed }) => closed))).toEqual([4403, 4403])
  expect(isBystanderOpen).toBe(true)
  expect(codesOf(await act('startCase(input: { case: $case })'))).toEqual(['NO_MANDATE'])
  expect(codesOf(await officer.ask({ query: `{ cases(region: "${GOVERNMENT}") { totalCount } }` }))).toEqual([
    'NO_MANDATE',
  ])
  await bystander.dispose()
})
