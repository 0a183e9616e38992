import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '../domain/model.ts'
import { PUBLIC, sampleInput } from '../domain/testing/samples.ts'
import { loadReference, withVersions } from '../reference/load.ts'
import { ruleRows } from '../reference/rows.ts'
import { readChain } from '../store/chains.ts'
import { actOnCase } from './act-on-case.ts'
import { fileComplaint } from './file-complaint.ts'
import { openTestMember, type TestMember } from './testing/test-member.ts'

const LAMPS = 'transport.street-lighting'
const COORDINATOR: Actor = { kind: 'person', subject: 'officer', role: 'coordinator', region: '64.08' }
const shipped = loadReference()
const rules = shipped.competence.flatMap(({ all }) => all)
/** From 2027 on all lamps are the province's. */
const reference = withVersions(shipped, [
  { table: { version: 'old', validFrom: '2017-01-01' }, rules },
  {
    table: { version: 'new', validFrom: '2027-01-01' },
    rules: rules.map((rule) =>
      rule.category === LAMPS ? { ...rule, tier: 'PROVINCIAL' as const, definite: true, citation: 'UU baru' } : rule,
    ),
  },
])
/** The nation keeps Jakarta's time: its new year begins at 17:00 UTC. */
const [LAST_MOMENT, FIRST_MOMENT] = [new Date('2026-12-31T16:59:59Z'), new Date('2026-12-31T17:00:00Z')]

let member: TestMember
let now: Date

beforeAll(async () => {
  member = await openTestMember({ reference, governments: ['64.08'], now: () => now })
})
afterAll(() => member[Symbol.asyncDispose]())

const file = () =>
  fileComplaint(
    member.around,
    sampleInput({ category: LAMPS, location: '64.08.04', details: [{ key: 'roadStatus', value: 'REGENCY' }] }),
    PUBLIC,
  )
const routingsOf = async (complaint: string) =>
  (await readChain(member.database, { complaint, government: '64.08' })).flatMap(({ type, data: { routing } }) =>
    routing ? [[type, routing.table, routing.to, routing.citation]] : [],
  )

describe('a competence table of a day to come', () => {
  test("takes force at the nation's midnight, at the server that runs already", async () => {
    now = LAST_MOMENT
    const before = await file()
    now = FIRST_MOMENT
    const after = await file()
    expect(await routingsOf(before.complaint.id)).toEqual([['FILED', 'old', '64.08', expect.any(String)]])
    expect(await routingsOf(after.complaint.id)).toEqual([
      ['FILED', 'new', '64', 'UU baru'],
      ['HANDOVER_REQUESTED', 'new', '64', 'UU baru'],
    ])
    expect(await member.logOf('HandoverRequested', before.complaint.id)).toEqual([])
  })

  test('leaves what was decided before as it was decided, and decides what is asked from then on', async () => {
    now = LAST_MOMENT
    const { complaint } = await file()
    now = FIRST_MOMENT
    await actOnCase(member.around, { type: 'verify', case: complaint.case?.id ?? '', category: LAMPS }, COORDINATOR)
    expect(await routingsOf(complaint.id)).toEqual([
      ['FILED', 'old', '64.08', expect.any(String)],
      ['VERIFIED', 'new', '64', 'UU baru'],
    ])
    // Nobody moves it but its officer, whom the clock of a transfer now runs for.
    const [row] = await member.database.query<{ deadline_clock: string }>(
      'SELECT deadline_clock FROM case_file WHERE complaint = $1',
      [complaint.id],
    )
    expect(row?.deadline_clock).toMatch(/^TRANSFER/)
    const handedOver = await actOnCase(
      member.around,
      { type: 'handOver', case: complaint.case?.id ?? '', reason: 'Sejak 2027 urusan provinsi.' },
      COORDINATOR,
    )
    expect(handedOver.status).toBe('VERIFIED')
    expect(await member.logOf('HandoverRequested', complaint.id)).toMatchObject([{ to: '64' }])
  })

  test('is kept with the others in the database, so that every decision names a row that is there', () => {
    const lamps = [...ruleRows(reference)].filter(({ category }) => category === LAMPS)
    const tiersOf = (wanted: string) =>
      new Set(lamps.flatMap(({ version, tier }) => (version === wanted ? [tier] : [])))
    expect(tiersOf('new')).toEqual(new Set(['PROVINCIAL']))
    expect(tiersOf('old')).toContain('REGENCY')
  })

  test('before the first of all there is none, and that is said', () => {
    expect(() => reference.rulesOn('2016-12-31')).toThrow('No competence table is in force on 2016-12-31')
  })
})
