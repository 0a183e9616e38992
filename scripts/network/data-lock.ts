import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Two networks on one data folder would fight for its databases: the first holds a lock, a file with its process number
 * and start time. A lock of a process that is gone is taken over. Throws one sentence when the folder is in use.
 */
export function lockDataFolder(dataFolder: string): Disposable {
  const path = join(dataFolder, 'lock')
  const mine = identity(process.pid)
  const holder = read(path)
  if (holder !== undefined && isAlive(holder)) {
    throw new Error(
      `Lawang runs already on the data folder ${dataFolder} (process ${holder.split(' ')[0]}). ` +
        'Stop it, or choose another folder with LAWANG_DATA.',
    )
  }
  writeFileSync(path, mine)
  return {
    [Symbol.dispose]: () => {
      if (read(path) === mine) rmSync(path, { force: true })
    },
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

/** A process number alone may belong to another program by now: the start time tells. */
function identity(pid: number): string {
  // Field 22 of the line; the second, the program's name in brackets, may itself hold spaces.
  const stat = read(`/proc/${pid}/stat`)
  return `${pid} ${stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''}`
}

function isAlive(holder: string): boolean {
  const pid = Number(holder.split(' ')[0])
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false
  }
  return identity(pid) === holder
}
