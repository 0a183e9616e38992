import { askerOf } from '../access/asker.ts'
import type { Actor } from '../domain/model.ts'
import { readCaseActs } from '../mandates/case-act-log.ts'
import type { AskedReads } from '../ports.ts'
import { type Reads, readsFor } from './asked-reads.ts'
import { caseQueries } from './case-queries.ts'
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
  return {
    noteSecret: (secretHash) => void asker.secrets.push(secretHash),
    complaints: {
      async byIds(ids) {
        const shown = await reads.em().find(ComplaintEntity, { id: { $in: [...ids] } })
        const missing = without(ids, shown)
        const hidden =
          missing.length === 0 ? [] : await reads.prepared('SELECT * FROM lawang_hidden_complaints($1)', [missing])
        const em = reads.em()
        const rows = [...shown, ...hidden.map((row) => em.map(ComplaintEntity, row))]
        return inOrder(ids, rows.map(toComplaintRecord), ({ id }) => id)
      },
    },
    cases: {
      page: cases.page,
      draftsOf: cases.draftsOf,
      async byIds(ids) {
        const mayHaveAWorklist = asker.worklist !== 'nowhere'
        const shown = mayHaveAWorklist ? await reads.em().find(CaseFileEntity, { id: { $in: [...ids] } }) : []
        const missing = without(ids, shown)
        const hidden =
          missing.length === 0 ? [] : await reads.prepared('SELECT * FROM lawang_hidden_cases($1)', [missing])
        const em = reads.em()
        const rows = [...shown, ...hidden.map((row) => em.map(CaseFileEntity, row))]
        return inOrder(ids, rows.map(toCaseRecord), ({ id }) => id)
      },
    },
    actsOf: (caseIds) => readCaseActs(reads, caseIds),
  }
}

function without(ids: readonly string[], shown: readonly Keyed[]): readonly string[] {
  const known = new Set(shown.map(({ id }) => id))
  return ids.filter((id) => !known.has(id))
}
