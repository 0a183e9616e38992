import { readFileSync } from 'node:fs'
import type { Registry } from '@lawang/schema/network'
import { type KnownKeys, knownKeys } from './known-keys.ts'
import type { ReadRegistry } from './read-registry.ts'
import { watchText } from './watched-file.ts'

/** A registry as its file says it at the moment. */
export interface FollowedRegistry {
  registry(): Registry
  keys(): KnownKeys
  close(): void
}

const NOBODY: Registry = { sequence: 0, environment: 'development', members: [], gateways: [], retired: [] }

/** Nobody is known: whatever is signed is refused. */
export function emptyRegistry(): FollowedRegistry {
  const keys = knownKeys(NOBODY)
  return { registry: () => NOBODY, keys: () => keys, close: () => {} }
}

/**
 * Reads a registry's file and follows its changes. Throws one sentence when it cannot be used now; a later version that
 * cannot be used is told to `onRefused`, and the one before stays.
 */
export function followRegistry(
  file: string,
  read: ReadRegistry,
  onRefused: (reason: string) => void,
  intervalMs?: number,
): FollowedRegistry {
  let registry = read(readFileSync(file, 'utf8'))
  let keys = knownKeys(registry)
  const close = watchText(
    file,
    (text) => {
      try {
        const next = read(text)
        keys = knownKeys(next)
        registry = next
      } catch (error) {
        onRefused(error instanceof Error ? error.message : String(error))
      }
    },
    intervalMs,
  )
  return { registry: () => registry, keys: () => keys, close }
}
