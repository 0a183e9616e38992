import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Gate } from './gate.ts'

/** Which rooms a room may use. `turbo boundaries` sees that a room imports nothing that its package.json leaves out. */
const FLOORS: Readonly<Record<string, readonly string[]>> = {
  schema: [],
  trust: ['schema'],
  'subgraphs/member': ['schema', 'trust'],
  'subgraphs/national': ['schema', 'trust', 'member'],
  'subgraphs/provincial': ['schema', 'trust', 'member'],
  'subgraphs/regency': ['schema', 'trust', 'member'],
  gateway: ['schema', 'trust'],
  scripts: ['schema', 'trust', 'member', 'national', 'provincial', 'regency', 'gateway'],
  test: ['schema', 'trust', 'member', 'national', 'provincial', 'regency', 'gateway', 'scripts'],
}

const SCOPE = '@lawang/'

/** Every room's package.json lists only the rooms of the floors below it. */
export const floors: Gate = {
  name: 'floors',
  check: async (root) => {
    const faults = await Promise.all(
      Object.entries(FLOORS).map(async ([room, allowed]) => {
        const used = await roomsUsedBy(join(root, room, 'package.json'))
        return used
          .filter((name) => !allowed.includes(name))
          .map(
            (name) => `${room}/package.json lists ${SCOPE}${name}: this room may use ${allowed.join(', ') || 'none'}`,
          )
      }),
    )
    return faults.flat()
  },
}

async function roomsUsedBy(manifestPath: string): Promise<readonly string[]> {
  const manifest: unknown = JSON.parse(await readFile(manifestPath, 'utf8'))
  return ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies']
    .flatMap((kind) => Object.keys(Object(Object(manifest)[kind])))
    .filter((name) => name.startsWith(SCOPE))
    .map((name) => name.slice(SCOPE.length))
}
