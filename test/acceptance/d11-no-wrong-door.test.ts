import { describe, expect, it } from 'vitest'
import type { Client } from '../operations/clients/client.ts'
import { dataOf, file } from '../operations/hub.ts'
import { anybody, official } from './officials.ts'

const VILLAGE = { location: '64.08.04.2003', anonymous: true } as const
/** A state senior secondary school: the province answers for it, wherever it is reported. */
const SCHOOL = {
  ...VILLAGE,
  kind: 'COMPLAINT',
  title: 'Ijazah SMA ditahan',
  body: 'Ijazah belum diberikan sejak lulus tahun lalu.',
  category: 'education.senior-secondary',
} as const
/** A lamp along a road of the regency: the regency answers for it. */
const LAMP = {
  ...VILLAGE,
  kind: 'ASPIRATION',
  title: 'Tambah lampu jalan',
  body: 'Jalan menuju sekolah gelap.',
  category: 'transport.street-lighting',
  details: [{ key: 'roadStatus', value: 'REGENCY' }],
} as const
/** The grid: the state's electricity company answers for it. */
const GRID = {
  ...VILLAGE,
  kind: 'INFORMATION_REQUEST',
  title: 'Jadwal pemadaman',
  body: 'Kapan listrik di desa kami dipadamkan?',
  category: 'energy.electricity',
} as const

const WHERE = `query ($id: ID!) {
  complaint(id: $id) {
    kind
    handledBy { region { code } }
    whyHere { basis rule table citation region { code } agency { id shortName } definite words }
    case { deadlines { purpose clock ruleSet citation } }
  }
}`

interface Where {
  readonly kind: string
  readonly handledBy: { readonly region: { readonly code: string } }
  readonly whyHere: {
    readonly basis: string
    readonly rule: string
    readonly words: string
    readonly citation: string
    readonly definite: boolean
  }
  readonly case: { readonly deadlines: readonly { readonly purpose: string }[] } | null
}

async function whereIs(client: Client, id: string): Promise<Where> {
  return dataOf(await client.ask<{ complaint: Where }>({ query: WHERE, variables: { id } })).complaint
}

/** Who answers for it, what it counts as, and what its settlement clock is counted by. */
function custody({ kind, handledBy, whyHere, case: held }: Where) {
  const settle = held?.deadlines.filter(({ purpose }) => purpose === 'SETTLE')
  return { kind, custodian: handledBy.region.code, whyHere, settle }
}

describe.each([
  ['a school of the province', SCHOOL, { custodian: '64', named: 'Pemerintah Provinsi Kalimantan Timur' }],
  ['a lamp of the regency', LAMP, { custodian: '64.08', named: 'Kutai Timur' }],
  ['the grid of the state', GRID, { custodian: '00', named: 'PLN' }],
])(
  'the same report about %s, told at a kiosk, to the regency, the province or the centre',
  (_what, report, { custodian, named }) => {
    it('reaches the same custodian by the same rule, as the same class, under the same clock', async () => {
      const reporter = anybody()
      const kiosk = await official({ role: 'kiosk', region: '64.08' })
      const onBehalf = { consentAt: '2026-03-17', consentBy: 'Formulir bertanda tangan di KIM' }
      const told: readonly (readonly [Client, object])[] = [
        [kiosk.client, { door: '64.08', channel: 'KIOSK', onBehalf }],
        [reporter, { door: '64.08', channel: 'WEB' }],
        [reporter, { door: '64', channel: 'SMS' }],
        [reporter, { door: '00', channel: 'MOBILE' }],
      ]
      const ids = await Promise.all(
        told.map(
          async ([client, input]) =>
            (await file(client, { ...report, ...input, idempotencyKey: crypto.randomUUID() })).id,
        ),
      )
      for (const id of ids) {
        await expect
          .poll(async () => (await whereIs(reporter, id)).whyHere.basis, { timeout: 30_000, message: id })
          .toBe('RULE')
      }
      const [first, ...others] = await Promise.all(ids.map(async (id) => custody(await whereIs(reporter, id))))
      expect(first).toMatchObject({
        ...{ kind: report.kind, custodian },
        whyHere: { definite: true, citation: expect.stringMatching(/\w/) },
        settle: [{ clock: expect.any(String), ruleSet: expect.any(String) }],
      })
      expect(first?.whyHere.words).toContain(named)
      for (const other of others) expect(other).toEqual(first)
    })
  },
)
