import { describe, expect, test } from 'vitest'
import { loadReference } from '../reference/load.ts'
import { ask, coordinator } from './testing/ask.ts'
import { coordinatorOf, fakeCase, fakeComplaint, fakeId, fakeStep } from './testing/fake-records.ts'
import { fakeServices } from './testing/fake-services.ts'

const reference = loadReference()
const cases = [1, 2, 3].map((number) =>
  fakeCase(reference, fakeComplaint(reference, { id: fakeId('complaint', '64.08', number) }), {
    id: fakeId('case', '64.08', number),
  }),
)
const services = () => fakeServices(reference, { governments: ['64.08'], cases })
const actor = coordinator('64.08')

describe('the worklist of a government', () => {
  const WORKLIST = `query ($region: ID!, $first: Int, $after: String) {
    cases(region: $region, first: $first, after: $after) {
      totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      edges { cursor node { id deadline { clock overdue } complaint { title body } } }
    }
  }`
  const codeOf = async (variables: Record<string, unknown>, by?: typeof actor) =>
    (await ask(services(), WORKLIST, { variables, ...(by && { actor: by }) })).errors?.[0]?.extensions?.code

  test('is a page with cursors, its count and the dossiers, without a query for each', async () => {
    const server = services()
    const { data } = await ask(server, WORKLIST, { variables: { region: '64.08', first: 2 }, actor })
    expect(data?.cases).toMatchObject({
      totalCount: 3,
      pageInfo: {
        hasNextPage: true,
        hasPreviousPage: false,
        startCursor: `after ${cases[0]?.id}`,
        endCursor: `after ${cases[1]?.id}`,
      },
      edges: [{ node: { deadline: { overdue: false }, complaint: { body: 'Sudah dua minggu.' } } }, {}],
    })
    expect(server.calls).toEqual([])
  })

  test('is for its officers', async () => {
    expect(await codeOf({ region: '64.08' })).toBe('UNAUTHENTICATED')
    expect(await codeOf({ region: '64.08' }, coordinator('64.09'))).toBe('FORBIDDEN')
  })

  test('has pages of at most 100', async () => {
    expect(await codeOf({ region: '64.08', first: 101 }, actor)).toBe('PAGE_TOO_LARGE')
    expect(await codeOf({ region: '64.08', first: -1 }, actor)).toBe('BAD_USER_INPUT')
  })

  test('is asked for at the server that hosts the government', async () => {
    expect(await codeOf({ region: '64.09' }, actor)).toBe('UNKNOWN_JURISDICTION')
    expect(await codeOf({ region: '64.99' }, actor)).toBe('UNKNOWN_JURISDICTION')
    expect(await codeOf({ region: 'Sangatta' }, actor)).toBe('BAD_USER_INPUT')
  })
})

describe('the worklist of several governments', () => {
  const WORKLIST = 'query ($regions: [ID!]!) { worklist(regions: $regions) { edges { node { id } } } }'
  const both = fakeServices(reference, { governments: ['64.08', '64.09'], cases })
  const askFor = (regions: readonly string[], by: typeof actor) =>
    ask(both, WORKLIST, { variables: { regions }, actor: by })

  test('is for whoever may read each of them', async () => {
    const overseer = { kind: 'person', subject: 'overseer', role: 'overseer' } as const
    expect((await askFor(['64.08', '64.09', '64.08.04'], overseer)).data?.worklist).toMatchObject({
      edges: cases.map(({ id }) => ({ node: { id } })),
    })
    const { errors } = await askFor(['64.08', '64.09'], actor)
    expect(errors?.[0]?.extensions?.code).toBe('FORBIDDEN')
  })

  test('names at most 100', async () => {
    const { errors } = await askFor(
      Array.from({ length: 101 }, () => '64.08'),
      actor,
    )
    expect(errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT')
  })
})

describe('an act on a case', () => {
  const START = 'mutation ($id: ID!) { startCase(input: { case: $id }) { id } }'
  const codeOf = async (id: string, by?: typeof actor) =>
    (await ask(services(), START, { variables: { id }, ...(by && { actor: by }) })).errors?.[0]?.extensions?.code

  test('is refused by the rules with their code', async () => {
    expect(await codeOf(fakeId('case', '64.08'))).toBe('UNAUTHENTICATED')
    expect(await codeOf(fakeId('case', '64.08'), actor)).toBe('NOT_HOLDER')
  })

  test('needs the id of a case that is hosted here', async () => {
    expect(await codeOf(fakeId('complaint', '64.08'), actor)).toBe('WRONG_ID_KIND')
    expect(await codeOf(fakeId('case', '64.09'), actor)).toBe('UNKNOWN_JURISDICTION')
    expect(await codeOf('6408', actor)).toBe('BAD_USER_INPUT')
  })
})

test('a second act of one request sees what the first has changed', async () => {
  const complaint = fakeComplaint(reference)
  const steps = [fakeStep()]
  const server = fakeServices(reference, {
    governments: ['64.08'],
    complaints: [complaint],
    journeys: new Map([[complaint.id, steps]]),
  })
  const acting = {
    ...server,
    actOnCase: async () => {
      steps.push(fakeStep({ sequence: steps.length + 1 }))
      return fakeCase(reference, complaint)
    },
  }
  const act = `startCase(input: { case: "${fakeId('case', '64.08')}" }) { complaint { journey { sequence } } }`
  const { data } = await ask(acting, `mutation { first: ${act} second: ${act} }`, { actor })
  expect(data).toEqual({
    first: { complaint: { journey: [{ sequence: 1 }, { sequence: 2 }] } },
    second: { complaint: { journey: [{ sequence: 1 }, { sequence: 2 }, { sequence: 3 }] } },
  })
})

describe('the agencies of a government', () => {
  const AGENCIES = 'query ($region: ID!) { agencies(region: $region) { id region { code } openCases } }'

  test('begin with its coordinator, and their open cases are one query', async () => {
    const server = services()
    const { data } = await ask(server, AGENCIES, { variables: { region: '64.08' } })
    expect(data).toHaveProperty('agencies[0]', {
      id: coordinatorOf(reference, '64.08').id,
      region: { code: '64.08' },
      openCases: 0,
    })
    expect(server.calls.filter((call) => call.startsWith('openCases'))).toHaveLength(1)
  })

  test('of a district are those of the government that answers for it', async () => {
    const { data } = await ask(services(), AGENCIES, { variables: { region: '64.08.04' } })
    expect(data).toHaveProperty('agencies[0].id', coordinatorOf(reference, '64.08').id)
  })
})
