import type { Filed } from './demo/filing.ts'
import { createHubClient, type HubClient } from './demo/hub-client.ts'
import { createOfficers } from './demo/officers.ts'
import { centreToAgency, fourDoors } from './demo/paths.ts'
import { table } from './demo/print.ts'
import { fileJune2020 } from './demo/sulawesi-tengah.ts'

/**
 * Files real complaints through the gateway as clients do and prints each journey as it happens: the 26 complaints
 * of Sulawesi Tengah (June 2020), a complaint from the centre down to an agency and back, and one complaint at four
 * doors. Ends with a table of who holds what. Needs a running hub (`npm start`); running it again shows the same
 * complaints, none twice.
 */
const port = process.env.PORT ?? '4000'
const url = process.env.LAWANG_URL ?? `http://127.0.0.1:${port}`
const dataFolder = process.env.LAWANG_DATA ?? '.data'
const say = (line: string) => console.log(line)

interface Holding {
  readonly complaint: {
    readonly status: string
    readonly handledBy: { readonly name: string; readonly region: { readonly code: string; readonly name: string } }
  }
}

async function holdings(client: HubClient, filed: readonly Filed[]): Promise<string> {
  const counts = new Map<string, number>()
  for (const { id } of filed) {
    const { complaint } = await client.ask<Holding>(
      'query Holder($id: ID!) { complaint(id: $id) { status handledBy { name region { code name } } } }',
      { id },
    )
    const row = `${complaint.handledBy.region.code}\t${complaint.handledBy.region.name}\t${complaint.handledBy.name}\t${complaint.status}`
    counts.set(row, (counts.get(row) ?? 0) + 1)
  }
  const rows = [...counts].sort(([a], [b]) => a.localeCompare(b)).map(([row, count]) => [...row.split('\t'), count])
  return table(['code', 'government', 'agency', 'status', 'complaints'], [...rows, ['', '', '', 'total', filed.length]])
}

async function main(): Promise<void> {
  const client = createHubClient(url)
  try {
    const officers = createOfficers(client, dataFolder)
    say('Sulawesi Tengah, June 2020: 26 complaints keyed in at the provincial door\n')
    const june = await fileJune2020(client, officers, say)
    say('')
    const path = await centreToAgency(client, officers, say)
    say('')
    const doors = await fourDoors(client, say)
    say('\nWho holds what:\n')
    say(await holdings(client, [...june, ...path, ...doors]))
  } finally {
    await client.close()
  }
}

const running = await fetch(`${url}/health`).then(
  (response) => response.ok,
  () => false,
)
if (running) {
  await main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  })
} else {
  console.error(`No hub is ready at ${url}. Start one with npm start in another terminal, then run this again.`)
  process.exitCode = 1
}
