import type { Database, Sql } from '@lawang/member/store/database'
import type { GovernmentCode } from '@lawang/schema/region'
import type { NewVisit, OutreachProgramme } from '../ports.ts'

interface ProgrammeRow {
  readonly id: string
  readonly province: GovernmentCode
  readonly name: string
  readonly villages: readonly {
    readonly village: string
    readonly people: number
    readonly visited_on: string | null
    readonly attended: number | null
  }[]
}

const SELECT = `
  SELECT p.id, p.province, p.name, json_agg(json_build_object('village', v.village, 'people', v.people,
    'visited_on', v.visited_on, 'attended', v.attended) ORDER BY v.village) AS villages
  FROM province.outreach_programme AS p JOIN province.outreach_village AS v ON v.programme = p.id`

/** Oldest first. */
export async function readProgrammes(sql: Sql, province: GovernmentCode): Promise<readonly OutreachProgramme[]> {
  const rows = await sql.prepared<ProgrammeRow>(
    `${SELECT} WHERE p.province = $1 GROUP BY p.id ORDER BY p.created_at, p.id`,
    [province],
  )
  return rows.map(toProgramme)
}

export async function readProgramme(sql: Sql, id: string): Promise<OutreachProgramme | undefined> {
  const [row] = await sql.prepared<ProgrammeRow>(`${SELECT} WHERE p.id = $1 GROUP BY p.id`, [id])
  return row && toProgramme(row)
}

/** Who made it, and when. */
export interface Making {
  readonly at: Date
  readonly by: string
}

export async function insertProgramme(
  database: Database,
  { id, province, name, villages }: OutreachProgramme,
  { at, by }: Making,
): Promise<void> {
  await database.transaction(async (tx) => {
    tx.send(
      'INSERT INTO province.outreach_programme (id, province, name, created_at, created_by) VALUES ($1, $2, $3, $4, $5)',
      [id, province, name, at, by],
    )
    tx.send(
      `INSERT INTO province.outreach_village (programme, village, people)
       SELECT $1, village, people FROM json_to_recordset($2) AS v (village text, people integer)`,
      [id, JSON.stringify(villages)],
    )
  })
}

export async function writeVisit(sql: Sql, { programme, village, visitedOn, attended }: NewVisit): Promise<void> {
  await sql.prepared(
    'UPDATE province.outreach_village SET visited_on = $3, attended = $4 WHERE programme = $1 AND village = $2',
    [programme, village, visitedOn, attended],
  )
}

function toProgramme({ villages, ...programme }: ProgrammeRow): OutreachProgramme {
  return {
    ...programme,
    villages: villages.map(({ village, people, visited_on: on, attended }) => ({
      village,
      people,
      ...(on !== null && attended !== null && { visit: { on, attended } }),
    })),
  }
}
