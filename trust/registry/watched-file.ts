import { type StatsListener, unwatchFile, watchFile } from 'node:fs'
import { readFile } from 'node:fs/promises'

const LOOKED_AT_EVERY_MS = 1000

/**
 * Calls `onText` with a file's text whenever it has changed. It looks at the file again and again instead of waiting for
 * the system's word: that works for files that are renamed into place, on mounted volumes and in containers alike. A
 * file that cannot be read is left for the next look. Returns what ends it.
 */
export function watchText(file: string, onText: (text: string) => void, intervalMs = LOOKED_AT_EVERY_MS): () => void {
  const look = () => {
    readFile(file, 'utf8').then(onText, () => {})
  }
  const changed: StatsListener = (now, before) => {
    if (now.mtimeMs !== before.mtimeMs || now.ino !== before.ino || now.size !== before.size) look()
  }
  watchFile(file, { interval: intervalMs, persistent: false }, changed)
  return () => unwatchFile(file, changed)
}
