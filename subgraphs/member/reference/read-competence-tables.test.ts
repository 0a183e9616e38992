import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { inForce, readCompetenceTables, requireDefaults } from './read-competence-tables.ts'

const HEADER = 'version,file,sha256,valid_from,state,decided_by'
const FILES: Readonly<Record<string, string>> = { './a.csv': 'first rules', './b.csv': 'second rules' }
const read = (path: string) => FILES[path] ?? ''
const hash = (path: string) => createHash('sha256').update(read(path)).digest('hex').slice(0, 16)
const register = (...rows: readonly string[]) => [HEADER, ...rows, ''].join('\n')
const A = `1,a.csv,${hash('./a.csv')},2017-01-01,IN_FORCE,law`

test('tables stand in the order of the days from which they decide; what is proposed decides nothing', () => {
  const tables = readCompetenceTables(
    register(
      A,
      `2,b.csv,${hash('./b.csv')},2027-01-01,IN_FORCE,law`,
      `3,b.csv,${hash('./b.csv')},2018-01-01,PROPOSED,-`,
    ),
    read,
  )
  expect(inForce(tables)).toMatchObject([
    { version: '1', validFrom: '2017-01-01', text: 'first rules' },
    { version: '2', validFrom: '2027-01-01', text: 'second rules' },
  ])
  expect(inForce(tables.toReversed()).map(({ version }) => version)).toEqual(['1', '2'])
})

test('two that begin on one day, and none at all, are refused', () => {
  const twice = readCompetenceTables(register(A, `2,b.csv,${hash('./b.csv')},2017-01-01,IN_FORCE,law`), read)
  expect(() => inForce(twice)).toThrow('Two competence tables are in force from 2017-01-01')
  expect(() => inForce([])).toThrow('No competence table is in force')
})

test('one that forgets a category is refused when it is read, not on its day', () => {
  const table = { version: 'later', validFrom: '2099-01-01' }
  expect(() => requireDefaults([{ table, of: () => [] }], [{ code: 'land' }])).toThrow(
    /later has no default rule.*land/,
  )
})

test('a version whose file has changed is refused: decisions name it', () => {
  const changed = () => 'other rules'
  expect(() => readCompetenceTables(register(A), changed)).toThrow(/a\.csv has changed .* another version/)
})

test.each([
  [`1,a.csv,${hash('./a.csv')},soon,IN_FORCE,law`, /no day/],
  [`1,a.csv,${hash('./a.csv')},2017-01-01,DRAFT,law`, /no state/],
  ['1,a.csv,,2017-01-01,IN_FORCE,law', /has changed/],
])('the row %s is refused', (row, reason) => {
  expect(() => readCompetenceTables(register(row), read)).toThrow(reason)
})
