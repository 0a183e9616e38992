import { describe, expect, it } from 'vitest'
import { codesOf, dataOf, ELECTRICITY, file, read, readWhen, STREET_LIGHTS } from '../operations/hub.ts'
import { operation } from '../operations/operations-file.ts'
import { anybody, official } from './officials.ts'

const reporter = anybody()
const key = () => crypto.randomUUID()
const DAY = 24 * 3_600_000

interface Known {
  readonly door: { readonly code: string }
  readonly location: { readonly code: string } | null
  readonly category: { readonly code: string } | null
  readonly handledBy: { readonly region: { readonly code: string } }
  readonly whyHere: { readonly basis: string; readonly words: string } | null
}

const KNOWN = `query ($id: ID!) { complaint(id: $id) {
  door { code } location { code } category { code } handledBy { region { code } } whyHere { basis words }
} }`

const known = async (id: string): Promise<Known> =>
  dataOf(await reporter.ask<{ complaint: Known }>({ query: KNOWN, variables: { id } })).complaint

const refusalsOf = async (input: object, client = reporter) =>
  codesOf(await client.ask({ query: operation('FileComplaint'), variables: { input } }))

describe('who files without knowing everything', () => {
  const { location: _, ...NOWHERE } = ELECTRICITY
  const { category: __, details: ___, ...UNSORTED } = STREET_LIGHTS

  it('names no place: it is taken as about the area of the door, and goes to whom the rules name there', async () => {
    const { id } = await file(reporter, { ...NOWHERE, idempotencyKey: key() })
    await readWhen(reporter, id, 'HANDED_OVER')
    expect(await known(id)).toMatchObject({ location: null, handledBy: { region: { code: '00' } } })
  })

  it("names no category: the door's coordinator has it, says so in words, and sorts it", async () => {
    const { location, ...unsorted } = UNSORTED
    for (const place of [{}, { location }]) {
      const { id } = await file(reporter, { ...unsorted, ...place, idempotencyKey: key() })
      expect(await known(id)).toMatchObject({
        ...{ category: null, handledBy: { region: { code: '64.08' } } },
        whyHere: { basis: 'NO_CATEGORY', words: expect.stringMatching(/\w+/) },
      })
      const coordinator = await official({ role: 'coordinator', region: '64.08' })
      const opened = (await read(reporter, id)).case?.id
      expect(await coordinator.act('VerifyCase', { case: opened, category: STREET_LIGHTS.category })).toBe('VERIFIED')
      expect(await known(id)).toMatchObject({ category: { code: STREET_LIGHTS.category } })
    }
  })

  it('names a district or a village as the door: it is a door of its regency', async () => {
    for (const door of ['64.08.04', '64.08.04.2001', '64.08.04.2999']) {
      const { id } = await file(reporter, { ...STREET_LIGHTS, door, idempotencyKey: key() })
      expect(id).toMatch(/^6408-/)
      expect(await known(id)).toMatchObject({ door: { code: '64.08' } })
    }
  })

  it('lives in a village that is newer than the list: it is taken as its district', async () => {
    const { id } = await file(reporter, { ...STREET_LIGHTS, location: '64.08.04.2999', idempotencyKey: key() })
    expect(await known(id)).toMatchObject({ location: { code: '64.08.04' } })
  })

  it.each([
    ['a category that there is not', { category: 'no.such' }, 'UNKNOWN_CATEGORY'],
    ['a place that there is not', { location: '99.99' }, 'UNKNOWN_LOCATION'],
    ['a detail of another category', { details: [{ key: 'vesselSize', value: 'SMALL' }] }, 'UNKNOWN_DETAIL'],
    ['no title', { title: '  ' }, 'EMPTY_TITLE'],
    ['no text', { body: '\n' }, 'EMPTY_BODY'],
    ['a door that no government has', { door: '99' }, 'UNKNOWN_JURISDICTION'],
  ])('with %s is told so, and nothing is filed', async (_what, wrong, code) => {
    const idempotencyKey = key()
    expect(await refusalsOf({ ...STREET_LIGHTS, ...wrong, idempotencyKey })).toEqual([code])
    // The key was not used up: the same key takes the corrected complaint.
    expect((await file(reporter, { ...STREET_LIGHTS, idempotencyKey })).id).toMatch(/^6408-/)
  })
})

describe('a letter', () => {
  const letter = (day: string) => ({ ...STREET_LIGHTS, channel: 'LETTER', receivedAt: day, idempotencyKey: key() })
  const CLOCKS = 'query ($id: ID!) { case(id: $id) { deadlines { purpose ruleSet at } } }'
  const RECAP = 'query { recap(region: "64.08", month: "2024-02") { total { received } } }'

  interface Clocks {
    readonly case: { readonly deadlines: readonly { purpose: string; ruleSet: string; at: string }[] }
  }
  const recapOfFebruary = async () =>
    dataOf(await reporter.ask<{ recap: { total: { received: number } } }>({ query: RECAP })).recap.total.received

  it('of a leap day counts in its month, under the rules of its day, and from that day for the Ombudsman', async () => {
    const before = await recapOfFebruary()
    const { client } = await official({ role: 'coordinator', region: '64.08' })
    const { id } = await file(client, letter('2024-02-29'))
    const opened = (await read(reporter, id)).case?.id
    const { deadlines } = dataOf(await client.ask<Clocks>({ query: CLOCKS, variables: { id: opened } })).case
    expect(new Set(deadlines.map(({ ruleSet }) => ruleSet))).toEqual(new Set(['SP4N-2018']))
    // 60 working days after 29 February 2024, without the days off of 2024: the end of 12 June at Kutai Timur (UTC+8).
    expect(deadlines.find(({ purpose }) => purpose === 'OMBUDSMAN')?.at).toBe('2024-06-12T16:00:00.000Z')
    await expect.poll(recapOfFebruary, { timeout: 20_000 }).toBe(before + 1)
  })

  it.each(['2023-02-29', '2026-02-30', '2026-13-01', '17-03-2026', 'kemarin'])(
    'of %s has no day that exists, and is refused',
    async (day) => {
      const { client } = await official({ role: 'coordinator', region: '64.08' })
      expect(await refusalsOf(letter(day), client)).toEqual(['BAD_USER_INPUT'])
    },
  )

  it("of tomorrow by the door's own clock is refused, of today it is not, and nobody backdates without a token", async () => {
    const { client } = await official({ role: 'coordinator', region: '64.08' })
    const at = (instant: number) => new Date(instant + 8 * 3_600_000).toISOString().slice(0, 10)
    const now = Date.now()
    expect(await refusalsOf(letter(at(now + DAY)), client)).toEqual(['FUTURE_DATE'])
    expect((await file(client, letter(at(now)))).id).toMatch(/^6408-/)
    expect(await refusalsOf(letter(at(now - DAY)))).toEqual(['RECEIVED_AT_NEEDS_OFFICER'])
  })
})
