import { createHash } from 'node:crypto'
import { type CivilDay, isCivilDay } from '../domain/civil-day.ts'
import type { CompetenceTable } from '../domain/model.ts'
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
    const found = createHash('sha256').update(text).digest('hex').slice(0, sha256.length)
    if (sha256.length < 16 || found !== sha256) {
      throw new Error(
        `Competence table ${version}: ${file} has changed (${found}). Keep it as it was, and add the new rules as another version.`,
      )
    }
    return { version, validFrom, state, text }
  })
}

/** The table in force on a day: the newest that has begun. Throws when none has. */
export function inForceOn(day: CivilDay, tables: readonly CompetenceText[]): CompetenceText {
  const begun = tables.filter(({ state, validFrom }) => state === 'IN_FORCE' && validFrom <= day)
  const newest = begun.toSorted((a, b) => (a.validFrom < b.validFrom ? 1 : -1))[0]
  if (!newest) throw new Error(`No competence table is in force on ${day}`)
  return newest
}
