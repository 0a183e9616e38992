import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { PUBLIC, sampleInput, TUESDAY } from '../domain/testing/samples.ts'
import { loadReference } from '../reference/load.ts'
import { readVersions } from '../store/calendars.ts'
import { complaintQueries } from '../store/complaint-queries.ts'
import { fileComplaint } from '../use-cases/file-complaint.ts'
import { openTestMember, type TestMember } from '../use-cases/testing/test-member.ts'
import { putIntoForce } from './add-calendar.ts'
import { type Calendars, openCalendars } from './open-calendars.ts'

const reference = loadReference()
const SHIPPED = readFileSync(new URL('../reference/calendar.csv', import.meta.url), 'utf8')
/** A Friday in the week after the vectors', which is a working day by the decree of 2025. */
const LATE_DAY = '2026-03-27'
const WITH_LATE_DAY = `${SHIPPED}${LATE_DAY},Cuti Bersama tambahan,cuti-bersama,SKB tambahan,Uji,false\n`

let member: TestMember
let calendars: Calendars
let now: Date

const open = () =>
  openCalendars({
    database: member.database,
    reference,
    shipped: reference.daysOff,
    now: () => now,
    onFault: (fault) => {
      throw fault
    },
  })
const put = (text: string, reason = 'SKB tambahan') =>
  putIntoForce(member.database, { name: 'usulan.csv', text, reason, now })
/** Filed on Tuesday 2026-03-17: three working days to be verified, over Idulfitri. */
const fileHere = () =>
  fileComplaint(
    { ...member.around, reference: calendars.reference },
    sampleInput({ category: 'transport.street-lighting' }),
    PUBLIC,
  )
const deadlineOf = async (id: string) =>
  (await complaintQueries(member.database).byIds([id]))[0]?.case?.deadline?.at.toISOString()

beforeEach(async () => {
  now = TUESDAY
  member = await openTestMember({ reference, governments: ['64.08'], now: () => now })
  calendars = await open()
})
afterEach(async () => {
  await calendars.close()
  await member[Symbol.asyncDispose]()
})

describe('a table of days off that is put into force', () => {
  test('moves the open deadlines at the running server, which tells what they were and by which decree they moved', async () => {
    const { complaint } = await fileHere()
    expect(await deadlineOf(complaint.id)).toBe('2026-03-27T16:00:00.000Z')
    expect(await put(WITH_LATE_DAY)).toMatchObject({ added: true, daysAdded: [LATE_DAY], daysRemoved: [] })
    await calendars.bringUp()
    expect(await deadlineOf(complaint.id)).toBe('2026-03-30T16:00:00.000Z')
    const trail = await member.database.query('SELECT clock, old_at::text, new_at::text, reason FROM deadline_change')
    expect(trail).toEqual([
      {
        ...{ clock: 'VERIFY_3_WORKING_DAYS', reason: 'SKB tambahan' },
        ...{ old_at: '2026-03-27 16:00:00+00', new_at: '2026-03-30 16:00:00+00' },
      },
    ])
    await calendars.bringUp()
    expect(await member.database.query('SELECT FROM deadline_change')).toHaveLength(1)
  })

  test('counts for what is filed afterwards, without a restart', async () => {
    await put(WITH_LATE_DAY)
    await calendars.bringUp()
    expect(calendars.reference.calendar.isWorkingDay(LATE_DAY)).toBe(false)
    const { complaint } = await fileHere()
    expect(await deadlineOf(complaint.id)).toBe('2026-03-30T16:00:00.000Z')
  })

  test('is still in force after a restart with the software that came before it', async () => {
    await put(WITH_LATE_DAY)
    await calendars.close()
    calendars = await open()
    expect(calendars.reference.calendar.has(LATE_DAY)).toBe(true)
    const [first, second] = await readVersions(member.database)
    expect([first?.reason, first?.days, second?.days]).toEqual(['SKB tambahan', 109, 108])
  })

  test('can be taken back by the former one: every version stays, and the last one that was added counts', async () => {
    const { complaint } = await fileHere()
    await put(WITH_LATE_DAY)
    await calendars.bringUp()
    now = new Date(now.getTime() + 60_000)
    expect(await put(SHIPPED, 'SKB tambahan dicabut')).toMatchObject({ added: true, daysRemoved: [LATE_DAY] })
    await calendars.bringUp()
    expect(await deadlineOf(complaint.id)).toBe('2026-03-27T16:00:00.000Z')
    expect(await readVersions(member.database)).toHaveLength(3)
  })

  test('with the very same days is no new version; with another citation it is one that moves nothing', async () => {
    expect(await put(SHIPPED)).toMatchObject({ added: false })
    expect(await readVersions(member.database)).toHaveLength(1)
    expect(await put(SHIPPED.replaceAll(',false\n', ',true\n'))).toMatchObject({ added: true, daysAdded: [] })
  })

  test.each([
    ['without a year that the present one has', SHIPPED.replaceAll(/^2026-.*\n/gm, ''), /no days off of 2026/],
    [
      'with only what is new',
      `${SHIPPED.split('\n')[0]}\n${LATE_DAY},Baru,cuti-bersama,SKB,Uji,false\n`,
      /whole calendar/,
    ],
    ['with a day that there is not', WITH_LATE_DAY.replace(LATE_DAY, '2026-02-30'), /2026-02-30 is no day/],
    ['without a decree', WITH_LATE_DAY.replace(',SKB tambahan,', ',,'), /name the decree/],
    ['with a day twice', WITH_LATE_DAY.replace(LATE_DAY, '2026-12-25'), /comes twice/],
    [
      'with a kind that there is not',
      WITH_LATE_DAY.replace('tambahan,cuti-bersama', 'tambahan,libur'),
      /libur is none of/,
    ],
  ])('%s is refused, and nothing is changed', async (_what, text, sentence) => {
    await expect(put(text)).rejects.toThrow(sentence)
    expect(await readVersions(member.database)).toHaveLength(1)
  })
})
