import { open, readFile } from 'node:fs/promises'

/**
 * The complaints whose reporters had their identity erased, kept outside the database: when an older backup is put
 * back, they are erased from it again. It holds ids and nothing else.
 */
export interface ErasuresFile {
  /** Notes a complaint; it is on the disk when this returns. */
  note(complaint: string): Promise<void>
  all(): Promise<readonly string[]>
}

/** The file at `path`: a complaint's id on each line. */
export function openErasuresFile(path: string): ErasuresFile {
  return {
    async note(complaint) {
      const file = await open(path, 'a', 0o600)
      try {
        await file.writeFile(`${complaint}\n`)
        await file.datasync()
      } finally {
        await file.close()
      }
    },
    async all() {
      const text = await readFile(path, 'utf8').catch((error: unknown) => {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
        throw error
      })
      return [...new Set(text.split('\n').filter((line) => line !== ''))]
    },
  }
}

/** In memory, for a server whose restores nobody has to notice. */
export function createErasuresMemory(): ErasuresFile {
  const noted = new Set<string>()
  return {
    note: async (complaint) => {
      noted.add(complaint)
    },
    all: async () => [...noted],
  }
}
