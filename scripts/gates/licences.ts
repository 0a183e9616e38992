import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Gate } from './gate.ts'

/** Permissive: code under these may be used, changed and shipped with ours. */
const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'Python-2.0',
  'Unlicense',
])

/** Tools of which no code is shipped, and why they are here. */
const EXCEPTIONS = new Map([['lightningcss', 'MPL-2.0']]) // Vite, inside Vitest, minifies style sheets with it.

interface Manifest {
  readonly name: string
  readonly licence: string | undefined
}

/** Every package that is installed says a licence, and one that we may use. */
export const licences: Gate = {
  name: 'licences',
  check: async (root) => {
    const faults: string[] = []
    for await (const folder of packageFolders(join(root, 'node_modules'))) {
      const { name, licence } = await readManifest(folder)
      if (!isAllowed(name, licence)) faults.push(`${name}: ${licence ?? 'no licence'} is not on the list (${folder})`)
    }
    return faults
  },
}

/** The packages below a node_modules folder, those inside packages too. Our own rooms are links and left out. */
async function* packageFolders(modules: string): AsyncGenerator<string> {
  for (const entry of await entriesOf(modules)) {
    if (!entry.isDirectory() || entry.name.startsWith('.')) continue
    const path = join(modules, entry.name)
    if (entry.name.startsWith('@')) {
      yield* packageFolders(path)
      continue
    }
    yield path
    yield* packageFolders(join(path, 'node_modules'))
  }
}

async function entriesOf(folder: string) {
  return readdir(folder, { withFileTypes: true }).catch(() => [])
}

async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => '{}')
  const manifest: unknown = JSON.parse(text)
  if (typeof manifest !== 'object' || manifest === null) return { name: folder, licence: undefined }
  const name = 'name' in manifest && typeof manifest.name === 'string' ? manifest.name : folder
  return { name, licence: licenceOf(manifest) }
}

function licenceOf(manifest: object): string | undefined {
  if ('license' in manifest) return licenceText(manifest.license)
  if (!('licenses' in manifest) || !Array.isArray(manifest.licenses)) return undefined
  const parts = manifest.licenses.map(licenceText)
  return parts.includes(undefined) ? undefined : parts.join(' OR ')
}

/** Old packages write `{type, url}`. */
function licenceText(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  return typeof value === 'object' && value !== null && 'type' in value ? licenceText(value.type) : undefined
}

/** Of an SPDX expression: one side of OR is enough, both sides of AND are needed. */
function isAllowed(name: string, licence: string | undefined): boolean {
  if (licence === undefined) return false
  const exception = EXCEPTIONS.get(name.replace(/-(linux|darwin|win32|freebsd|android)-.*$/, ''))
  const sides = licence.replaceAll(/[()]/g, '').split(' OR ')
  return exception === licence || sides.some((side) => side.split(' AND ').every((id) => ALLOWED.has(id.trim())))
}
