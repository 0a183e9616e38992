import type { Network } from '@lawang/scripts/network'
import { cpuOf, family } from '../handover-bench/costs.ts'
import { leanAsk } from '../handover-bench/lean-ask.ts'
import { tokenFor } from '../operations/hub.ts'

export const OPERATIONS = ['byid', 'list'] as const
export type Operation = (typeof OPERATIONS)[number]

/** Where an answer's processor time goes. The database's is that of all its processes: one network is asked at a time. */
export const PARTS = ['gateway', 'members', 'database'] as const
export type Part = (typeof PARTS)[number]

/** A network that is ready to be asked, with complaints in it. */
export interface MeasuredNetwork {
  readonly url: string
  readonly parts: Readonly<Record<Part, readonly number[]>>
  readonly complaints: readonly string[]
  readonly headers: Readonly<Record<string, string>>
}

export interface Measured {
  readonly answers: number
  /** Milliseconds that they have taken. */
  readonly took: number
  /** Processor time for them, in milliseconds. */
  readonly cpuMs: Readonly<Record<Part, number>>
}

const COMPLAINTS = 60
const CLIENTS = 8
/** Of the directory: enough for a parallel round over the members. */
const PAGE = 20

const ask = leanAsk(CLIENTS)

/** Files the complaints, and waits until the directory lists them. */
export async function openMeasured(
  network: Network,
  dataFolder: string,
  { checks, postmaster }: { readonly checks: 'ALL' | 'NONE'; readonly postmaster: number },
): Promise<MeasuredNetwork> {
  const url = `${network.gateway.url}/graphql`
  const token = checks === 'ALL' ? await tokenFor(dataFolder, { role: 'coordinator', region: '64.08' }) : undefined
  const headers: Readonly<Record<string, string>> = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const complaints: string[] = []
  for (let i = 0; i < COMPLAINTS; i++) complaints.push(await file(url, i))
  const gateway = [network.gateway].flatMap(({ pid }) => pid ?? [])
  const members = [...network.members.values()].flatMap(({ pid }) => pid ?? [])
  const parts = { gateway, members, database: [postmaster] }
  for (;;) {
    const { complaints: page } = await ask<Listed>(url, { query: LIST, variables: { first: COMPLAINTS } }, headers)
    if (page.edges.length === COMPLAINTS) return { url, parts, complaints, headers }
  }
}

interface Listed {
  readonly complaints: { readonly edges: readonly unknown[] }
}

const BY_ID = 'query ById($id: ID!) { complaint(id: $id) { id title status handledBy { name } journey { type at } } }'
const LIST =
  'query List($first: Int!) { complaints(first: $first) { edges { node { id title status complaint { handledBy { name } } } } } }'
const FILE = 'mutation File($input: FileComplaintInput!) { fileComplaint(input: $input) { id } }'

async function file(url: string, n: number): Promise<string> {
  const input = {
    ...{ door: '64.08', kind: 'COMPLAINT', title: `Lampu jalan padam ${n}`, body: 'Lampu di jalan kabupaten padam.' },
    ...{ category: 'transport.street-lighting', details: [{ key: 'roadStatus', value: 'REGENCY' }] },
    ...{ location: '64.08.04', channel: 'WEB', anonymous: true, idempotencyKey: `complaint-${n}` },
  }
  const { fileComplaint } = await ask<{ fileComplaint: { id: string } }>(url, { query: FILE, variables: { input } }, {})
  return fileComplaint.id
}

/** Asks one operation for so long, on a few connections, one request at a time on each. */
export async function measure(
  { url, parts, complaints, headers }: MeasuredNetwork,
  operation: Operation,
  seconds: number,
): Promise<Measured> {
  const [began, before] = [performance.now(), usedBy(parts)]
  const until = began + seconds * 1000
  let answers = 0
  const client = async () => {
    while (performance.now() < until) {
      const id = complaints[answers % complaints.length]
      answers += 1
      const asked =
        operation === 'byid' ? { query: BY_ID, variables: { id } } : { query: LIST, variables: { first: PAGE } }
      await ask(url, asked, headers)
    }
  }
  await Promise.all(Array.from({ length: CLIENTS }, client))
  const took = performance.now() - began
  const after = usedBy(parts)
  const spent = (part: Part) => after[part] - before[part]
  const cpuMs = { gateway: spent('gateway'), members: spent('members'), database: spent('database') }
  return { answers, took, cpuMs }
}

/** The database's processes come and go with their connections, so that they are looked for each time. */
function usedBy({ gateway, members, database }: MeasuredNetwork['parts']): Record<Part, number> {
  return { gateway: cpuOf(gateway), members: cpuOf(members), database: cpuOf(database.flatMap(family)) }
}
