import { expect, inject, it } from 'vitest'
import { fetchClient } from './clients/fetch.ts'
import { codesOf, dataOf, ELECTRICITY, file, read, readWhen, STREET_LIGHTS, tokenFor } from './hub.ts'

const { gateway, dataFolder } = inject('network')
const hub = fetchClient.connect(gateway)
const REPORTER = { name: 'Pelapor Dua', phone: '+62 811 0000 4712' }
const NAMED = { anonymous: false, reporter: REPORTER } as const

const DATA = 'state reporter { name phone email } views { role purpose officer } erasedAt'
const PERSONAL = `query ($complaint: ID!, $secret: String!) { personalData(complaint: $complaint, secret: $secret) { ${DATA} } }`
const ERASE = `mutation ($input: ErasePersonalDataInput!) { erasePersonalData(input: $input) { ${DATA} } }`
const REVEAL = `mutation ($input: ReadReporterInput!) { readReporter(input: $input) { name phone } }`
const HANDLE = `query ($id: ID!) { case(id: $id) { reporter { handle anonymous } } }`

interface Data {
  readonly state: string
  readonly reporter: unknown
  readonly views: readonly unknown[]
}

it('an officer at the door reads who reports for a purpose, the reporter sees that, and erases it', async () => {
  const { id, receipt } = await file(hub, { ...STREET_LIGHTS, ...NAMED })
  const found = await read(hub, id)
  const officer = fetchClient.connect(gateway, await tokenFor(dataFolder, { role: 'coordinator', region: '64.08' }))
  const reveal = () =>
    officer.ask({ query: REVEAL, variables: { input: { case: found.case?.id, purpose: 'menanyakan lokasi' } } })
  expect(dataOf(await reveal())).toEqual({ readReporter: REPORTER })

  const { secret } = receipt
  const asked = { query: PERSONAL, variables: { complaint: id, secret } }
  const { personalData } = dataOf(await hub.ask<{ personalData: Data }>(asked))
  expect(personalData).toMatchObject({ state: 'KEPT', reporter: REPORTER })
  expect(personalData.views[0]).toEqual({ role: 'coordinator', purpose: 'menanyakan lokasi', officer: null })

  const erased = await hub.ask<{ erasePersonalData: Data }>({
    query: ERASE,
    variables: { input: { complaint: id, secret } },
  })
  expect(dataOf(erased).erasePersonalData).toMatchObject({ state: 'ERASED', reporter: null })
  expect(codesOf(await reveal())).toEqual(['IDENTITY_ERASED'])
  expect((await read(hub, id)).title).toBe(STREET_LIGHTS.title)
})

it('the government that it was handed to knows a handle, and never who it is', async () => {
  const { id } = await file(hub, { ...ELECTRICITY, ...NAMED })
  const { case: held } = await readWhen(hub, id, 'HANDED_OVER')
  const nation = fetchClient.connect(gateway, await tokenFor(dataFolder, { role: 'national-admin' }))
  const known = await nation.ask({ query: HANDLE, variables: { id: held?.id } })
  expect(dataOf(known)).toEqual({ case: { reporter: { handle: expect.stringMatching(/^R-/), anonymous: false } } })
  expect(dataOf(await hub.ask({ query: HANDLE, variables: { id: held?.id } }))).toEqual({ case: { reporter: null } })
  const refused = await nation.ask({ query: REVEAL, variables: { input: { case: held?.id, purpose: 'ingin tahu' } } })
  expect(codesOf(refused)).toEqual(['IDENTITY_STAYS_AT_DOOR'])
})
