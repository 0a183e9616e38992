import { setTimeout as delay } from 'node:timers/promises'
import type { Network } from '@lawang/scripts/network'
import { cpuOf, family } from '../handover-bench/costs.ts'
import { type Asked, type LeanAsk, leanAsk } from '../handover-bench/lean-ask.ts'
import { tokenFor } from '../operations/hub.ts'

export const OPERATIONS = ['byid', 'list'] as const
export type Operation = (typeof OPERATIONS)[number]

/** Where an answer's processor time goes. The database's is that of all its processes: one network is asked at a time. */
export const PARTS = ['gateway', 'members', 'database'] as const
export type Part = (typeof PARTS)[number]

/** A network that is ready to be asked, with complaints in it. */
export interface MeasuredNetwork {
  readonly url: string
  /** The processes that run for each part now. */
  readonly pidsOf: (part: Part) => readonly number[]
  /** Starts all servers anew, over the same databases. */
  readonly startAnew: () => Promise<void>
  readonly complaints: readonly string[]
  /** Of the directory: behind each stands a whole page, and no two pages have a row in common. */
  readonly cursors: readonly string[]
  readonly ask: LeanAsk
  readonly clients: number
  readonly headers: Readonly<Record<string, string>>
}

export interface Measured {
  readonly answers: number
  /** Milliseconds that they have taken. */
  readonly took: number
  /** Processor time for them, in milliseconds. */
  readonly cpuMs: Readonly<Record<Part, number>>
}

const FILING_CLIENTS = 8
/** Of the directory: enough for a parallel round over the members. */
const PAGE = 20
/** How long the directory may take until it lists what was filed. */
const LISTED_WITHIN_MS = 60_000

export interface NetworkUnderTest {
  readonly checks: 'ALL' | 'NONE'
  readonly postmaster: number
  /** How many ask at a time. */
  readonly clients: number
}

/** Files the complaints, and waits until the directory lists them. */
export async function openMeasured(
  network: Network,
  dataFolder: string,
  { checks, postmaster, clients }: NetworkUnderTest,
): Promise<MeasuredNetwork> {
  const url = `${network.gateway.url}/graphql`
  const token = checks === 'ALL' ? await tokenFor(dataFolder, { role: 'coordinator', region: '64.08' }) : undefined
  const headers: Readonly<Record<string, string>> = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const ask = leanAsk(clients)
  // Of equal questions that are under way, and of rows that several ask for, the gateway makes one: no two clients ask alike.
  const wanted = (clients + 1) * PAGE
  const complaints = await fileAll(ask, url, wanted)
  const listed = await untilListed(() => cursorsOf(ask, url, headers), wanted)
  const cursors = listed.filter((_cursor, place) => place % PAGE === 0 && place + PAGE < wanted)
  const servers = { gateway: [network.gateway], members: [...network.members.values()] }
  // The database's processes come and go with their connections, so that they are looked for each time.
  const pidsOf = (part: Part) =>
    part === 'database' ? family(postmaster) : servers[part].flatMap(({ pid }) => pid ?? [])
  const startAnew = async () => {
    const all = [...servers.gateway, ...servers.members]
    await Promise.all(all.map((server) => server.kill()))
    await Promise.all(all.map((server) => server.start()))
  }
  return { ...{ url, pidsOf, startAnew, complaints, cursors }, ...{ ask, clients, headers } }
}

async function untilListed(read: () => Promise<readonly string[]>, wanted: number): Promise<readonly string[]> {
  const deadline = performance.now() + LISTED_WITHIN_MS
  for (;;) {
    const listed = await read()
    if (listed.length >= wanted) return listed
    if (performance.now() > deadline) throw new Error(`The directory lists ${listed.length} of ${wanted} complaints`)
    await delay(200)
  }
}

interface Listed {
  readonly complaints: {
    readonly edges: readonly { readonly cursor: string }[]
    readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean }
  }
}

/** Of the whole directory, in its order. */
async function cursorsOf(ask: LeanAsk, url: string, headers: MeasuredNetwork['headers']): Promise<readonly string[]> {
  const cursors: string[] = []
  let after: string | null = null
  for (;;) {
    const asked: Asked = { query: CURSORS, variables: { first: MOST_ROWS, after } }
    const { complaints }: Listed = await ask<Listed>(url, asked, headers)
    cursors.push(...complaints.edges.map(({ cursor }) => cursor))
    if (!complaints.pageInfo.hasNextPage) return cursors
    after = complaints.pageInfo.endCursor
  }
}

const BY_ID = 'query ById($id: ID!) { complaint(id: $id) { id title status handledBy { name } journey { type at } } }'
const LIST =
  'query List($first: Int!, $after: String) { complaints(first: $first, after: $after) { edges { node { id title status complaint { handledBy { name } } } } } }'
const CURSORS =
  'query Cursors($first: Int!, $after: String) { complaints(first: $first, after: $after) { edges { cursor } pageInfo { endCursor hasNextPage } } }'
/** Of one page. */
const MOST_ROWS = 100
const FILE = 'mutation File($input: FileComplaintInput!) { fileComplaint(input: $input) { id } }'

async function fileAll(ask: LeanAsk, url: string, wanted: number): Promise<readonly string[]> {
  const ids: string[] = []
  let filed = 0
  const client = async () => {
    while (filed < wanted) ids.push(await file(ask, url, filed++))
  }
  await Promise.all(Array.from({ length: FILING_CLIENTS }, client))
  return ids
}

async function file(ask: LeanAsk, url: string, n: number): Promise<string> {
  const input = {
    ...{ door: '64.08', kind: 'COMPLAINT', title: `Lampu jalan padam ${n}`, body: 'Lampu di jalan kabupaten padam.' },
    ...{ category: 'transport.street-lighting', details: [{ key: 'roadStatus', value: 'REGENCY' }] },
    ...{ location: '64.08.04', channel: 'WEB', anonymous: true, idempotencyKey: `complaint-${n}` },
  }
  const { fileComplaint } = await ask<{ fileComplaint: { id: string } }>(url, { query: FILE, variables: { input } }, {})
  return fileComplaint.id
}

/** Asks one operation for so long, one request at a time on each connection, each with other variables. */
export async function measure(network: MeasuredNetwork, operation: Operation, seconds: number): Promise<Measured> {
  const { url, complaints, cursors, ask, clients, headers } = network
  const [began, before] = [performance.now(), usedBy(network)]
  const until = began + seconds * 1000
  let answers = 0
  const client = async () => {
    while (performance.now() < until) {
      const id = complaints[answers % complaints.length]
      const after = cursors[answers % cursors.length]
      answers += 1
      const asked =
        operation === 'byid' ? { query: BY_ID, variables: { id } } : { query: LIST, variables: { first: PAGE, after } }
      await ask(url, asked, headers)
    }
  }
  await Promise.all(Array.from({ length: clients }, client))
  const took = performance.now() - began
  const end = usedBy(network)
  const spent = (part: Part) => end[part] - before[part]
  const cpuMs = { gateway: spent('gateway'), members: spent('members'), database: spent('database') }
  return { answers, took, cpuMs }
}

function usedBy({ pidsOf }: MeasuredNetwork): Record<Part, number> {
  const used = (part: Part) => cpuOf(pidsOf(part))
  return { gateway: used('gateway'), members: used('members'), database: used('database') }
}
