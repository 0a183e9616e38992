import type { Agency } from '../domain/model.ts'
import type { AgencyQueries } from '../ports.ts'
import type { Database } from './database.ts'
import { AgencyEntity, type AgencyRow } from './entities/agency.ts'
import { inOrder } from './in-order.ts'

function toAgency({ position: _, ...agency }: AgencyRow): Agency {
  return agency
}

/** The agencies of the governments hosted here, one query per call. */
export function agencyQueries(database: Database): AgencyQueries {
  return {
    async byIds(ids) {
      const rows = await database.em().find(AgencyEntity, { id: { $in: [...ids] } })
      return inOrder(ids, rows.map(toAgency), (agency) => agency.id)
    },
    async ofGovernment(government) {
      const rows = await database.em().find(AgencyEntity, { government }, { orderBy: { position: 'asc' } })
      return rows.map(toAgency)
    },
    async openCases(ids) {
      const rows = await database.query<{ id: string; open: string }>(
        `SELECT agency_id AS id, count(*) AS open FROM case_file
         WHERE agency_id = ANY($1) AND status NOT IN ('HANDED_OVER', 'ARCHIVED', 'CLOSED')
           AND NOT (dossier ->> 'confidential')::boolean GROUP BY agency_id`,
        [ids],
      )
      const open = new Map(rows.map((row) => [row.id, Number(row.open)]))
      return ids.map((id) => open.get(id) ?? 0)
    },
  }
}
