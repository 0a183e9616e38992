import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Gate } from './gate.ts'

type Packages = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/** The lockfile names packages by version and content only, and all of them: whoever installs chooses the registry. */
export const lockfile: Gate = {
  name: 'lockfile',
  check: async (root) => {
    const lock: unknown = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8'))
    const packages: Packages = Object(Object(lock).packages)
    return Object.entries(packages).flatMap(([path, entry]) => [
      ...namesItsOrigin(path, entry),
      ...hasNoIntegrity(path, entry),
      ...leavesOut(path, entry, packages),
    ])
  },
}

function namesItsOrigin(path: string, { resolved }: Packages[string]): string[] {
  if (typeof resolved !== 'string' || !/^[a-z+]+:/.test(resolved)) return []
  return [`${path} names where it was downloaded: omit-lockfile-registry-resolved in .npmrc leaves that out`]
}

function hasNoIntegrity(path: string, { integrity, link }: Packages[string]): string[] {
  const isOurs = !path.startsWith('node_modules/') || link === true
  return isOurs || typeof integrity === 'string' ? [] : [`${path} has no integrity: its content is not fixed`]
}

/** npm leaves out what the registry did not have when the file was written, and npm ci refuses the file later. */
function leavesOut(path: string, { optionalDependencies }: Packages[string], packages: Packages): string[] {
  return Object.keys(Object(optionalDependencies))
    .filter((name) => !folders(path).some((folder) => packages[`${folder}node_modules/${name}`] !== undefined))
    .map((name) => `${path || 'package.json'} may need ${name}, which is left out: npm ci refuses that`)
}

/** Where Node looks for a package's packages: in itself, then in what it lies in. */
function folders(path: string): string[] {
  const parts = path === '' ? [] : path.split('/')
  return parts.map((_, i) => `${parts.slice(0, parts.length - i).join('/')}/`).concat('')
}
