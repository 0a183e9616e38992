import { expect, inject, it } from 'vitest'
import { fetchClient } from '../operations/clients/fetch.ts'
import { codesOf, dataOf, file, read, STREET_LIGHTS, tokenFor } from '../operations/hub.ts'
import { operation } from '../operations/operations-file.ts'
import { agencyOf, anybody, official } from './officials.ts'

const GOVERNMENT = '72.07'
const REGISTER = 'mutation ($input: RegisterMandateInput!) { registerMandate(input: $input) { id } }'
const ACTS = 'query ($id: ID!) { case(id: $id) { status acts { name decree } } }'

it('D3: an operator who is transferred in the middle of a case cannot answer it, the successor does, and each is named for the own acts', async () => {
  const { gateway, dataFolder } = inject('network')
  const admin = await official({ role: 'national-admin', region: '00' })
  const coordinator = await official({ role: 'coordinator', region: GOVERNMENT })
  const dishub = await agencyOf(GOVERNMENT, 'Dishub')
  const operator = async (subject: string) => {
    const claims = { role: 'operator', region: GOVERNMENT, agency: dishub } as const
    return fetchClient.connect(gateway, await tokenFor(dataFolder, claims, subject))
  }
  const renew = async (number: string, subject: string, name: string) => {
    const members = [{ subject, name, position: 'Operator' }]
    const decree = { agency: dishub, number, issuer: 'Bupati', validFrom: new Date().toISOString(), members }
    dataOf(await admin.client.ask({ query: REGISTER, variables: { input: decree } }))
  }
  const { id } = await file(anybody(), { ...STREET_LIGHTS, door: GOVERNMENT, location: GOVERNMENT })
  const held = (await read(anybody(), id)).case?.id ?? expect.fail('the complaint has no case')
  await coordinator.act('VerifyCase', { case: held, category: STREET_LIGHTS.category })
  await coordinator.act('AssignCase', { case: held, agency: dishub })

  await renew('188/1/2026', 'operator-lama', 'Operator Lama')
  const former = await operator('operator-lama')
  dataOf(await former.ask({ query: operation('StartCase'), variables: { input: { case: held } } }))

  await renew('188/2/2026', 'operator-baru', 'Operator Baru')
  const successor = await operator('operator-baru')
  const answer = { query: operation('AnswerCase'), variables: { input: { case: held, body: 'Lampu sudah diganti.' } } }
  expect(codesOf(await former.ask(answer))).toEqual(['NO_MANDATE'])
  expect((await read(anybody(), id)).status).toBe('IN_PROGRESS')
  dataOf(await successor.ask(answer))

  const shown = await successor.ask<{ case: { status: string; acts: readonly unknown[] } }>({
    query: ACTS,
    variables: { id: held },
  })
  const { status, acts } = dataOf(shown).case
  expect(status).toBe('ANSWERED')
  expect(acts.slice(-2)).toEqual([
    { name: 'Operator Lama', decree: '188/1/2026' },
    { name: 'Operator Baru', decree: '188/2/2026' },
  ])
})
