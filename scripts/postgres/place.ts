import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { type Binaries, copyBinaries, findBinaries } from './binaries.ts'
import { ownerOf, type ServerUser, standardUser } from './server-user.ts'

/** Where the embedded PostgreSQL of a data folder keeps its things. */
export interface Place {
  readonly binaries: Binaries
  /** Set when PostgreSQL has to run as another user than we do. */
  readonly user: ServerUser | undefined
  /** The database's files. */
  readonly cluster: string
  /** Ours alone: password, port, log, and a note where the cluster is when it is not here. */
  readonly settings: string
}

const PLACES_OF_ROOT = '/var/lib/lawang'

/**
 * Finds or makes the place. As root the server runs as another user, who may not be able to enter the checkout or the
 * data folder: then binaries and cluster lie below `/var/lib/lawang`, in a folder named after the data folder.
 */
export function preparePlace(dataFolder: string): Place {
  const settings = join(resolve(dataFolder), 'postgres')
  mkdirSync(settings, { recursive: true })
  const elsewhere = join(PLACES_OF_ROOT, createHash('sha256').update(settings).digest('hex').slice(0, 12))
  const found = existingCluster(settings)
  const user = found !== undefined && existsSync(found) ? ownerOf(found) : standardUser()
  const reaches = (path: string) => user === undefined || othersMayEnter(path)

  const installed = findBinaries()
  const binaries = reaches(join(installed.native, 'bin/postgres'))
    ? installed
    : copyBinaries(installed, openFolder(elsewhere))
  const cluster = found ?? (reaches(settings) ? join(settings, 'cluster') : clusterElsewhere(settings, elsewhere))
  return { binaries, user, settings, cluster }
}

function existingCluster(settings: string): string | undefined {
  const note = join(settings, 'cluster-is-at')
  if (existsSync(note)) return readFileSync(note, 'utf8').trim()
  const inside = join(settings, 'cluster')
  return existsSync(inside) ? inside : undefined
}

function clusterElsewhere(settings: string, elsewhere: string): string {
  const cluster = join(openFolder(elsewhere), 'cluster')
  // Who deleted the data folder wants to begin anew; the files are kept, as it may have been a mistake.
  if (existsSync(cluster)) renameSync(cluster, `${cluster}.until-${new Date().toISOString().replaceAll(':', '')}`)
  writeFileSync(join(settings, 'cluster-is-at'), `${cluster}\n`)
  return cluster
}

function openFolder(folder: string): string {
  for (const path of [dirname(folder), folder]) {
    mkdirSync(path, { recursive: true })
    chmodSync(path, 0o755)
  }
  return folder
}

function othersMayEnter(path: string): boolean {
  const parent = dirname(path)
  return (statSync(path).mode & 0o001) !== 0 && (parent === path || othersMayEnter(parent))
}
