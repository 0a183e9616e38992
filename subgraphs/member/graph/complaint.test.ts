import { describe, expect, test } from 'vitest'
import { loadReference } from '../reference/load.ts'
import { ask, coordinator } from './testing/ask.ts'
import { coordinatorOf, fakeCase, fakeComplaint, fakeId, fakeStep } from './testing/fake-records.ts'
import { FAKE_SECRET, fakeServices } from './testing/fake-services.ts'

const reference = loadReference()
const open = fakeComplaint(reference)
const hidden = fakeComplaint(reference, { id: fakeId('complaint', '64.08', 2), confidential: true })
const services = () =>
  fakeServices(reference, {
    governments: ['64.08'],
    complaints: [open, hidden],
    cases: [fakeCase(reference, open), fakeCase(reference, hidden, { id: fakeId('case', '64.08', 2) })],
    journeys: new Map([open, hidden].map(({ id }) => [id, [fakeStep({ reason: 'Alasan' })]])),
    answers: new Map(
      [open, hidden].map(({ id, handledBy }) => [id, [{ at: new Date(0), text: 'Baik', agency: handledBy }]]),
    ),
  })

const CONTENT = `query ($id: ID!, $secret: String) {
  complaint(id: $id, secret: $secret) { status title body journey { type reason } answers { body } receipt { secret } }
}`
const SHOWN = {
  status: 'FILED',
  title: 'Lampu jalan padam',
  body: 'Sudah dua minggu.',
  journey: [{ type: 'FILED', reason: 'Alasan' }],
  answers: [{ body: 'Baik' }],
  receipt: { secret: null },
}
const HIDDEN = {
  status: 'FILED',
  title: null,
  body: null,
  journey: [{ type: 'FILED', reason: null }],
  answers: [],
  receipt: null,
}

describe('the content of a complaint', () => {
  const read = async (question: object) => (await ask(services(), CONTENT, question)).data?.complaint

  test('that is not confidential is read by everybody', async () => {
    expect(await read({ variables: { id: open.id } })).toEqual(SHOWN)
  })

  test('that is confidential is hidden from the public, status and journey are not', async () => {
    expect(await read({ variables: { id: hidden.id } })).toEqual(HIDDEN)
    expect(await read({ variables: { id: hidden.id, secret: 'a guess' } })).toEqual(HIDDEN)
  })

  test('that is confidential is read by whoever shows the secret, in any spelling', async () => {
    const secret = FAKE_SECRET.toLowerCase().replaceAll('-', ' ')
    expect(await read({ variables: { id: hidden.id, secret } })).toEqual(SHOWN)
  })

  test('that is confidential is read by the coordinator of its government, not by that of another', async () => {
    const variables = { id: hidden.id }
    expect(await read({ variables, actor: coordinator('64.08') })).toEqual(SHOWN)
    expect(await read({ variables, actor: coordinator('64.09') })).toEqual(HIDDEN)
  })

  test('that is confidential is hidden on the path through its case too', async () => {
    const query = `query ($id: ID!) { case(id: $id) { complaint { title body } } }`
    const variables = { id: fakeId('case', '64.08', 2) }
    const byPublic = await ask(services(), query, { variables })
    expect(byPublic.data).toEqual({ case: { complaint: { title: null, body: null } } })
    const byOfficer = await ask(services(), query, { variables, actor: coordinator('64.08') })
    expect(byOfficer.data).toEqual({ case: { complaint: { title: hidden.title, body: hidden.body } } })
  })
})

test('a receipt is secured once another server has what was filed', async () => {
  const query = 'query ($id: ID!) { complaint(id: $id) { receipt { state } } }'
  const stateAmong = async (secured: ReadonlySet<string>) => {
    const records = { governments: ['64.08'], complaints: [open], secured }
    const { data } = await ask(fakeServices(reference, records), query, { variables: { id: open.id } })
    return data
  }
  expect(await stateAmong(new Set())).toEqual({ complaint: { receipt: { state: 'RECEIVED' } } })
  expect(await stateAmong(new Set([open.id]))).toEqual({ complaint: { receipt: { state: 'SECURED' } } })
})

