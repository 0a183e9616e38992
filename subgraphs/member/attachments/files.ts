import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** The folder of attachments: what is not looked through yet is in quarantine, and is never served from there. */
export interface Files {
  /** Puts a file that was found clean where it is served from; it is on the disk when this returns. */
  keep(id: string, clean: Uint8Array): Promise<void>
  /** Holds the file in quarantine while `look` looks through it; it is gone from there afterwards. */
  inQuarantine<T>(id: string, bytes: Uint8Array, look: () => Promise<T>): Promise<T>
  read(id: string): Promise<Buffer | undefined>
  remove(id: string): Promise<void>
}

const ID = /^[0-9a-f]{32}$/

export function openFiles(folder: string): Files {
  const place = (room: 'quarantine' | 'kept', id: string) => {
    if (!ID.test(id)) throw new Error('An attachment is named by 32 hexadecimal digits.')
    return join(folder, room, id)
  }
  return {
    async inQuarantine(id, bytes, look) {
      const path = place('quarantine', id)
      await write(join(folder, 'quarantine'), path, bytes)
      try {
        return await look()
      } finally {
        await rm(path, { force: true })
      }
    },
    async keep(id, clean) {
      const path = place('kept', id)
      await write(join(folder, 'kept'), `${path}.part`, clean)
      await rename(`${path}.part`, path)
    },
    read: (id) =>
      readFile(place('kept', id)).catch((error: unknown) => {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
        throw error
      }),
    remove: (id) => rm(place('kept', id), { force: true }),
  }
}

async function write(room: string, path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(room, { recursive: true, mode: 0o700 })
  const file = await open(path, 'w', 0o600)
  try {
    await file.writeFile(bytes)
    await file.datasync()
  } finally {
    await file.close()
  }
}
