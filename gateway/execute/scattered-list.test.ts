import { readFileSync } from 'node:fs'
import { makeId } from '@lawang/schema/id'
import type { MemberEntry } from '@lawang/schema/network'
import fc from 'fast-check'
import { graphql } from 'graphql'
import { expect, test } from 'vitest'
import { DEFAULT_LIMITS } from '../plan/limits.ts'
import { createPrepare } from '../plan/prepare.ts'
import { loadSupergraph } from '../plan/supergraph.ts'
import type { Ask } from '../route/ask.ts'
import { createAvailability } from '../route/availability.ts'
import { jurisdictionRouter } from '../route/jurisdiction-router.ts'
import { isJsonObject, readAnswer } from './member-answer.ts'
import { SUPERGRAPH_FILE } from './member-servers.fixture.ts'
import { createOperations } from './operations.ts'
import { type Answer, ask } from './plain-gateway.fixture.ts'

const supergraph = loadSupergraph(readFileSync(SUPERGRAPH_FILE, 'utf8'))
const GOVERNMENTS = ['64', '72', '64.02', '64.08', '64.71', '72.71']
const WORKLIST = `query ($regions: [ID!]!, $first: Int, $after: String) {
  worklist(regions: $regions, first: $first, after: $after) {
    ...page
    list: edges { node { openedAt } at: cursor }
  }
}
fragment page on CaseConnection {
  __typename totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { id } }
}`

interface Row {
  readonly government: string
  readonly openedAt: string
  readonly id: string
}

interface Page {
  readonly totalCount: number | null
  readonly pageInfo: {
    readonly hasNextPage: boolean
    readonly hasPreviousPage: boolean
    readonly startCursor: string | null
    readonly endCursor: string | null
  }
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly id: string } }[]
  readonly list: readonly { readonly at: string; readonly node: { readonly openedAt: string } }[]
}

const orderOf = (row: Row) => `${row.openedAt} ${row.id}`
const sorted = (rows: readonly Row[]) => rows.toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1))

/** A gateway before members in memory: `hosts` says which member has which governments, `down` who does not answer. */
function network(hosts: ReadonlyMap<string, readonly string[]>, rows: readonly Row[]) {
  const down = new Set<string>()
  const asked: string[] = []
  const members = [...hosts].map(
    ([name, governments]): MemberEntry => ({ name, tier: 'NATIONAL', url: `http://${name}`, governments }),
  )
  const worklist = (mine: readonly string[]) => (args: { regions: string[]; first: number; after?: string | null }) => {
    expect(mine).toEqual(expect.arrayContaining(args.regions))
    const all = sorted(rows.filter(({ government }) => args.regions.includes(government)))
    const left = all.filter((row) => orderOf(row) > (args.after ?? ''))
    return {
      totalCount: all.length,
      pageInfo: { hasNextPage: left.length > args.first, hasPreviousPage: false },
      edges: left.slice(0, args.first).map((node) => ({ cursor: orderOf(node), node })),
    }
  }
  const fakeAsk: Ask = async ([endpoint], body) => {
    const name = endpoint?.name ?? ''
    asked.push(name)
    if (down.has(name)) return { kind: 'unavailable', retryAfter: 1 }
    const request: unknown = JSON.parse(body)
    const { query, variables } = isJsonObject(request) ? request : {}
    const answer = readAnswer(
      await graphql({
        schema: supergraph.publicSchema,
        source: String(query),
        rootValue: { worklist: worklist(hosts.get(name) ?? []) },
        variableValues: isJsonObject(variables) ? variables : {},
      }),
    )
    return answer.kind === 'answered' ? answer : { kind: 'unavailable', retryAfter: 1 }
  }
  const router = jurisdictionRouter(
    members,
    supergraph.routed,
    createAvailability(() => 0),
  )
  const operations = createOperations({
    supergraph,
    prepare: createPrepare(supergraph, router.routedArgument, { limits: DEFAULT_LIMITS, cacheSize: 10 }),
    network: { router, ask: fakeAsk, types: supergraph.types },
    onFault: (fault) => {
      throw fault
    },
  })
  const read = (variables: Readonly<Record<string, unknown>>) => ask(operations, WORKLIST, variables)
  return { down, asked, read }
}

function pageOf({ data }: Answer): Page {
  const { worklist } = JSON.parse(JSON.stringify(data)) as { worklist: Page }
  return worklist
}

const id = (government: string, number: number) =>
  makeId('case', government, (attempt) => Uint8Array.from([0, 0, 0, 0, 0, 0, 0, 0, number, attempt]))
const someRows = fc
  .array(fc.tuple(fc.constantFrom(...GOVERNMENTS), fc.integer({ min: 0, max: 9 })), { maxLength: 40 })
  .map((drawn) =>
    drawn.map(
      ([government, minute], number): Row => ({
        government,
        openedAt: `2026-03-17T02:0${minute}:00.000Z`,
        id: id(government, number),
      }),
    ),
  )
