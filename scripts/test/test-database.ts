import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Cluster, startCluster } from '../postgres/cluster.ts'

/** A PostgreSQL for the tests alone, gone with its files when they are done. Not safe against power failure. */
export async function startTestDatabase(): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), 'lawang-test-'))
  // As root the server runs as another user, who has to reach its files.
  chmodSync(folder, 0o755)
  const remove = () => rmSync(folder, { recursive: true, force: true })
  try {
    const cluster = await startCluster({ dataFolder: folder, durable: false })
    return { ...cluster, stop: () => cluster.stop().finally(remove) }
  } catch (error) {
    remove()
    throw error
  }
}
