import type { CopiesPage, CopiesWanted, CopyKey, CopyRow } from './copies.ts'
import type { SilentGovernment } from './exchange-messages.ts'
import { bool, listOf, optional, record } from './parse.ts'
import { complaint, custodyState, government, hashOrNone, instant, natural, positive } from './validate-leaves.ts'

/** What the exchange carries beside log and mail: who is silent, and the copies that a reconciliation compares. */

export const silentGovernment = record<SilentGovernment>({ government, since: instant })

export const copiesWanted = record<CopiesWanted>({
  round: positive,
  after: optional(record<CopyKey>({ complaint, government })),
})

const copyRow = record<CopyRow>({
  complaint,
  government,
  state: custodyState,
  epoch: positive,
  length: natural,
  tip: hashOrNone,
})

export const copiesPage = record<CopiesPage>({ round: positive, rows: listOf(copyRow), last: bool })
