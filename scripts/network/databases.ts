import { startCluster } from '../postgres/cluster.ts'
import { createDatabase } from '../postgres/create-database.ts'

/** Where the members' databases are. Without either part, the embedded PostgreSQL of the data folder is started. */
export interface DatabaseOptions {
  /** A server whose user may create databases; `prefix` keeps several networks on one server apart. */
  readonly server?: { readonly url: string; readonly prefix?: string }
  /** The database of a member by its name; members that are not named get one as the others do. */
  readonly byMember?: ReadonlyMap<string, string>
}

/** The database of each member, by the member's name, and what has to be stopped when the network stops. */
export interface Databases {
  readonly urls: ReadonlyMap<string, string>
  /** Where the embedded PostgreSQL keeps its files; undefined when it is not used. */
  readonly folder: string | undefined
  /** Settles when the embedded PostgreSQL ends; never when it is not used. */
  readonly ended: Promise<void>
  stop(): Promise<void>
}

const PREFIX = 'lawang_'

/** Throws one sentence when a server cannot be reached or a database not be created. */
export async function openDatabases(
  dataFolder: string,
  memberNames: readonly string[],
  { server, byMember = new Map() }: DatabaseOptions,
): Promise<Databases> {
  const missing = memberNames.filter((name) => !byMember.has(name))
  const cluster = missing.length > 0 && server === undefined ? await startCluster({ dataFolder }) : undefined
  const serverUrl = cluster?.url ?? server?.url
  const urls = new Map(byMember)
  try {
    if (serverUrl !== undefined) {
      const created = missing.map(async (name) => {
        urls.set(name, await createDatabase(serverUrl, `${server?.prefix ?? PREFIX}${name.replaceAll('-', '_')}`))
      })
      await Promise.all(created)
    }
  } catch (error) {
    await cluster?.stop()
    throw new Error(`The members' databases could not be made: ${reasonOf(error)}`)
  }
  return {
    urls,
    folder: cluster?.folder,
    ended: cluster?.ended ?? new Promise(() => undefined),
    stop: async () => cluster?.stop(),
  }
}

/** A refused connection is an AggregateError without a message: its parts say which address. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(', ')
  return error instanceof Error ? error.message : String(error)
}
