import { TIERS } from '@lawang/schema/tier'
import type { Category, CompetenceRule } from '../domain/model.ts'
import { type AgencyKind, type NationalBody, readPatterns } from './agency-kinds.ts'
import { readCsv } from './read-csv.ts'

const CATEGORIES = ['code', 'name_id', 'name_en', 'affair', 'parent', 'urgent']
const RULES = [
  'rule_id',
  'category',
  'detail_key',
  'detail_value',
  'tier',
  'agency_kind',
  'definite',
  'citation',
  'source',
  'verified',
  'note',
]
const KINDS = ['slug', 'name_id', 'short_name', 'name_en', 'tiers', 'affairs']
const BODIES = ['slug', 'official_name', 'short_name', 'affairs', 'source', 'verified']

/** The categories in file order; what to ask for (`details`) follows from the rules, in the rules' order. */
export function readCategories(text: string, rules: readonly CompetenceRule[]): readonly Category[] {
  const rulesByCategory = Map.groupBy(rules, (rule) => rule.category)
  return [...readCsv('categories.csv', text, CATEGORIES)].map(
    ([code = '', name = '', nameEnglish = '', affair = '', parent = '', urgent]) => ({
      code,
      name,
      nameEnglish,
      affair,
      urgent: urgent === 'true',
      ...(parent === '' ? {} : { parent }),
      details: detailsOf(rulesByCategory.get(code) ?? []),
    }),
  )
}

/** The words of each category, as people write them. */
export function readCategoryWords(text: string): ReadonlyMap<string, string> {
  return new Map(
    [...readCsv('category-words.csv', text, ['category', 'words'])].map(([code = '', words = '']) => [code, words]),
  )
}

/** A key whose only value is `true` is a yes-or-no question: `false` is an answer to it as well. */
function detailsOf(rules: readonly CompetenceRule[]): Category['details'] {
  const conditions = rules.flatMap((rule) => (rule.detail ? [rule.detail] : []))
  return [...Map.groupBy(conditions, (detail) => detail.key)].map(([key, details]) => {
    const values = [...new Set(details.map((detail) => detail.value))]
    return { key, values: values.join() === 'true' ? ['true', 'false'] : values }
  })
}

export function readRules(text: string): readonly CompetenceRule[] {
  return [...readCsv('competence.csv', text, RULES)].map(
    ([id = '', category = '', key = '', value = '', tier, agencyKind = '', definite, ...rest]) => {
      const [citation = '', source = '', verified, note = ''] = rest
      return {
        id,
        category,
        ...(key === '' ? {} : { detail: { key, value } }),
        tier: oneOf(TIERS, tier, id),
        agencyKind,
        definite: flag(definite, id),
        citation,
        source,
        verified: flag(verified, id),
        ...(note === '' ? {} : { note }),
      }
    },
  )
}

export function readAgencyKinds(text: string): readonly AgencyKind[] {
  return [...readCsv('agency-kinds.csv', text, KINDS)].map(
    ([slug = '', name = '', shortName = '', , tiers = '', affairs = '']) => ({
      slug,
      name: readPatterns(name, tiers.split(',')),
      shortName: readPatterns(shortName, tiers.split(',')),
      affairs: affairs.split(','),
    }),
  )
}

export function readNationalBodies(text: string): readonly NationalBody[] {
  return [...readCsv('national-agencies.csv', text, BODIES)].map(
    ([slug = '', name = '', shortName = '', affairs = '']) => ({ slug, name, shortName, affairs: affairs.split(',') }),
  )
}

function oneOf<T extends string>(values: readonly T[], text: string | undefined, row: string): T {
  const found = values.find((value) => value === text)
  if (found === undefined) throw new Error(`${row}: ${text} is none of ${values.join(', ')}`)
  return found
}

function flag(text: string | undefined, row: string): boolean {
  return oneOf(['true', 'false'], text, row) === 'true'
}
