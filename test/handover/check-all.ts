import { checkComplaint } from './check-complaint.ts'
import { checkIdentity } from './check-identity.ts'
import { checkLogs } from './check-logs.ts'
import { checkHandovers, checkIntake } from './check-promises.ts'
import type { Databases } from './databases.ts'
import type { Ledger } from './ledger.ts'
import { HUB } from './rig.ts'
import { readSnapshot } from './snapshot.ts'
import type { Violation } from './violation.ts'

/** What the databases hold at the end, counted. */
export interface Totals {
  complaints: number
  /** Times that custody was taken, in the hub's chains. */
  handovers: number
  chainEvents: number
}

export interface Promises {
  readonly databases: Databases
  readonly ledger: Ledger
  readonly dataFolder: string
  readonly marker: string
  /** Complaints that only a destroyed disk had: nobody else can know of them. */
  readonly destroyed: ReadonlySet<string>
  /** False where disks were destroyed: then an accepted act may be gone with one. */
  readonly actsSurvive: boolean
}

const BATCH = 500

/** Every rule of the promise over everything that was filed, in the databases at rest. */
export async function checkAll(promises: Promises): Promise<{ violations: readonly Violation[]; totals: Totals }> {
  const { databases, ledger, destroyed, actsSurvive } = promises
  const ids = await everyComplaint(databases, ledger)
  const acts = Map.groupBy(ledger.handovers, ({ complaint }) => complaint)
  const totals: Totals = { complaints: ids.length, handovers: 0, chainEvents: 0 }
  const violations: Violation[] = [...checkIntake(ledger), ...(await checkLogs(databases))]
  for (let start = 0; start < ids.length; start += BATCH) {
    const batch = ids.slice(start, start + BATCH)
    const snapshot = await readSnapshot(databases, batch)
    for (const id of batch) {
      if (!snapshot.register.has(id) && destroyed.has(id)) continue
      violations.push(...checkComplaint(snapshot, id))
    }
    if (actsSurvive) {
      violations.push(
        ...checkHandovers(
          snapshot,
          batch.flatMap((id) => acts.get(id) ?? []),
        ),
      )
    }
    for (const chain of snapshot.hubChains.values()) {
      totals.chainEvents += chain.length
      totals.handovers += chain.filter(({ type }) => type === 'HANDED_OVER').length
    }
  }
  violations.push(...(await checkIdentity(databases, promises.dataFolder, promises.marker)))
  return { violations, totals }
}

/** What clients have receipts of, and whatever any database knows: a complaint may also have come without a receipt. */
async function everyComplaint(databases: Databases, { receipts }: Ledger): Promise<readonly string[]> {
  const known = await Promise.all([
    databases.of(HUB)<{ complaint: string }>('SELECT complaint FROM hub.register'),
    ...databases.members.map((member) =>
      databases.of(member)<{ complaint: string }>('SELECT DISTINCT complaint FROM custody'),
    ),
  ])
  return [...new Set([...receipts, ...known.flat()].map(({ complaint }) => complaint))]
}
