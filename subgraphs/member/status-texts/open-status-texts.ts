import type { ComplaintStatus } from '@lawang/schema/exchange/messages'
import type { GovernmentCode } from '@lawang/schema/region'
import { STATUS_TEXTS } from '@lawang/schema/words/status-texts'
import { requireAllowed } from '../access/policy.ts'
import type { Actor } from '../domain/model.ts'
import type { Database, Sql } from '../store/database.ts'
import { type OwnTemplate, readTemplate, type StatusTemplate, templateOf } from './templates.ts'

/** The words of the governments here for text messages about statuses. */
export interface StatusTexts {
  /** One query for all; each has every status. */
  ofGovernments(governments: readonly GovernmentCode[]): Promise<readonly (readonly StatusTemplate[])[]>
  /** Refuses as `requireAllowed` and `readTemplate`. */
  set(government: GovernmentCode, template: OwnTemplate, actor: Actor): Promise<StatusTemplate>
}

export function openStatusTexts(database: Database, now: () => Date): StatusTexts {
  return {
    ofGovernments: async (governments) => {
      const own = await readOwn(database, governments)
      return governments.map((government) => {
        const byStatus = new Map(own.get(government)?.map((template) => [template.status, template]))
        return statuses().map((status) => templateOf(status, byStatus.get(status)))
      })
    },
    async set(government, { status, ...sent }, actor) {
      requireAllowed(actor, 'manageChannels', { government })
      const indonesian = readTemplate('indonesian', sent.indonesian)
      const english = readTemplate('english', sent.english)
      await database.query(
        `INSERT INTO status_template (government, status, indonesian, english, set_by, set_at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (government, status) DO UPDATE SET indonesian = excluded.indonesian, english = excluded.english,
           set_by = excluded.set_by, set_at = excluded.set_at`,
        [
          ...[government, status, indonesian ?? null, english ?? null],
          ...[actor.kind === 'person' ? actor.subject : actor.kind, now().toISOString()],
        ],
      )
      return templateOf(status, {
        status,
        ...(indonesian !== undefined && { indonesian }),
        ...(english !== undefined && { english }),
      })
    },
  }
}

function statuses(): readonly ComplaintStatus[] {
  const isStatus = (name: string): name is ComplaintStatus => Object.hasOwn(STATUS_TEXTS, name)
  return Object.keys(STATUS_TEXTS).filter(isStatus)
}

async function readOwn(
  sql: Sql,
  governments: readonly GovernmentCode[],
): Promise<ReadonlyMap<GovernmentCode, readonly OwnTemplate[]>> {
  const rows = await sql.query<{
    government: string
    status: ComplaintStatus
    indonesian: string | null
    english: string | null
  }>('SELECT government, status, indonesian, english FROM status_template WHERE government = ANY($1)', [governments])
  const templates = Map.groupBy(rows, ({ government }) => government)
  return new Map(
    [...templates].map(([government, own]) => [
      government,
      own.map(({ status, indonesian, english }) => ({
        status,
        ...(indonesian !== null && { indonesian }),
        ...(english !== null && { english }),
      })),
    ]),
  )
}
