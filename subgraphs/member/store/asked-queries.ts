import { askerOf } from '../access/asker.ts'
import { repliesIn } from '../domain/complaint.ts'
import type { Actor } from '../domain/model.ts'
import { readCaseActs } from '../mandates/case-act-log.ts'
import { readMandatesAt } from '../mandates/store.ts'
import type { AskedReads } from '../ports.ts'
import { type Reads, readsFor } from './asked-reads.ts'
import { caseQueries } from './case-queries.ts'
import { readDoorChains, readShownCaseChains, readShownChains } from './chains.ts'
import { readingChains } from './complaint-queries.ts'
import type { Database } from './database.ts'
import { CaseFileEntity } from './entities/case-file.ts'
import { ComplaintEntity } from './entities/complaint.ts'
import { inOrder } from './in-order.ts'
import { toCaseRecord, toComplaintRecord } from './records.ts'

interface Keyed {
  readonly id: string
}

/**
 * What one asker reads by id and page by page. `reader` is a database opened with the reader's role: rows that the
 * policies leave out come, where their status is public, from functions there that leave out what is confidential.
 */
export function askedQueries(reader: Database, actor: Actor): AskedReads {
  const asker = askerOf(actor)
  const reads: Reads = readsFor(reader, asker)
  const cases = caseQueries({ ...reader, ...reads })
  const { answersOf, repliesOf } = readingChains((ids) => readDoorChains(reads, ids))
  const { journeysOf, relationsOf, whyHereOf } = readingChains((ids) => readShownChains(reads, ids))
  return {
    noteSecret: (secretHash) => void asker.secrets.push(secretHash),
    complaints: {
      ...{ answersOf, repliesOf, journeysOf, relationsOf, whyHereOf },
      async byIds(ids) {
        const shown = await readById(reads, 'complaint', ids)
        const missing = without(ids, shown)
        const hidden = missing.length === 0 ? [] : await reads.prepared<Keyed>(HIDDEN_COMPLAINTS, [missing])
        const em = reads.em()
        const rows = [...shown, ...hidden].map((row) => em.map(ComplaintEntity, { ...row }))
        return inOrder(ids, rows.map(toComplaintRecord), ({ id }) => id)
      },
    },
    cases: {
      page: cases.page,
      draftsOf: cases.draftsOf,
      async repliesOf(ids) {
        const chains = await readShownCaseChains(reads, ids)
        return ids.map((id) => repliesIn(chains.get(id) ?? []))
      },
      async byIds(ids) {
        const shown = asker.worklist === 'nowhere' ? [] : await readById(reads, 'case_file', ids)
        const missing = without(ids, shown)
        const hidden = missing.length === 0 ? [] : await reads.prepared<Keyed>(HIDDEN_CASES, [missing])
        const em = reads.em()
        const rows = [...shown, ...hidden].map((row) => em.map(CaseFileEntity, { ...row }))
        return inOrder(ids, rows.map(toCaseRecord), ({ id }) => id)
      },
    },
    mandates: {
      actsOf: (caseIds) => readCaseActs(reads, caseIds),
      registeredAt: (government) => readMandatesAt(reads, government),
    },
  }
}

/**
 * Prepared, because to plan a statement with its policies takes longer than to carry it out. The server keeps the plan for one
 * id, and plans anew for each list of them: it takes a list of a length that it does not know for dearer than one that it sees.
 * A plan that was made for a table of a few pages could read all of it, until the table's next statistics end it: that is a
 * minute after a table has grown, and the reading of one row.
 */
function readById(reads: Reads, table: 'complaint' | 'case_file', ids: readonly string[]): Promise<Keyed[]> {
  const [id, another] = ids
  return id !== undefined && another === undefined
    ? reads.prepared(`SELECT * FROM ${table} WHERE id = $1`, [id])
    : reads.prepared(`SELECT * FROM ${table} WHERE id = ANY($1)`, [ids])
}

const HIDDEN_COMPLAINTS = 'SELECT * FROM lawang_hidden_complaints($1)'
const HIDDEN_CASES = 'SELECT * FROM lawang_hidden_cases($1)'

function without(ids: readonly string[], shown: readonly Keyed[]): readonly string[] {
  const known = new Set(shown.map(({ id }) => id))
  return ids.filter((id) => !known.has(id))
}
