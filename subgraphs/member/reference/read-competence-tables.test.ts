import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { inForceOn, readCompetenceTables } from './read-competence-tables.ts'

const HEADER = 'version,file,sha256,valid_from,state,decided_by'
const FILES: Readonly<Record<string, string>> = { './a.csv': 'first rules', './b.csv': 'second rules' }
const read = (path: string) => FILES[path] ?? ''
const hash = (path: string) => createHash('sha256').update(read(path)).digest('hex').slice(0, 16)
const register = (...rows: readonly string[]) => [HEADER, ...rows, ''].join('\n')
const A = `1,a.csv,${hash('./a.csv')},2017-01-01,IN_FORCE,law`

test('the newest table that has begun is in force; what is proposed is not', () => {
  const tables = readCompetenceTables(
    register(
      A,
      `2,b.csv,${hash('./b.csv')},2027-01-01,IN_FORCE,law`,
      `3,b.csv,${hash('./b.csv')},2018-01-01,PROPOSED,-`,
    ),
    read,
  )
  expect(inForceOn('2026-12-31', tables).version).toBe('1')
  expect(inForceOn('2027-01-01', tables)).toMatchObject({ version: '2', text: 'second rules' })
  expect(() => inForceOn('2016-12-31', tables)).toThrow('No competence table is in force on 2016-12-31')
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
