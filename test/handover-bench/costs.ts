import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import type { Rig } from '../handover/rig.ts'

/** What the network has used so far. Counts say more than times on a machine that has other work. */
export interface Costs {
  /** Milliseconds of processor time, by process; `postgres` is all of its processes. */
  readonly cpu: ReadonlyMap<string, number>
  /** Transactions that have ended, by member: those that only read among them. */
  readonly transactions: ReadonlyMap<string, number>
}

/** Of `/proc/<pid>/stat`: user and system time are counted in ticks of 10 ms on Linux. */
const TICK_MS = 10

/** Reads the processors' and the databases' own counters. */
export async function readCosts(rig: Pick<Rig, 'pids' | 'databases'>): Promise<Costs> {
  const pids = rig.pids()
  const own = [...pids].map(([name, pid]) => [name, cpuOf(name === 'postgres' ? family(pid) : [pid])] as const)
  const counted = await Promise.all([...rig.databases].map(async ([name, url]) => [name, await ended(url)] as const))
  return { cpu: new Map(own), transactions: new Map(counted) }
}

/** One line for each kind: how much every handover has cost between two readings. */
export function tellCosts(before: Costs, after: Costs, handovers: number): void {
  const each = (what: keyof Costs, digits: number) =>
    [...after[what]]
      .map(([name, end]) => `${name} ${((end - (before[what].get(name) ?? 0)) / handovers).toFixed(digits)}`)
      .join(', ')
  console.log(`processor time for each, ms: ${each('cpu', 1)}`)
  console.log(`transactions for each: ${each('transactions', 1)}`)
}

async function ended(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ ended: number }>(
    `SELECT (xact_commit + xact_rollback)::float8 AS ended FROM pg_stat_database WHERE datname = current_database()`,
  )
  await client.end()
  return rows[0]?.ended ?? 0
}

/** A process and those that it has begun and that still run. */
export function family(pid: number): readonly number[] {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => fieldsOf(Number(name))[1] === `${pid}`)
    .map(Number)
  return [pid, ...children]
}

/** With the time of children that have ended. */
export function cpuOf(pids: readonly number[]): number {
  const ticks = pids.map((pid) =>
    fieldsOf(pid)
      .slice(11, 15)
      .reduce((sum, ticks) => sum + Number(ticks), 0),
  )
  return ticks.reduce((sum, some) => sum + some, 0) * TICK_MS
}

/** The fields behind the command's name: its state, the parent's pid, and so on; none of a process that has ended. */
function fieldsOf(pid: number): readonly string[] {
  try {
    const stat = readFileSync(join('/proc', `${pid}`, 'stat'), 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return []
  }
}