describe('an id', () => {
  const read = (id: string) => ask(services(), 'query ($id: ID!) { complaint(id: $id) { id } }', { variables: { id } })
  const codeOf = async (id: string) => (await read(id)).errors?.map(({ extensions }) => extensions?.code)

  test('is read as people write it and answered in its canonical spelling', async () => {
    expect((await read(open.id.toLowerCase())).data).toEqual({ complaint: { id: open.id } })
  })

  test('of nothing is null without an error', async () => {
    expect(await read(fakeId('complaint', '64.08', 9))).toEqual({ data: { complaint: null } })
  })

  test('that is none, of another kind, or of a government that is not hosted here is refused by its own code', async () => {
    expect(await codeOf('6408-nonsense')).toEqual(['BAD_USER_INPUT'])
    expect(await codeOf(fakeId('agency', '64.08'))).toEqual(['WRONG_ID_KIND'])
    expect(await codeOf(fakeId('complaint', '64.09'))).toEqual(['UNKNOWN_JURISDICTION'])
  })
})

describe('what another government does', () => {
  const agency = coordinatorOf(reference, '00')
  const summary = { id: fakeId('case', '00'), status: 'OPEN', openedAt: new Date(0), agency } as const
  const away = fakeComplaint(reference, { holder: '00', handledBy: agency, case: summary, epoch: 2 })
  const door = () => fakeServices(reference, { governments: ['64.08'], complaints: [away] })

  test('is answered by the door from its copies', async () => {
    const query = `query ($id: ID!) {
      complaint(id: $id) { handledBy { id name region { name tier } } case { id status agency { name } } asOf unreachableSince }
    }`
    expect(await ask(door(), query, { variables: { id: away.id } })).toEqual({
      data: {
        complaint: {
          handledBy: { id: agency.id, name: agency.name, region: { name: 'Indonesia', tier: 'NATIONAL' } },
          case: { id: summary.id, status: 'OPEN', agency: { name: agency.name } },
          asOf: '2026-11-21T01:00:00.000Z',
          unreachableSince: '2026-11-21T00:00:00.000Z',
        },
      },
    })
  })

  test('beyond its copies is null with an error, and takes nothing else along', async () => {
    const query = `query ($id: ID!) { complaint(id: $id) { title handledBy { name openCases } } }`
    const { data, errors } = await ask(door(), query, { variables: { id: away.id } })
    expect(data).toEqual({ complaint: { title: away.title, handledBy: { name: agency.name, openCases: null } } })
    expect(errors).toMatchObject([
      { path: ['complaint', 'handledBy', 'openCases'], extensions: { code: 'UNKNOWN_JURISDICTION' } },
    ])
  })
})

test('the journeys of 20 complaints are one query', async () => {
  const many = Array.from({ length: 20 }, (_, i) => fakeComplaint(reference, { id: fakeId('complaint', '64.08', i) }))
  const server = fakeServices(reference, { governments: ['64.08'], complaints: many })
  const fields = many.map(({ id }, i) => `c${i}: complaint(id: "${id}") { journey { sequence } }`)
  await ask(server, `{ ${fields.join(' ')} }`)
  expect(server.calls).toEqual(['complaints 20', 'journeys 20'])
})

test('a reply to an answer needs a complaint of this door, and its secret', async () => {
  const reply = 'mutation ($c: ID!) { replyToAnswer(input: { complaint: $c, satisfied: true }) { id } }'
  const codeOf = async (c: string) => (await ask(services(), reply, { variables: { c } })).errors?.[0]?.extensions?.code
  expect(await codeOf(open.id)).toBe('RECEIPT_NOT_RECOGNISED')
  expect(await codeOf(fakeId('case', '64.08'))).toBe('WRONG_ID_KIND')
})
