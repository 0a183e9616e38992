import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { idOf, type MemberNetwork, startMemberNetwork } from './member-servers.fixture.ts'
import type { Resolvers } from './subgraph-server.fixture.ts'

const complaintOf = (government: string, number = 1) => idOf('complaint', government, number)
const LISTED = ['64.02', '64.08', '64', '64.71', '64.02', '00']

/** Each member answers with its own name, so that a test sees who was asked. */
function resolversOf(member: string, calls: string[]): Resolvers {
  const complaint = ({ id }: Readonly<Record<string, unknown>>) => ({ id, title: `at ${member}`, filedAt: 'now' })
  return {
    Query: {
      complaint: (_, args) => complaint(args),
      agencies: (_, { region }) => [{ id: idOf('agency', '64.08'), name: `${member} ${region}` }],
      categories: () => [{ code: 'energy', name: member, affair: 'X', details: [] }],
      regions: () => [{ code: '64.08', name: member, tier: 'REGENCY' }],
      kiosks: () => [{ id: 'k', name: member }],
      complaints: () => ({
        feedCursor: 'c',
        totalCount: LISTED.length,
        edges: LISTED.map((government, index) => ({
          cursor: `${index}`,
          node: {
            id: complaintOf(government, index),
            door: { code: government },
            region: { code: '64.08.04' },
            complaint: { __typename: 'Complaint', id: complaintOf(government, index) },
          },
        })),
      }),
    },
    Mutation: {
      fileComplaint: (_, { input }) => {
        calls.push(`${member} ${(input as { door: string }).door}`)
        return complaint({ id: complaintOf((input as { door: string }).door) })
      },
    },
    Complaint: { resolveReference: complaint },
    Region: {
      resolveReference: (row) => row,
      villages: () => [{ code: '64.08.04.2003', name: member, tier: 'VILLAGE' }],
    },
  }
}

let network: MemberNetwork
const mutations: string[] = []
beforeAll(async () => {
  network = await startMemberNetwork((member) => resolversOf(member, mutations), 300)
})
afterAll(() => network.close())
beforeEach(() => {
  network.takeCounts()
  mutations.length = 0
})
afterEach(() => {
  for (const server of network.servers.values()) server.behave('well')
  expect(network.faults).toEqual([])
})

const FILE = `mutation ($a: FileComplaintInput!, $b: FileComplaintInput!, $c: FileComplaintInput!) {
  a: fileComplaint(input: $a) { title } b: fileComplaint(input: $b) { title } c: fileComplaint(input: $c) { title }
}`
const input = (door: string) => ({ door, kind: 'COMPLAINT', title: 't', body: 'b', channel: 'WEB' })

describe('a root field', () => {
  it('goes to the member that hosts the government in front of the id, and to no other', async () => {
    const { data } = await network.ask('query ($id: ID!) { complaint(id: $id) { title } }', {
      id: complaintOf('64.08'),
    })
    expect(data).toEqual({ complaint: { title: 'at kutai-timur' } })
    expect(network.takeCounts()).toEqual({ 'kutai-timur': 1 })
  })

  it('finds its jurisdiction in a literal, in a variable and in part of an input', async () => {
    const { data } = await network.ask(
      `mutation ($door: ID!) {
        one: fileComplaint(input: { door: "72", kind: COMPLAINT, title: "t", body: "b", channel: WEB }) { title }
        two: fileComplaint(input: { door: $door, kind: COMPLAINT, title: "t", body: "b", channel: WEB }) { title }
      }`,
      { door: '64.02' },
    )
    expect(data).toEqual({ one: { title: 'at provincial' }, two: { title: 'at regency' } })
  })

  it('of a place below a government goes to the government above it', async () => {
    const { data } = await network.ask(
      '{ agencies(region: "64.08.04.2003") { name } kiosks(region: "64.71.01") { name } }',
    )
    expect(data).toEqual({ agencies: [{ name: 'kutai-timur 64.08.04.2003' }], kiosks: [{ name: 'regency' }] })
  })

  it('is split from others of its contract that lead elsewhere, and goes with those that lead there too', async () => {
    const { data } = await network.ask(
      `query ($a: ID!, $b: ID!, $c: ID!) { a: complaint(id: $a) { ...T } b: complaint(id: $b) { ...T } c: complaint(id: $c) { id } }
      fragment T on Complaint { title }`,
      { a: complaintOf('64.02'), b: complaintOf('72'), c: complaintOf('64.71') },
    )
    expect(data).toEqual({ a: { title: 'at regency' }, b: { title: 'at provincial' }, c: { id: complaintOf('64.71') } })
    expect(network.takeCounts()).toEqual({ regency: 1, provincial: 1 })
  })

  it('that every member answers alike goes to one that is up', async () => {
    for (const name of ['national', 'provincial', 'kutai-timur']) network.server(name).behave('garbage')
    const { data, errors } = await network.ask('{ categories { name } regions { name } }')
    expect(errors).toBeUndefined()
    expect(data).toEqual({ categories: [{ name: 'regency' }], regions: [{ name: 'regency' }] })
  })

  it('that no member answers is null with an error of its own', async () => {
    network.server('kutai-timur').behave('hang')
    const { data, errors } = await network.ask(
      'query ($a: ID!, $b: ID!) { a: complaint(id: $a) { title } b: complaint(id: $b) { title } }',
      { a: complaintOf('64.08'), b: complaintOf('64') },
    )
    expect(data).toEqual({ a: null, b: { title: 'at provincial' } })
    expect(errors).toMatchObject([{ path: ['a'], extensions: { code: 'MEMBER_UNAVAILABLE', region: '64.08' } }])
  })

  it.each([
    ['of a government that no member hosts', complaintOf('31'), 'UNKNOWN_JURISDICTION'],
    ['of a code that no government has', '99.99', 'UNKNOWN_JURISDICTION'],
    ['that is neither an id nor a code', 'x-1', 'BAD_USER_INPUT'],
    ['with a mistyped id', `${complaintOf('64.08').slice(0, -1)}U`, 'BAD_USER_INPUT'],
  ])('%s is refused, and nobody is asked', async (_, id, code) => {
    const { data, errors } = await network.ask('query ($id: ID!) { complaint(id: $id) { title } }', { id })
    expect(data).toEqual({ complaint: null })
    expect(errors).toMatchObject([{ path: ['complaint'], extensions: { code } }])
    expect(network.takeCounts()).toEqual({})
  })
})

