import { expect, test } from 'vitest'
import type { Actor } from '../domain/model.ts'
import type { Mandate } from '../mandates/model.ts'
import { loadReference } from '../reference/load.ts'
import { ask, coordinator } from './testing/ask.ts'
import { fakeServices } from './testing/fake-services.ts'

const reference = loadReference()
const [secretariat = '', office = ''] = reference.agenciesOf('64.08').map(({ id }) => id)
const VIEWER = `query ($region: ID!) {
  viewer(region: $region) { subject roles regions { code } agency { id } mandates { number } rights }
}`

const decree = (number: string, agency: string, changes: Partial<Mandate> = {}): Mandate => ({
  ...{ id: number, government: '64.08', agency, number, issuer: 'Bupati', validFrom: new Date('2020-01-01') },
  ...{ members: 'EVERYBODY', ...changes },
})
const MANDATES = [
  decree('1', secretariat),
  decree('2', office),
  decree('3', secretariat, { validTo: new Date('2020-02-01') }),
  decree('4', secretariat, { members: [{ subject: 'somebody else', name: 'x', position: 'x' }] }),
]

async function viewerFor(actor: Actor, region = '64.08') {
  const services = fakeServices(reference, { governments: ['64.08', '64.72'] })
  const mandates = { ...services.mandates, ofGovernment: () => MANDATES }
  const { data, errors } = await ask({ ...services, mandates }, VIEWER, { variables: { region }, actor })
  return errors?.[0]?.extensions?.code ?? data?.viewer
}

test('an officer reads who it is, which decrees in force give the right to act, and which rights those are', async () => {
  expect(await viewerFor(coordinator('64.08'))).toMatchObject({
    roles: ['coordinator'],
    regions: [{ code: '64.08' }],
    agency: null,
    mandates: [{ number: '1' }],
    rights: expect.arrayContaining(['readWorklist', 'answer', 'release', 'manageMandates']),
  })
  const operator = { kind: 'person', subject: 'one', role: 'operator', region: '64.08', agency: office } as const
  const own = await viewerFor(operator)
  expect(own).toMatchObject({ subject: 'one', agency: { id: office }, mandates: [{ number: '2' }] })
  expect(own).not.toMatchObject({ rights: expect.arrayContaining(['release']) })
})

test('rights are those at the government that is asked about, as the decrees of the moment leave them', async () => {
  const EVERYWHERE = ['readPublic', 'fileComplaint', 'fileReceivedEarlier', 'fileForOthers']
  expect(await viewerFor(coordinator('64.08'), '64.72')).toMatchObject({ mandates: [], rights: EVERYWHERE })
  const actor = { ...coordinator('64.08'), withoutMandate: true } as Actor
  expect(await viewerFor(actor)).toMatchObject({ rights: ['readPublic', 'fileComplaint'] })
  expect(
    await viewerFor({ kind: 'person', subject: 'x', role: 'village-head', region: '64.08.04.2001' }),
  ).toMatchObject({
    regions: [{ code: '64.08.04.2001' }],
    rights: ['readPublic', 'fileComplaint', 'readWorklist'],
  })
})

test('nobody known is nobody, and who asks elsewhere is told so', async () => {
  expect(await viewerFor({ kind: 'public' })).toBeNull()
  expect(await viewerFor({ kind: 'member', member: 'regency' })).toBeNull()
  expect(await viewerFor(coordinator('64.08'), '13')).toBe('UNKNOWN_JURISDICTION')
})
