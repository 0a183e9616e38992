import { sha256Hex } from '@lawang/schema/digest'
import { Lru } from '../plan/lru.ts'

/** Operations that clients name by the SHA-256 of their text (in hex) instead of sending the text. */
export interface Documents {
  /** The text of a hash, trusted or registered by a client. */
  get(hash: string): string | undefined
  /** Registers a client's text; the caller has checked the hash. Nothing is registered where only trusted ones are taken. */
  register(hash: string, text: string): void
  /** Whether the text may be executed. */
  takes(text: string): boolean
}

export interface DocumentsOptions {
  /** Texts that are known beforehand; none by default. */
  readonly trusted?: readonly string[]
  /** Whether only these are executed. */
  readonly onlyTrusted?: boolean
  /** How many texts of clients are remembered. */
  readonly capacity?: number
}

/** A longer text is not remembered: its client sends it each time. */
const MAX_TEXT_LENGTH = 32_768

export function createDocuments({ trusted = [], onlyTrusted = false, capacity = 1000 }: DocumentsOptions): Documents {
  const texts = new Set(trusted)
  const byHash = new Map(trusted.map((text) => [hashOf(text), text]))
  const registered = new Lru<string>(capacity)
  return {
    get: (hash) => byHash.get(hash) ?? registered.get(hash),
    register(hash, text) {
      if (!onlyTrusted && text.length <= MAX_TEXT_LENGTH) registered.set(hash, text)
    },
    takes: (text) => !onlyTrusted || texts.has(text),
  }
}

/** The name of a text. */
export function hashOf(text: string): string {
  return sha256Hex(text)
}
