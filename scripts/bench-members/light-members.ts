import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { contractVersion } from '@lawang/schema/contract-version'
import { makeId } from '@lawang/schema/id'
import type { MemberEntry } from '@lawang/schema/network'

/** Members in this process, each on a port of its own, that answer one query with next to no work. */
export interface LightMembers {
  readonly entries: readonly MemberEntry[]
  /** From now on a member takes requests and answers none, or answers again. */
  setHanging(name: string, hangs: boolean): void
  close(): void
}

/** What they answer: a complaint by its id. */
export const QUERY = 'query ($id: ID!) { complaint(id: $id) { id title status } }'

/** As members say it that serve the gateway's own contract. */
const HEALTH = JSON.stringify({
  status: 'ready',
  contract: contractVersion((name) =>
    readFileSync(new URL(import.meta.resolve(`@lawang/schema/contracts/${name}`)), 'utf8'),
  ),
})

/** The nation and `count - 1` governments under it: a member for each. */
export async function startLightMembers(count: number): Promise<LightMembers> {
  const hanging = new Set<string>()
  const servers: Server[] = []
  const entries: MemberEntry[] = []
  for (const government of governments(count)) {
    // names in the registry have no dots
    const name = `member-${government.replace('.', '-')}`
    const server = createServer(async (request, response) => {
      if (hanging.has(name)) return
      if (request.url === '/health') return void response.end(HEALTH)
      const body = request.method === 'POST' ? ((await json(request)) as { variables?: { id?: string } }) : {}
      const complaint = { id: body.variables?.id, title: 'Lampu jalan padam', status: 'FILED' }
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ data: { complaint } }))
    })
    server.keepAliveTimeout = 60_000
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    servers.push(server)
    const { port } = server.address() as AddressInfo
    const tier = government === '00' ? 'NATIONAL' : government.includes('.') ? 'REGENCY' : 'PROVINCIAL'
    entries.push({ name, tier, url: `http://127.0.0.1:${port}`, governments: [government] })
  }
  return {
    entries,
    setHanging: (name, hangs) => void (hangs ? hanging.add(name) : hanging.delete(name)),
    close() {
      for (const server of servers) {
        server.close()
        server.closeAllConnections()
      }
    },
  }
}

/** The nation, the provinces, and regencies in turn over them: the real numbers are 1, 38 and 514. */
function governments(count: number): readonly string[] {
  const provinces = Array.from({ length: 39 }, (_, index) => String(index + 11)).filter((code) => code !== '31')
  const found = ['00', ...provinces].slice(0, count)
  for (let number = 1; found.length < count; number++) {
    for (const province of provinces) {
      if (found.length < count) found.push(`${province}.${String(number).padStart(2, '0')}`)
    }
  }
  return found
}

export function complaintOf(government: string): string {
  return makeId('complaint', government, () => randomBytes(10))
}
