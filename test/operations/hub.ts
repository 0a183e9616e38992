import type { BearerClaims } from '@lawang/member/access/claims'
import { signDevelopmentToken } from '@lawang/scripts/sign-development-token'
import { expect } from 'vitest'
import type { Answered, Client } from './clients/client.ts'
import { operation } from './operations-file.ts'

/** A bearer token of the network whose keys lie in `dataFolder`; `subject` tells one person from another. */
export function tokenFor(
  dataFolder: string,
  claims: BearerClaims,
  subject = 'officer-1',
  now = new Date(),
): Promise<string> {
  return signDevelopmentToken(dataFolder, {
    claims,
    subject,
    now,
    expires: new Date(now.getTime() + 3_600_000),
  })
}

/** The data of an answer that has no errors. */
export function dataOf<T>({ data, errors }: Answered<T>): T {
  expect(errors ?? []).toEqual([])
  if (data == null) throw new Error('The answer has neither data nor errors')
  return data
}

/** The codes of an answer's errors. */
export function codesOf({ errors = [] }: Answered<unknown>): unknown[] {
  return errors.map(({ extensions }) => extensions?.code)
}

/** A complaint about a failing supply of electricity in Sangatta Utara: the state's electricity company is competent. */
export const ELECTRICITY = {
  door: '64.08',
  kind: 'COMPLAINT',
  title: 'Listrik padam setiap malam',
  body: 'Sudah dua minggu listrik padam dari pukul tujuh sampai sepuluh malam.',
  category: 'energy.electricity',
  location: '64.08.04',
  channel: 'WEB',
  anonymous: true,
} as const

/** Lamps along a road of the regency: its own transport agency is competent, so it stays. */
export const STREET_LIGHTS = {
  ...ELECTRICITY,
  title: 'Lampu jalan padam',
  body: 'Lampu di jalan kabupaten padam.',
  category: 'transport.street-lighting',
  details: [{ key: 'roadStatus', value: 'REGENCY' }],
} as const

export interface Filed {
  readonly id: string
  readonly status: string
  readonly handledBy: { readonly id: string; readonly name: string; readonly region: { readonly code: string } }
  readonly receipt: { readonly state: string; readonly contentHash: string; readonly secret: string }
}

export async function file(client: Client, input: Readonly<Record<string, unknown>>): Promise<Filed> {
  const answer = await client.ask<{ fileComplaint: Filed }>({ query: operation('FileComplaint'), variables: { input } })
  return dataOf(answer).fileComplaint
}

export interface Step {
  readonly sequence: number
  readonly epoch: number
  readonly type: string
  readonly status: string
  readonly from: { readonly code: string } | null
  readonly to: { readonly code: string } | null
}

export interface Event extends Step {
  readonly cursor: string
  readonly complaint: {
    readonly id: string
    readonly title: string | null
    readonly handledBy: { readonly name: string | null } | null
  }
}

export interface ComplaintAnswer {
  readonly id: string
  readonly title: string | null
  readonly status: string
  readonly handledBy: { readonly name: string | null; readonly region: { readonly code: string } } | null
  readonly case: {
    readonly id: string
    readonly status: string
    readonly agency: { readonly name: string | null }
  } | null
  readonly journey: readonly Step[]
  readonly answers: readonly { readonly body: string }[]
}

/** The complaint as a server answers it now. */
export async function read(client: Client, id: string): Promise<ComplaintAnswer> {
  const answer = await client.ask<{ complaint: ComplaintAnswer }>({ query: operation('Complaint'), variables: { id } })
  return dataOf(answer).complaint
}

/** Waits until the door knows of the last step. */
export async function readWhen(client: Client, id: string, type: string): Promise<ComplaintAnswer> {
  await expect.poll(async () => (await read(client, id)).journey.at(-1)?.type, { timeout: 20_000 }).toBe(type)
  return read(client, id)
}

/**
 * All cases of a region's worklist, however many others have made before; `fields` are those of a case. `only` is an argument
 * such as `status: [OPEN]`.
 */
export async function worklistOf<Row>(
  client: Client,
  { region, fields, only = '' }: { readonly region: string; readonly fields: string; readonly only?: string },
): Promise<readonly Row[]> {
  const query = `query ($region: ID!, $after: String) { cases(region: $region, first: 100, after: $after ${only}) {
    pageInfo { hasNextPage endCursor } edges { node { ${fields} } } } }`
  const rows: Row[] = []
  let after: string | null = null
  do {
    const answer: Answered<{ cases: Page<Row> }> = await client.ask({ query, variables: { region, after } })
    const { cases } = dataOf(answer)
    rows.push(...cases.edges.map(({ node }) => node))
    after = cases.pageInfo.hasNextPage ? cases.pageInfo.endCursor : null
  } while (after !== null)
  return rows
}

interface Page<Row> {
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  readonly edges: readonly { readonly node: Row }[]
}

/** The events of one complaint from its first step to the one of this type. */
export async function followTo(client: Client, id: string, type: string): Promise<readonly Event[]> {
  const events: Event[] = []
  const asked = { query: operation('ComplaintChanged'), variables: { id, afterSequence: 0 } }
  for await (const answer of client.follow<{ complaintChanged: Event }>(asked)) {
    const event = dataOf(answer).complaintChanged
    events.push(event)
    if (event.type === type) break
  }
  return events
}
