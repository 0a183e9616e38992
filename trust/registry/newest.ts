import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { ReadRegistry } from './read-registry.ts'

/**
 * Reads registries so that none is taken that is older than one that was taken before, by this process or an earlier
 * one: an old registry, rightly signed, would bring back a key that was withdrawn. The highest sequence is kept in a
 * file of this server's own.
 */
export function newestOnly(read: ReadRegistry, seenFile: string): ReadRegistry {
  let highest = readSeen(seenFile)
  return (text) => {
    const registry = read(text)
    if (registry.sequence < highest) {
      throw new Error(`The registry is version ${registry.sequence}, and version ${highest} was in use before`)
    }
    if (registry.sequence > highest) {
      highest = registry.sequence
      writeSeen(seenFile, highest)
    }
    return registry
  }
}

function readSeen(file: string): number {
  try {
    const text = readFileSync(file, 'utf8').trim()
    if (/^\d{1,15}$/.test(text)) return Number(text)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 0
    throw error
  }
  throw new Error(`${file} does not hold the version of the registry that was last in use`)
}

/** Replaced as a whole: a crash leaves the old one or the new one. */
function writeSeen(file: string, sequence: number): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(`${file}.next`, `${sequence}\n`, { mode: 0o600 })
  renameSync(`${file}.next`, file)
}
