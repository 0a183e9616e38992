import type { Role } from '@lawang/member/domain/model'
import { beforeAll, describe, expect, it } from 'vitest'
import { codesOf, dataOf, file, STREET_LIGHTS, worklistOf } from '../operations/hub.ts'
import { anybody, official } from './officials.ts'

const REPORTER = { name: 'Pelapor Tiga Belas', phone: '+62 811 0000 4713' }
const FIELDS = 'id complaint { id title location { code } } reporter { handle anonymous }'
const REVEAL = `mutation ($input: ReadReporterInput!) { readReporter(input: $input) { name phone email } }`

interface Row {
  readonly id: string
  readonly complaint: {
    readonly id: string
    readonly title: string | null
    readonly location: { readonly code: string }
  }
  readonly reporter: unknown
}

/** The district and village of the own area, one elsewhere in the district, and one in another district. */
const PLACES = ['64.08.04', '64.08.04.2001', '64.08.04.2002', '64.08.05'] as const
type Place = (typeof PLACES)[number]

describe.each<[Role, Place, readonly Place[]]>([
  ['district-head', '64.08.04', ['64.08.04', '64.08.04.2001', '64.08.04.2002']],
  ['village-head', '64.08.04.2001', ['64.08.04.2001']],
])('the head of an area (%s of %s)', (role, region, own) => {
  const filed = new Map<string, Place>()
  let hidden: string
  let rows: readonly Row[]

  beforeAll(async () => {
    for (const location of PLACES) {
      const named = { ...STREET_LIGHTS, location, anonymous: false, reporter: REPORTER }
      filed.set((await file(anybody(), named)).id, location)
      filed.set((await file(anybody(), { ...STREET_LIGHTS, location, anonymous: true })).id, location)
    }
    hidden = (await file(anybody(), { ...STREET_LIGHTS, location: region, confidential: true })).id
    const { client } = await official({ role, region })
    rows = await worklistOf<Row>(client, { region: '64.08', fields: FIELDS })
  })

  it('reads the work on complaints about the own area, and on no other', () => {
    const seen = rows.flatMap(({ complaint }) => filed.get(complaint.id) ?? [])
    expect(seen.toSorted()).toEqual(own.flatMap((place) => [place, place]).toSorted())
    for (const { complaint } of rows) expect(`${complaint.location.code}.`).toMatch(new RegExp(`^${region}\\.`))
  })

  it('is not told who reports, not by a handle either, whether anonymous or not', async () => {
    expect(rows.map(({ reporter }) => reporter)).toEqual(rows.map(() => null))
    expect(JSON.stringify(rows)).not.toContain(REPORTER.name)
    const { client } = await official({ role, region })
    for (const { id } of rows) {
      const asked = { query: REVEAL, variables: { input: { case: id, purpose: 'ingin tahu' } } }
      expect(codesOf(await client.ask(asked))).toEqual(['FORBIDDEN'])
    }
  })

  it('cannot go round the worklist: nothing of the work elsewhere by its id, no act on one of the own area', async () => {
    const { client, refusals } = await official({ role, region })
    const elsewhere = [...filed].find(([, place]) => !own.includes(place))?.[0] ?? ''
    const known = dataOf(
      await anybody().ask<{ complaint: { case: { id: string } } }>({
        query: 'query ($id: ID!) { complaint(id: $id) { case { id } } }',
        variables: { id: elsewhere },
      }),
    )
    // What anybody may know of a case by its id is all that the head is told of one elsewhere.
    const query = `query ($id: ID!) { case(id: $id) { reporter { handle } acts { name } draft { body } } }`
    const asked = await client.ask<{ case: unknown }>({ query, variables: { id: known.complaint.case.id } })
    expect(asked.data?.case).toEqual({ reporter: null, acts: null, draft: null })
    for (const [name, input] of [
      ['VerifyCase', { category: STREET_LIGHTS.category }],
      ['ArchiveCase', { reason: 'SPAM', explanation: 'Bukan laporan.' }],
      ['HandOverCase', { to: '64', reason: 'Bukan urusan kami.' }],
    ] as const) {
      expect(await refusals(name, { case: rows[0]?.id, ...input })).toEqual(['FORBIDDEN'])
    }
  })

  it('sees that a confidential complaint is there, and not what it says', () => {
    expect(rows.find(({ complaint }) => complaint.id === hidden)).toMatchObject({ complaint: { title: null } })
  })
})
