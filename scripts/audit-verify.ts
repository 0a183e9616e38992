import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { measureLog, readOwnHeads } from '@lawang/member/audit/own-heads'
import { headsOfThisLog, verifyLog } from '@lawang/member/audit/verify-log'
import { verifySources } from '@lawang/member/audit/verify-sources'
import type { Database } from '@lawang/member/store/database'
import { openDatabase } from '@lawang/member/store/database'
import type { TreeHead } from '@lawang/schema/audit/heads'
import { conflictOf } from '@lawang/schema/audit/judge-head'
import { parseTreeHead } from '@lawang/schema/audit/validate'
import { isSignedHead } from '@lawang/trust/objects/tree-heads'
import { knownKeys } from '@lawang/trust/registry/known-keys'
import { signedRegistryReader } from '@lawang/trust/registry/read-registry'
import { readOperatorKeys } from '@lawang/trust/settings'
import { runCommand } from './run-command.ts'

const USAGE = `npm run audit-verify -- --database URL [--heads FILE]... [--registry FILE --operators FILE]
    verifies a member's audit log: chain, tree, what it was written from, the heads that the member has signed, and those
    that others have kept of it (--heads, one file from each). With the registry signatures are checked too.
npm run -s audit-verify -- --database URL --kept MEMBER > FILE
    prints what a witness has kept of a member, one head on a line, for --heads`

const { values } = parseArgs({
  options: {
    database: { type: 'string' },
    heads: { type: 'string', multiple: true, default: [] },
    registry: { type: 'string' },
    operators: { type: 'string' },
    kept: { type: 'string' },
  },
})

async function printKept(database: Database, member: string): Promise<number> {
  const rows = await database.query<{ head: TreeHead }>(
    'SELECT head FROM audit.kept_head WHERE member = $1 ORDER BY id',
    [member],
  )
  // One that another witness has passed on before its member showed it is kept twice.
  for (const head of new Set(rows.map(({ head }) => JSON.stringify(head)))) console.log(head)
  return 0
}

function readHeads(file: string): readonly TreeHead[] {
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
  return lines.map((line, i) => parseTreeHead(JSON.parse(line), `${file}, line ${i + 1}`))
}

/** Whether a head is signed by its member; nobody's signature is looked at without the registry. */
function signatureCheck(): (head: TreeHead) => boolean {
  if (values.registry === undefined) return () => true
  if (values.operators === undefined) throw new Error(USAGE)
  const read = signedRegistryReader(readOperatorKeys(readFileSync(values.operators, 'utf8')))
  const registry = read(readFileSync(values.registry, 'utf8'))
  const keys = knownKeys(registry)
  return (head) => isSignedHead(head, registry, keys)
}

async function verify(database: Database): Promise<number> {
  const isSigned = signatureCheck()
  const own = await readOwnHeads(database)
  const kept = values.heads.flatMap(readHeads)
  const [{ member } = { member: '' }] = own
  const present = await measureLog(database)
  const strangers = kept.filter((head) => head.member !== member)
  const all = [...own, ...kept].filter((head) => head.member === member)
  const { size, root, faults } = await verifyLog(database, headsOfThisLog(all, present))
  const found = [
    ...faults,
    ...(await verifySources(database)),
    ...strangers.map((head) => `A head is of ${head.member}, and not of ${member || 'a member that has signed any'}`),
    ...all.filter((head) => !isSigned(head)).map((head) => `The head of ${head.at} is not signed by ${member}`),
    ...conflicts(all),
  ]
  for (const fault of found) console.log(fault)
  const lost = all.length - headsOfThisLog(all, present).length
  if (lost > 0) console.log(`${lost} heads are of leaves that a restore has lost, which later heads announce`)
  console.log(
    `${size} leaves, root ${root}; ${own.length} own heads and ${kept.length} of others: ${found.length} faults`,
  )
  return found.length === 0 ? 0 : 1
}

/** In the order of their moments each head goes on from the one before: so all of them are of one history. */
function conflicts(heads: readonly TreeHead[]): readonly string[] {
  const inOrder = heads.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
  return inOrder.slice(1).flatMap((head, i) => {
    const before = inOrder[i]
    const reason = before && conflictOf(before, head)
    return reason ? [`The heads of ${before.at} and ${head.at} are of two histories: ${reason}`] : []
  })
}

await runCommand(async () => {
  if (values.database === undefined) throw new Error(USAGE)
  const database = await openDatabase({
    ...{ url: values.database, entities: [], migrations: [], migrationTable: 'member_migration' },
  })
  try {
    process.exitCode = values.kept === undefined ? await verify(database) : await printKept(database, values.kept)
  } finally {
    await database.close()
  }
})
