import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { WorkCalendar } from '../domain/work-calendar.ts'
import { readCsv } from './read-csv.ts'

const COLUMNS = {
  categories: ['code', 'name_id', 'name_en', 'affair', 'parent', 'urgent'],
  competence: 'rule_id category detail_key detail_value tier agency_kind definite citation source verified note'.split(
    ' ',
  ),
  'agency-kinds': ['slug', 'name_id', 'short_name', 'name_en', 'tiers', 'affairs'],
  'national-agencies': ['slug', 'official_name', 'short_name', 'affairs', 'source', 'verified'],
  calendar: ['date', 'name_id', 'kind', 'skb', 'source', 'verified'],
}

type Row = Readonly<Record<string, string>>

function table(name: keyof typeof COLUMNS): readonly Row[] {
  const columns = COLUMNS[name]
  const text = readFileSync(new URL(`./${name}.csv`, import.meta.url), 'utf8')
  return [...readCsv(name, text, columns)].map((fields) =>
    Object.fromEntries(columns.map((c, i) => [c, fields[i] ?? ''])),
  )
}

const categories = table('categories')
const rules = table('competence')
const kinds = table('agency-kinds')
const bodies = table('national-agencies')
const calendar = table('calendar')

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].concat([...'ABCDEF'].map((letter) => letter + letter))
const AFFAIRS = new Set([...LETTERS, 'absolut', 'umum', 'vertikal', 'penunjang'])
const codes = new Set(categories.map((row) => row.code))
const kindBySlug = new Map(kinds.map((row) => [row.slug, row]))
const bodySlugs = new Set(bodies.map((row) => row.slug))

/** The values of a column that stand in more than one row. */
function twice(rows: readonly Row[], column: string): readonly unknown[] {
  const values = rows.map((row) => row[column])
  return values.filter((value, i) => values.indexOf(value) !== i)
}

const idOf = (row: Row) => row.rule_id ?? row.slug ?? row.code ?? row.date

describe('every table', () => {
  test.each([
    ['categories', categories, 138, ['code', 'name_id']],
    ['competence', rules, 475, ['rule_id']],
    ['agency-kinds', kinds, 44, ['slug']],
    ['national-agencies', bodies, 74, ['slug']],
    ['calendar', calendar, 108, ['date']],
  ] as const)('%s has its rows, none twice, without stray spaces', (_name, rows, count, keys) => {
    expect(rows).toHaveLength(count)
    for (const key of keys) expect(twice(rows, key)).toEqual([])
    expect(rows.flatMap((row) => Object.values(row)).filter((cell) => cell !== cell.trim())).toEqual([])
  })

  test('a row that claims to be verified names a source', () => {
    const unsourced = [...rules, ...bodies].filter((row) => row.verified === 'true' && row.source === 'background')
    expect(unsourced.map(idOf)).toEqual([])
  })

  test('affairs are letters of the annex or one of the four groups outside it', () => {
    const named = [
      ...categories.map((row) => row.affair),
      ...[...kinds, ...bodies].flatMap((row) => row.affairs?.split(',')),
    ]
    expect(named.filter((affair) => !AFFAIRS.has(affair ?? ''))).toEqual([])
  })
})

describe('categories', () => {
  test('a code is its parent and one word more', () => {
    const misplaced = categories.filter(({ code = '', parent }) => {
      const above = code.includes('.') ? code.slice(0, code.lastIndexOf('.')) : ''
      return (
        !/^[a-z]+(-[a-z]+)*(\.[a-z]+(-[a-z]+)*)?$/.test(code) || parent !== above || (above !== '' && !codes.has(above))
      )
    })
    expect(misplaced.map(idOf)).toEqual([])
  })

  test.each([
    'Penanggulangan bencana',
    'Tenaga kerja',
    'Kesehatan masyarakat',
    'Dana desa',
    'Kepegawaian',
    'Pengelolaan air minum',
    'Listrik',
    'Infrastruktur jalan',
    'Pertanahan',
  ])('the recap subject "%s" is one category', (name) => {
    expect(categories.filter((row) => row.name_id === name)).toHaveLength(1)
  })
})

describe('competence rules', () => {
  test('every category has one default rule, and it is the last', () => {
    for (const code of codes) {
      const own = rules.filter((rule) => rule.category === code)
      expect(own.map((rule) => rule.detail_key === '').indexOf(true), code).toBe(own.length - 1)
    }
  })

  test('no condition stands twice in a category', () => {
    const conditions = rules.map((rule) => [rule.category, rule.detail_key, rule.detail_value].join())
    expect(conditions.filter((condition, i) => conditions.indexOf(condition) !== i)).toEqual([])
  })

  test('a rule names a category, an agency that exists at its tier, and a citation', () => {
    const faulty = rules.filter(({ category, tier = '', agency_kind, citation, detail_key, detail_value }) => {
      const kind = kindBySlug.get(agency_kind)
      const exists = tier === 'NATIONAL' ? bodySlugs.has(agency_kind) : kind?.tiers?.split(',').includes(tier)
      return !codes.has(category) || !exists || citation === '' || (detail_key === '') !== (detail_value === '')
    })
    expect(faulty.map(idOf)).toEqual([])
  })

  test('flags are true or false', () => {
    const flags = rules.flatMap((rule) => [rule.definite, rule.verified])
    expect(flags.filter((flag) => flag !== 'true' && flag !== 'false')).toEqual([])
  })
})

test('no slug names both a kind of regional agency and a national body', () => {
  expect(kinds.filter((kind) => bodySlugs.has(kind.slug)).map(idOf)).toEqual([])
})

describe('the calendar', () => {
  test('is in order and knows two kinds of days off', () => {
    const dates = calendar.map((row) => row.date)
    expect(dates).toEqual(dates.toSorted())
    expect(new Set(calendar.map((row) => row.kind))).toEqual(new Set(['national-holiday', 'cuti-bersama']))
  })

  test.each([
    ['2024', 19, 10],
    ['2025', 17, 11],
    ['2026', 17, 8],
    ['2027', 18, 8],
  ])('%s has %i national holidays and %i days of joint leave', (year, holidays, leave) => {
    const kindsOfYear = calendar.filter((row) => row.date?.startsWith(year)).map((row) => row.kind)
    expect(kindsOfYear.filter((kind) => kind === 'national-holiday')).toHaveLength(holidays)
    expect(kindsOfYear.filter((kind) => kind === 'cuti-bersama')).toHaveLength(leave)
  })

  test.each([
    [5, '2026-03-31'],
    [14, '2026-04-14'],
  ])('%i working days after 2026-03-17 is %s', (count, due) => {
    const daysOff = new Map(calendar.map((row) => [row.date ?? '', row.name_id ?? '']))
    expect(new WorkCalendar('test', daysOff).addWorkingDays('2026-03-17', count)).toBe(due)
  })
})
