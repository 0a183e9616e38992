import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { CivilDay } from '../domain/civil-day.ts'
import type { CompetenceRule, CompetenceRules, CompetenceTable, Reference } from '../domain/model.ts'
import { AgencyDirectory } from './agency-directory.ts'
import { calendarOf, type DayOff, readDaysOff } from './read-calendar.ts'
import { readClockRules } from './read-clock-rules.ts'
import { inForce, readCompetenceTables, requireDefaults } from './read-competence-tables.ts'
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
  /** Every version of the competence rules that is in force or will be, by the days from which they are. */
  readonly competence: readonly LoadedRules[]
  /** The words by which people speak of a category, by its code. */
  readonly categoryWords: ReadonlyMap<string, string>
  /** The days of the calendar, with their decrees. */
  readonly daysOff: readonly DayOff[]
}

/**
 * Reads the tables beside this file and the regions of `idn-area-data` into memory. Synchronous: it is done once,
 * before a server is ready. Competence tables of days to come are read with the others, and take force on their days.
 * Throws when a table is not what its README says.
 */
export function loadReference(): LoadedReference {
  const texts = readCompetenceTables(readBeside('./competence-tables.csv'), readBeside)
  const versions = inForce(texts).map((version) => ({ ...version, rules: readRules(version.text) }))
  const tables = {
    categories: readBeside('./categories.csv'),
    categoryWords: readBeside('./category-words.csv'),
    agencyKinds: readBeside('./agency-kinds.csv'),
    nationalBodies: readBeside('./national-agencies.csv'),
    calendar: readBeside('./calendar.csv'),
    clockRules: readBeside('./clock-rules.csv'),
  }
  const areas = AREAS.map(({ file, columns }) => ({ file, columns, text: readAreaFile(file) }))
  const regions = new RegionTable(areas.map(({ file, columns, text }) => readAreas(file, text, columns)))
  // What any version asks for may be answered: the facts of a complaint outlive a table.
  const rules = versions.flatMap((version) => version.rules)
  const daysOff = readDaysOff('calendar.csv', tables.calendar)
  const kinds = readAgencyKinds(tables.agencyKinds)
  return assemble({
    version: versionOf([
      ...versions.map(({ text }) => text),
      ...Object.values(tables),
      ...areas.map(({ text }) => text),
    ]),
    regions,
    competence: versions.map(({ version, validFrom, rules: own }) => rulesOf({ version, validFrom }, own)),
    categories: readCategories(tables.categories, rules),
    categoryWords: readCategoryWords(tables.categoryWords),
    agencies: new AgencyDirectory(kinds, readNationalBodies(tables.nationalBodies), regions),
    daysOff,
    calendar: calendarOf(versionOf([tables.calendar]), daysOff),
    clockRules: readClockRules(tables.clockRules),
  })
}

/** The same reference data with other competence rules, on whatever day: what a proposed table would decide. */
export function withRules(
  reference: LoadedReference,
  rules: readonly CompetenceRule[],
  competenceTable: CompetenceTable,
): LoadedReference {
  const proposed = rulesOf(competenceTable, rules)
  return { ...reference, competence: [proposed], rulesOn: () => proposed }
}

/** The same reference data with other versions of the rules, each from its day on. They stand in the order of these days. */
export function withVersions(
  reference: LoadedReference,
  versions: readonly { readonly table: CompetenceTable; readonly rules: readonly CompetenceRule[] }[],
): LoadedReference {
  const competence = versions.map(({ table, rules }) => rulesOf(table, rules))
  return { ...reference, competence, rulesOn: (day) => begunBy(day, competence) }
}

/** A version of the rules, as a whole. */
export interface LoadedRules extends CompetenceRules {
  readonly all: readonly CompetenceRule[]
}

function rulesOf(table: CompetenceTable, all: readonly CompetenceRule[]): LoadedRules {
  const byCategory = Map.groupBy(all, (rule) => rule.category)
  return { table, all, of: (category) => byCategory.get(category) ?? [] }
}

interface Parts {
  readonly version: string
  readonly regions: RegionTable
  readonly competence: readonly LoadedRules[]
  readonly categories: Reference['categories']
  readonly categoryWords: LoadedReference['categoryWords']
  readonly agencies: AgencyDirectory
  readonly daysOff: LoadedReference['daysOff']
  readonly calendar: Reference['calendar']
  readonly clockRules: Reference['clockRules']
}

function assemble(parts: Parts): LoadedReference {
  const { regions, competence, categories, agencies, ...rest } = parts
  requireDefaults(competence, categories)
  const categoryByCode = new Map(categories.map((category) => [category.code, category]))
  return {
    ...{ ...rest, regions, competence, categories },
    region: (code) => regions.region(code),
    regionsUnder: (parent) => regions.under(parent),
    category: (code) => categoryByCode.get(code),
    rulesOn: (day) => begunBy(day, competence),
    agenciesOf: (government) => agencies.ofGovernment(government),
    agency: (id) => agencies.agency(id),
  }
}

/** The version whose day has begun last. Throws on a day before the first one's. */
function begunBy(day: CivilDay, competence: readonly LoadedRules[]): LoadedRules {
  const begun = competence.findLast(({ table }) => table.validFrom <= day)
  if (!begun) throw new Error(`No competence table is in force on ${day}`)
  return begun
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