describe('mutations', () => {
  it('of several governments are done in the order of the document', async () => {
    const { data } = await network.ask(FILE, { a: input('64.08'), b: input('64.02'), c: input('64.08') })
    expect(data).toEqual({ a: { title: 'at kutai-timur' }, b: { title: 'at regency' }, c: { title: 'at kutai-timur' } })
    expect(mutations).toEqual(['kutai-timur 64.08', 'regency 64.02', 'kutai-timur 64.08'])
  })

  it('that follow each other at one member are one request', async () => {
    await network.ask(FILE, { a: input('64.71'), b: input('64.02'), c: input('64.08') })
    expect(mutations).toEqual(['regency 64.71', 'regency 64.02', 'kutai-timur 64.08'])
    expect(network.takeCounts()).toEqual({ regency: 1, 'kutai-timur': 1 })
  })

  it('are never sent twice, and one that fails stops no other', async () => {
    network.server('regency').behave('garbage')
    const { data, errors } = await network.ask(FILE, { a: input('64.71'), b: input('nowhere'), c: input('64.08') })
    expect(data).toEqual({ a: null, b: null, c: { title: 'at kutai-timur' } })
    expect(errors?.map(({ path, extensions }) => [path, extensions?.code])).toEqual([
      [['b'], 'BAD_USER_INPUT'],
      [['a'], 'MEMBER_UNAVAILABLE'],
    ])
    expect(network.takeCounts()).toEqual({ regency: 1, 'kutai-timur': 1 })
  })
})

const LIST = '{ complaints { edges { node { door { code } complaint { id title } } } } }'

describe('a list', () => {
  it('over several members is the page and then one request to each of them', async () => {
    const { data, errors } = await network.ask(LIST)
    expect(errors).toBeUndefined()
    expect(JSON.stringify(data).match(/at [a-z-]+/g)).toEqual(
      ['regency', 'kutai-timur', 'provincial', 'regency', 'regency', 'national'].map((name) => `at ${name}`),
    )
    expect(network.takeCounts()).toEqual({ national: 2, regency: 1, 'kutai-timur': 1, provincial: 1 })
  })

  it('keeps the rows of members that answer, and names the government of those that do not', async () => {
    network.server('regency').behave('hang')
    const { data, errors } = await network.ask(LIST)
    const row = (government: string, index: number, title: string | null) => ({
      node: { door: { code: government }, complaint: { id: complaintOf(government, index), title } },
    })
    expect(data).toEqual({
      complaints: {
        edges: [
          row('64.02', 0, null),
          row('64.08', 1, 'at kutai-timur'),
          row('64', 2, 'at provincial'),
          row('64.71', 3, null),
          row('64.02', 4, null),
          row('00', 5, 'at national'),
        ],
      },
    })
    expect(errors?.map(({ path, extensions }) => [path, extensions])).toEqual(
      [
        [0, '64.02'],
        [3, '64.71'],
        [4, '64.02'],
      ].map(([index, region]) => [
        ['complaints', 'edges', index, 'node', 'complaint'],
        { code: 'MEMBER_UNAVAILABLE', region },
      ]),
    )
  })

  it('has one error for each row, however many fetches the row needs', async () => {
    network.server('kutai-timur').behave('garbage')
    const { data, errors } = await network.ask(
      '{ complaints { edges { node { complaint { filedAt location { villages { name } } answers { at } } } } } }',
    )
    expect(data).toMatchObject({ complaints: { edges: [{}, { node: { complaint: null } }, {}, {}, {}, {}] } })
    const ofRow = errors?.filter(({ path }) => path?.[2] === 1)
    expect(ofRow).toMatchObject([{ extensions: { code: 'MEMBER_UNAVAILABLE', region: '64.08' } }])
  })
})

describe('a region', () => {
  it('is answered by the nearest government of the contract that lies above it', async () => {
    const { data, errors } = await network.ask('{ complaints { edges { node { region { villages { name } } } } } }')
    expect(errors).toBeUndefined()
    expect(JSON.stringify(data)).toContain('"villages":[{"name":"kutai-timur"}]')
    expect(network.takeCounts()).toEqual({ national: 1, 'kutai-timur': 1 })
  })

  it('that has no such government above it is null without an error', async () => {
    const { data, errors } = await network.ask('{ complaints { edges { node { door { code villages { name } } } } } }')
    expect(errors).toBeUndefined()
    expect(data).toMatchObject({
      complaints: { edges: [{}, {}, { node: { door: { code: '64', villages: null } } }, {}, {}, {}] },
    })
  })
})

describe('a call', () => {
  it("hands on the client's Authorization header", async () => {
    await network.ask('{ members { name } }', {}, { authorization: 'Bearer t' })
    expect(network.server('national').requests[0]?.authorization).toBe('Bearer t')
  })

  it('of a client that has gone asks nobody any more', async () => {
    await network.ask(LIST, {}, { signal: AbortSignal.abort() })
    expect(network.takeCounts()).toEqual({})
  })
})
