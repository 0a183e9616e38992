import { readFileSync, statSync } from 'node:fs'

/** The system user that PostgreSQL runs as. */
export interface ServerUser {
  readonly uid: number
  readonly gid: number
}

/** PostgreSQL refuses to run as root: then it runs as `postgres`, or else as `nobody`. Undefined when we are not root. */
export function standardUser(): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined
  const users = new Map(readFileSync('/etc/passwd', 'utf8').split('\n').flatMap(parseUser))
  const user = users.get('postgres') ?? users.get('nobody')
  if (user !== undefined) return user
  throw new Error(
    'PostgreSQL does not run as root, and there is no user "postgres" or "nobody". Start as another user.',
  )
}

/** The user of an existing cluster: only its owner may run it. Undefined when that is us; throws when it cannot be. */
export function ownerOf(cluster: string): ServerUser | undefined {
  const { uid, gid } = statSync(cluster)
  if (uid === process.getuid?.()) return undefined
  if (process.getuid?.() === 0) return { uid, gid }
  throw new Error(`The database's files in ${cluster} belong to another user. Start as that user, or set LAWANG_DATA.`)
}

function parseUser(line: string): [string, ServerUser][] {
  const [name, , uid, gid] = line.split(':')
  return name && uid && gid ? [[name, { uid: Number(uid), gid: Number(gid) }]] : []
}
