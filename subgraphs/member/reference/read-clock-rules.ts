import { isCivilDay } from '../domain/civil-day.ts'
import { CASE_CLASSES, CLOCK_PURPOSES, type ClockRule, type RuleSet } from '../domain/clock-rules.ts'
import { readCsv } from './read-csv.ts'

const COLUMNS = [
  'rule_set',
  'valid_from',
  'class',
  'purpose',
  'amount',
  'unit',
  'warn',
  'extension',
  'citation',
  'source',
  'verified',
]

/** A row, with the day from which its rule set applies. */
interface Row extends ClockRule {
  readonly validFrom: string
}

/** The rule sets of the clocks in file order, which is the order of the days from which they apply. */
export function readClockRules(text: string): readonly RuleSet[] {
  const rows = [...readCsv('clock-rules.csv', text, COLUMNS)].map(readRow)
  const sets = [...Map.groupBy(rows, ({ ruleSet }) => ruleSet)].map(([name, rules]) => {
    const validFrom = rules[0]?.validFrom ?? ''
    if (rules.some((rule) => rule.validFrom !== validFrom)) throw new Error(`${name} is valid from several days`)
    if (validFrom !== '' && !isCivilDay(validFrom)) throw new Error(`${name}: ${validFrom} is no day`)
    return { name, ...(validFrom !== '' && { validFrom }), rules: rules.map(({ validFrom: _, ...rule }) => rule) }
  })
  const days = sets.map(({ validFrom = '' }) => validFrom)
  if (days[0] !== '' || days.some((day, i) => i > 0 && day <= (days[i - 1] ?? ''))) {
    throw new Error('clock-rules.csv: the first rule set applies from the beginning, and each other from a later day')
  }
  return sets
}

function readRow(fields: readonly string[]): Row {
  const [ruleSet = '', validFrom = '', of = '', purpose, amount, unit, warn, extension, citation, source, verified] =
    fields
  return {
    ruleSet,
    validFrom,
    ...(of !== '*' && { class: oneOf(CASE_CLASSES, of, ruleSet) }),
    purpose: oneOf(CLOCK_PURPOSES, purpose, ruleSet),
    amount: count(amount, ruleSet),
    unit: oneOf(['working-days', 'working-hours'] as const, unit, ruleSet),
    warn: count(warn, ruleSet),
    extension: count(extension, ruleSet),
    citation: citation ?? '',
    source: source ?? '',
    verified: oneOf(['true', 'false'] as const, verified, ruleSet) === 'true',
  }
}

function count(text: string | undefined, row: string): number {
  const number = Number(text)
  if (!Number.isSafeInteger(number) || number < 0) throw new Error(`${row}: ${text} is no count`)
  return number
}

function oneOf<T extends string>(values: readonly T[], text: string | undefined, row: string): T {
  const found = values.find((value) => value === text)
  if (found === undefined) throw new Error(`${row}: ${text} is none of ${values.join(', ')}`)
  return found
}
