import { type Filed, file } from './filing.ts'
import type { HubClient } from './hub-client.ts'
import { complaintsOfJune2020, type KeyedInComplaint } from './june-2020.ts'
import type { Officers } from './officers.ts'
import { stepLine } from './print.ts'

const DOOR = '72'

/** Whether the rules send it on without a person; village funds always wait for the coordinator's decision. */
function waitsForCoordinator(row: KeyedInComplaint): boolean {
  return row.category === 'village.fund'
}

/**
 * Keys in the 26 complaints of June 2020 at the provincial door and prints each journey as it happens. Those with a
 * definite rule leave at once (electricity and land certificates to the nation, water to the city); the two about
 * village funds are verified and handed over by the province's coordinator; the others stay with the province.
 */
export async function fileJune2020(
  client: HubClient,
  officers: Officers,
  say: (line: string) => void,
): Promise<readonly Filed[]> {
  const keyedInBy = await officers.token('coordinator', DOOR)
  const filed: Filed[] = []
  for (const [index, row] of complaintsOfJune2020().entries()) {
    const key = `sulawesi-tengah-2020-06-${index + 1}`
    const complaint = await file(
      client,
      {
        door: DOOR,
        title: row.title,
        body: `${row.subject}: ${row.title}. Laporan diterima ${row.day} dan belum ditindaklanjuti.`,
        category: row.category,
        location: row.location,
        channel: 'LETTER',
        receivedAt: row.day,
        idempotencyKey: key,
        ...(row.details ? { details: row.details } : {}),
      },
      keyedInBy,
    )
    filed.push(complaint)
    say(`${String(index + 1).padStart(2)}. ${row.subject}: ${row.title}  [${complaint.id}]`)
    await printJourney(client, officers, row, complaint, say)
  }
  return filed
}

async function printJourney(
  client: HubClient,
  officers: Officers,
  row: KeyedInComplaint,
  complaint: Filed,
  say: (line: string) => void,
): Promise<void> {
  const leaves = waitsForCoordinator(row) || (await isOffered(client, row))
  if (waitsForCoordinator(row)) await handOverOnce(client, officers, row, complaint)
  for await (const step of client.follow(complaint.id, complaint.secret)) {
    say(stepLine(complaint.id.slice(0, 9), step))
    if (step.type === (leaves ? 'HANDED_OVER' : 'FILED')) break
  }
}

/** Whether the competence rules name another government, definitely. */
async function isOffered(client: HubClient, row: KeyedInComplaint): Promise<boolean> {
  const data = await client.ask<{ competence: { definite: boolean; region: { code: string } | null } | null }>(
    `query Competence($category: ID!, $location: ID!, $details: [DetailInput!]) {
      competence(category: $category, location: $location, details: $details) { definite region { code } }
    }`,
    { category: row.category, location: row.location, details: row.details },
  )
  return data.competence?.definite === true && data.competence.region?.code !== DOOR
}

/** The coordinator's decision; a second run of the demo finds it already taken. */
async function handOverOnce(
  client: HubClient,
  officers: Officers,
  row: KeyedInComplaint,
  complaint: Filed,
): Promise<void> {
  const data = await client.ask<{ complaint: { status: string; handledBy: { region: { code: string } } } }>(
    'query Now($id: ID!) { complaint(id: $id) { status handledBy { region { code } } } }',
    { id: complaint.id },
  )
  if (data.complaint.handledBy.region.code !== DOOR || data.complaint.status !== 'FILED') return
  await officers.verify(complaint.id, DOOR, row.category)
  await officers.handOver(complaint.id, DOOR, 'Dana desa diawasi oleh pemerintah kabupaten.')
}
