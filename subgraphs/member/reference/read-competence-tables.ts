import { sha256Hex } from '@lawang/schema/digest'
import { isCivilDay } from '../domain/civil-day.ts'
import type { Category, CompetenceRules, CompetenceTable } from '../domain/model.ts'
import { readCsv } from './read-csv.ts'

const COLUMNS = ['version', 'file', 'sha256', 'valid_from', 'state', 'decided_by']

/** A version of the competence rules with the text of its file. PROPOSED ones decide nothing: they can be replayed. */
export interface CompetenceText extends CompetenceTable {
  readonly state: 'IN_FORCE' | 'PROPOSED'
  readonly text: string
}

/**
 * Reads the register of competence tables. `read` gives the file that a row names. Throws where a file is not what the
 * register says it is: decisions name the version that they were made by, so a version never changes.
 */
export function readCompetenceTables(register: string, read: (path: string) => string): readonly CompetenceText[] {
  return [...readCsv('competence-tables.csv', register, COLUMNS)].map((fields) => {
    const [version = '', file = '', sha256 = '', validFrom = '', state = ''] = fields
    if (!isCivilDay(validFrom)) throw new Error(`Competence table ${version}: ${validFrom} is no day`)
    if (state !== 'IN_FORCE' && state !== 'PROPOSED')
      throw new Error(`Competence table ${version}: ${state} is no state`)
    const text = read(`./${file}`)
    const found = sha256Hex(text).slice(0, sha256.length)
    if (sha256.length < 16 || found !== sha256) {
      throw new Error(
        `Competence table ${version}: ${file} has changed (${found}). Keep it as it was, and add the new rules as another version.`,
      )
    }
    return { version, validFrom, state, text }
  })
}

/** The tables that decide, or will, in the order of the days from which they do. Two of one day are refused: which decides? */
export function inForce(tables: readonly CompetenceText[]): readonly CompetenceText[] {
  const decided = tables.filter(({ state }) => state === 'IN_FORCE')
  const inOrder = decided.toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : 1))
  const twice = inOrder.find(({ validFrom }, i) => inOrder[i - 1]?.validFrom === validFrom)
  if (twice) throw new Error(`Two competence tables are in force from ${twice.validFrom}`)
  if (inOrder.length === 0) throw new Error('No competence table is in force')
  return inOrder
}

/**
 * Every category has a rule without a detail in every version, and it stands last. A version that lacks one stops the server
 * when it is read, not on the day on which it takes force.
 */
export function requireDefaults(
  versions: readonly CompetenceRules[],
  categories: readonly Pick<Category, 'code'>[],
): void {
  for (const { table, of } of versions) {
    const without = categories.filter(({ code }) => {
      const last = of(code).at(-1)
      return last === undefined || last.detail !== undefined
    })
    if (without.length > 0) {
      const codes = without.map(({ code }) => code).join(', ')
      throw new Error(`${table.version} has no default rule, as the last of its category, for: ${codes}.`)
    }
  }
}