/** Which of at most four members hosts each government. */
const someHosts = fc
  .array(fc.integer({ min: 0, max: 3 }), { minLength: GOVERNMENTS.length, maxLength: GOVERNMENTS.length })
  .map((drawn) => Map.groupBy(GOVERNMENTS, (government) => `member-${drawn[GOVERNMENTS.indexOf(government)]}`))
const sizes = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 5 })

test('pages of any sizes over any split of governments over members are the sorted whole, each member asked once a page', () =>
  fc.assert(
    fc.asyncProperty(someRows, someHosts, sizes, async (rows, hosts, firsts) => {
      const { read, asked } = network(hosts, rows)
      const seen: string[] = []
      let after: string | null = null
      for (let turn = 0; ; turn++) {
        const answer: Answer = await read({ regions: GOVERNMENTS, first: firsts[turn % firsts.length], after })
        expect(answer.errors).toBeUndefined()
        expect(asked.splice(0).sort()).toEqual([...hosts.keys()].sort())
        const page = pageOf(answer)
        expect(page.totalCount).toBe(rows.length)
        expect(page.list.map(({ at }) => at)).toEqual(page.edges.map(({ cursor }) => cursor))
        expect(page.pageInfo).toMatchObject({
          hasPreviousPage: turn > 0,
          startCursor: page.edges[0]?.cursor ?? null,
          endCursor: page.edges.at(-1)?.cursor ?? after,
        })
        seen.push(...page.edges.map(({ node }) => node.id))
        after = page.pageInfo.endCursor
        expect(page.pageInfo.hasNextPage).toBe(seen.length < rows.length)
        if (!page.pageInfo.hasNextPage) break
      }
      expect(seen).toEqual(sorted(rows).map((row) => row.id))
    }),
    { numRuns: 60 },
  ))

test('every cursor of a page continues behind its row', () =>
  fc.assert(
    fc.asyncProperty(someRows, someHosts, fc.nat(), async (rows, hosts, choice) => {
      const { read } = network(hosts, rows)
      const { edges } = pageOf(await read({ regions: GOVERNMENTS, first: 10 }))
      if (edges.length === 0) return
      const place = choice % edges.length
      const rest = pageOf(await read({ regions: GOVERNMENTS, first: 100, after: edges[place]?.cursor }))
      expect(rest.edges.map(({ node }) => node.id)).toEqual(
        sorted(rows)
          .slice(place + 1)
          .map((row) => row.id),
      )
    }),
    { numRuns: 40 },
  ))

test('members that fail in between skip nothing and double nothing, and every page says whose rows are missing', () =>
  fc.assert(
    fc.asyncProperty(
      someRows,
      someHosts,
      sizes,
      fc.array(fc.subarray(['member-0', 'member-1', 'member-2', 'member-3']), { maxLength: 12 }),
      async (rows, hosts, firsts, failures) => {
        const { read, down } = network(hosts, rows)
        const seen: string[] = []
        let after: string | null = null
        for (let turn = 0; ; turn++) {
          down.clear()
          for (const name of failures[turn] ?? []) if (hosts.has(name)) down.add(name)
          const answer: Answer = await read({ regions: GOVERNMENTS, first: firsts[turn % firsts.length], after })
          const missing = GOVERNMENTS.filter((code) => [...down].some((name) => hosts.get(name)?.includes(code)))
          expect((answer.errors ?? []).map(({ extensions }) => extensions?.region).sort()).toEqual(missing.sort())
          if (down.size === hosts.size) continue
          const page = pageOf(answer)
          seen.push(...page.edges.map(({ node }) => node.id))
          after = page.pageInfo.endCursor
          if (down.size > 0) expect([page.totalCount, page.pageInfo.hasNextPage]).toEqual([null, true])
          if (!page.pageInfo.hasNextPage) break
        }
        expect(seen.toSorted()).toEqual(rows.map((row) => row.id).toSorted())
      },
    ),
    { numRuns: 80 },
  ))

test('a code that no member hosts is an error beside the rows of the others; a cursor of another list is refused', async () => {
  const rows: readonly Row[] = [{ government: '64', openedAt: '2026-03-17T02:00:00.000Z', id: id('64', 1) }]
  const { read } = network(new Map([['member-0', ['64']]]), rows)
  const answer = await read({ regions: ['64', '73'] })
  expect(answer.errors).toMatchObject([{ extensions: { code: 'UNKNOWN_JURISDICTION', region: '73' } }])
  expect(pageOf(answer).edges).toHaveLength(1)
  const refused = await read({ regions: ['64'], after: 'nonsense' })
  expect(refused).toMatchObject({ data: { worklist: null }, errors: [{ extensions: { code: 'INVALID_CURSOR' } }] })
})
