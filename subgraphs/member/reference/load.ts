import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { NATION } from '@lawang/schema/region'
import { type CivilDay, civilDayOf } from '../domain/civil-day.ts'
import type { CompetenceRule, CompetenceTable, Reference } from '../domain/model.ts'
import { AgencyDirectory } from './agency-directory.ts'
import { calendarOf, type DayOff, readDaysOff } from './read-calendar.ts'
import { readClockRules } from './read-clock-rules.ts'
import { inForceOn, readCompetenceTables } from './read-competence-tables.ts'
import { readCsv } from './read-csv.ts'
import { readAgencyKinds, readCategories, readCategoryWords, readNationalBodies, readRules } from './read-tables.ts'
import { type RegionColumns, RegionTable } from './region-table.ts'

/** The day on which the tables beside this file were collected. */
const COLLECTED = '2026-11-21'

const AREAS = [
  { file: 'provinces', columns: ['code', 'name'] },
  { file: 'regencies', columns: ['code', 'province_code', 'name'] },
  { file: 'districts', columns: ['code', 'regency_code', 'name'] },
  { file: 'villages', columns: ['code', 'district_code', 'name'] },
] as const

/** What is loaded: the reference data, and what only the loading of a database needs beside it. */
export interface LoadedReference extends Reference {
  readonly regions: RegionTable
  readonly rules: readonly CompetenceRule[]
  /** The words by which people speak of a category, by its code. */
  readonly categoryWords: ReadonlyMap<string, string>
  /** The days of the calendar, with their decrees. */
  readonly daysOff: readonly DayOff[]
}

/**
 * Reads the tables beside this file and the regions of `idn-area-data` into memory. Synchronous: it is done once,
 * before a server is ready. The competence rules are those in force on `today`. Throws when a table is not what its
 * README says.
 */
export function loadReference(today: CivilDay = civilDayOf(new Date(), NATION)): LoadedReference {
  const competenceTable = inForceOn(today, readCompetenceTables(readBeside('./competence-tables.csv'), readBeside))
  const tables = {
    categories: readBeside('./categories.csv'),
    categoryWords: readBeside('./category-words.csv'),
    competence: competenceTable.text,
    agencyKinds: readBeside('./agency-kinds.csv'),
    nationalBodies: readBeside('./national-agencies.csv'),
    calendar: readBeside('./calendar.csv'),
    clockRules: readBeside('./clock-rules.csv'),
  }
  const areas = AREAS.map(({ file, columns }) => ({ file, columns, text: readAreaFile(file) }))
  const regions = new RegionTable(areas.map(({ file, columns, text }) => readAreas(file, text, columns)))
  const rules = readRules(tables.competence)
  const daysOff = readDaysOff('calendar.csv', tables.calendar)
  const kinds = readAgencyKinds(tables.agencyKinds)
  return assemble({
    version: versionOf([...Object.values(tables), ...areas.map(({ text }) => text)]),
    competenceTable: { version: competenceTable.version, validFrom: competenceTable.validFrom },
    regions,
    rules,
    categories: readCategories(tables.categories, rules),
    categoryWords: readCategoryWords(tables.categoryWords),
    agencies: new AgencyDirectory(kinds, readNationalBodies(tables.nationalBodies), regions),
    daysOff,
    calendar: calendarOf(versionOf([tables.calendar]), daysOff),
    clockRules: readClockRules(tables.clockRules),
  })
}

/** The same reference data with other competence rules: what a proposed table would decide. */
export function withRules(
  reference: LoadedReference,
  rules: readonly CompetenceRule[],
  competenceTable: CompetenceTable,
): LoadedReference {
  const byCategory = Map.groupBy(rules, (rule) => rule.category)
  return { ...reference, rules, competenceTable, rulesOf: (category) => byCategory.get(category) ?? [] }
}

interface Parts {
  readonly version: string
  readonly competenceTable: CompetenceTable
  readonly regions: RegionTable
  readonly rules: readonly CompetenceRule[]
  readonly categories: Reference['categories']
  readonly categoryWords: LoadedReference['categoryWords']
  readonly agencies: AgencyDirectory
  readonly daysOff: LoadedReference['daysOff']
  readonly calendar: Reference['calendar']
  readonly clockRules: Reference['clockRules']
}

function assemble(parts: Parts): LoadedReference {
  const { regions, rules, categories, agencies, ...rest } = parts
  const categoryByCode = new Map(categories.map((category) => [category.code, category]))
  const rulesByCategory = Map.groupBy(rules, (rule) => rule.category)
  return {
    ...{ ...rest, regions, rules, categories },
    region: (code) => regions.region(code),
    regionsUnder: (parent) => regions.under(parent),
    category: (code) => categoryByCode.get(code),
    rulesOf: (category) => rulesByCategory.get(category) ?? [],
    agenciesOf: (government) => agencies.ofGovernment(government),
    agency: (id) => agencies.agency(id),
  }
}

function readBeside(path: string): string {
  return readFileSync(new URL(path, import.meta.url), 'utf8')
}

function readAreaFile(name: string): string {
  return readFileSync(createRequire(import.meta.url).resolve(`idn-area-data/data/${name}.csv`), 'utf8')
}

function readAreas(name: string, text: string, columns: readonly string[]): RegionColumns {
  const codes: string[] = []
  const names: string[] = []
  for (const fields of readCsv(`${name}.csv`, text, columns)) {
    codes.push(fields[0] ?? '')
    names.push(fields.at(-1) ?? '')
  }
  return { codes, names }
}

function versionOf(texts: readonly string[]): string {
  const hash = createHash('sha256')
  for (const text of texts) hash.update(`${text.length}\n`).update(text)
  return `${COLLECTED}-${hash.digest('hex').slice(0, 8)}`
}
