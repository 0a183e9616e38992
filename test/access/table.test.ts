import { loadReference } from '@lawang/member/reference/load'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { fetchClient } from '../operations/clients/fetch.ts'
import { dataOf, tokenFor } from '../operations/hub.ts'
import { covers, HOME, PLACES_ASKED, type Place, tokenOf } from './people.ts'
import { readPrintedTable } from './printed-table.ts'
import { ASKED_ELSEWHERE, MUTATIONS, type Probe, QUERIES, type Subject } from './probes.ts'

const { gateway, members, dataFolder } = inject('network')
const table = readPrintedTable()
const reference = loadReference()

const memberOf: Readonly<Record<string, string>> = {
  '64.08': members['kutai-timur'] ?? '',
  '72.71': members.regency ?? '',
  '00': members.national ?? '',
}
const agencyOf = (government: string) => reference.agenciesOf(government).find((agency) => agency.coordinator)?.id ?? ''

const SECRECY = [
  { anonymous: false, confidential: false },
  { anonymous: true, confidential: false },
  { anonymous: false, confidential: true },
  { anonymous: true, confidential: true },
]

let subjects: readonly (Subject & { readonly place: Place })[]
let asked = 0

/** A complaint whose case has ended. */
async function prepare(place: Place, secrecy: (typeof SECRECY)[number]) {
  const { government, location } = place
  const claims =
    government === '00' ? { role: 'national-admin', region: '00' } : { role: 'coordinator', region: government }
  const officer = fetchClient.connect(memberOf[government] ?? '', await tokenFor(dataFolder, claims as never))
  const input = {
    door: government,
    kind: 'COMPLAINT',
    title: 'Judul',
    body: 'Isi',
    channel: 'WEB',
    location,
    ...secrecy,
  }
  const filed = dataOf(
    await officer.ask<{ fileComplaint: { id: string; case: { id: string } } }>({
      query: 'mutation ($input: FileComplaintInput!) { fileComplaint(input: $input) { id case { id } } }',
      variables: { input },
    }),
  ).fileComplaint
  const end = `mutation ($case: ID!) { archiveCase(input: { case: $case, reason: "SPAM", explanation: "x" }) { status } }`
  dataOf(await officer.ask({ query: end, variables: { case: filed.case.id } }))
  const { confidential } = secrecy
  return { government, complaint: filed.id, case: filed.case.id, agency: agencyOf(government), confidential, place }
}

beforeAll(async () => {
  const wanted = PLACES_ASKED.flatMap((place) => SECRECY.map((secrecy) => prepare(place, secrecy)))
  subjects = await Promise.all(wanted)
})

interface Answer {
  readonly data?: Readonly<Record<string, unknown>> | null
  readonly errors?: readonly { readonly path?: readonly unknown[]; readonly extensions?: { readonly code?: string } }[]
}

/** Asks all probes of one kind in one operation, and says of each whether its right was there. */
async function askAll(url: string, token: string | undefined, probes: readonly Probe[], subject: Subject) {
  const kind = probes === MUTATIONS ? 'mutation' : 'query'
  const query = `${kind} { ${probes.map((probe, i) => `p${i}: ${probe.field(subject)}`).join(' ')} }`
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ query }),
  })
  const { data, errors = [] }: Answer = JSON.parse(await response.text())
  const whole = errors.find(({ path }) => path === undefined)
  if (whole) throw new Error(`The operation was refused as a whole: ${JSON.stringify(whole)}`)
  return probes.map((probe, i) => {
    const code = errors.find(({ path }) => path?.[0] === `p${i}`)?.extensions?.code
    return { operation: probe.operation, isAllowed: probe.isAllowed({ data: data?.[`p${i}`], code }) }
  })
}

/** What the page says of it. The content of a complaint that is not confidential is public. */
function expected(operation: string, column: string, subject: Subject & { readonly place: Place }): boolean {
  if (operation === 'readConfidential' && !subject.confidential) return true
  return covers(table.rows.get(operation)?.get(column) ?? '', column, subject.place)
}

/** People come through the gateway or by themselves; it speaks for no machine. */
function waysOf(column: string): readonly string[] {
  const direct = 'directly at the member'
  return column === 'member' || column === 'hub' ? [direct] : ['through the gateway', direct]
}

describe.each(table.columns)('%s', (column) => {
  test.each(waysOf(column))('may do what the page says, %s', async (way) => {
    const scope = [...table.rows.keys()].join(' ')
    const token = await tokenOf(column, { dataFolder, agency: agencyOf(HOME), scope })
    const differences: string[] = []
    for (const subject of subjects) {
      const url = way === 'through the gateway' ? gateway : (memberOf[subject.government] ?? '')
      const answers = await Promise.all([MUTATIONS, QUERIES].map((probes) => askAll(url, token, probes, subject)))
      for (const { operation, isAllowed } of answers.flat()) {
        asked += 1
        if (isAllowed === expected(operation, column, subject)) continue
        const secrecy = subject.confidential ? 'confidential' : 'open'
        differences.push(`${operation} at ${subject.government} (${secrecy}): ${isAllowed ? 'allowed' : 'refused'}`)
      }
    }
    expect(differences).toEqual([])
  })
})

test('every row is asked for here or elsewhere, in more than two thousand cases', () => {
  const here = [...MUTATIONS, ...QUERIES].map(({ operation }) => operation)
  expect([...here, ...Object.keys(ASKED_ELSEWHERE)].toSorted()).toEqual([...table.rows.keys()].toSorted())
  expect(asked).toBeGreaterThan(2_000)
})
