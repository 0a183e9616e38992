import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Gate } from './gate.ts'

/** The lockfile names packages by version and content only: whoever installs chooses the registry. */
export const lockfile: Gate = {
  name: 'lockfile',
  check: async (root) => {
    const lock: unknown = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8'))
    return Object.entries<unknown>(Object(Object(lock).packages)).flatMap(([path, entry]) =>
      faultsOf(path, Object(entry)),
    )
  },
}

function faultsOf(path: string, entry: { resolved?: unknown; link?: unknown; integrity?: unknown }): string[] {
  const isOurs = !path.startsWith('node_modules/') || entry.link === true
  const faults: string[] = []
  if (typeof entry.resolved === 'string' && /^[a-z+]+:/.test(entry.resolved)) {
    faults.push(`${path} names where it was downloaded: remove "resolved" (omit-lockfile-registry-resolved in .npmrc)`)
  }
  if (!isOurs && typeof entry.integrity !== 'string') faults.push(`${path} has no integrity: its content is not fixed`)
  return faults
}
