import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { writeEntry } from '@lawang/member/audit/entries'
import { type AuditedNetwork, auditNetwork } from '@lawang/member/audit/testing/audited-network'
import type { Actor } from '@lawang/member/domain/model'
import { PUBLIC, sampleInput, TUESDAY } from '@lawang/member/domain/testing/samples'
import { loadReference } from '@lawang/member/reference/load'
import { copyDatabase } from '@lawang/member/store/test-database'
import { actOnCase } from '@lawang/member/use-cases/act-on-case'
import { fileComplaint } from '@lawang/member/use-cases/file-complaint'
import { openTestMember, type TestMember } from '@lawang/member/use-cases/testing/test-member'
import { generateKeyText, readSigningKey } from '@lawang/trust/keys/signing-key'
import { publicJwk } from '@lawang/trust/keys/verifying-key'
import { signRegistry } from '@lawang/trust/registry/sign-registry'
import { afterAll, beforeAll, expect, test } from 'vitest'

const COMMAND = fileURLToPath(new URL('../../scripts/audit-verify.ts', import.meta.url))
const GOVERNMENTS = { national: '00', provincial: '64', regency: '64.08' } as const
const OFFICER: Actor = { kind: 'person', subject: 'officer-1', role: 'coordinator', region: '64.08' }
const reference = loadReference()

const opened = new AsyncDisposableStack()
const folder = mkdtempSync(join(tmpdir(), 'lawang-audit-'))
opened.defer(() => rmSync(folder, { recursive: true }))

let at = TUESDAY
let regency: TestMember
let network: AuditedNetwork
let caseId: string
/** What the command is told beside the database: the heads that both witnesses have kept, and whose signatures count. */
let told: readonly string[]

interface Run {
  readonly code: number
  readonly lines: readonly string[]
}

async function auditVerify(...args: readonly string[]): Promise<Run> {
  const run = promisify(execFile)(process.execPath, [COMMAND, ...args])
  const { stdout, code } = await run.then(
    ({ stdout }) => ({ stdout, code: 0 }),
    (error: { stdout: string; code: number }) => error,
  )
  return { code, lines: stdout.trimEnd().split('\n') }
}

/** The faults that the command names, when it fails as it has to. */
async function faultsOf(databaseUrl: string, ...others: readonly string[]): Promise<readonly string[]> {
  const { code, lines } = await auditVerify('--database', databaseUrl, ...told, ...others)
  expect(code).toBe(1)
  expect(lines.at(-1)).toMatch(/: [1-9]\d* faults$/)
  return lines.slice(0, -1)
}

function write(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

async function keptBy(witness: TestMember, name: string): Promise<string> {
  const { lines } = await auditVerify('--database', witness.database.url, '--kept', 'regency')
  return write(name, lines.join('\n'))
}

/** What another witness passes on may come before its member shows it: then it is kept as heard, and as proved. */
async function hearAgain({ database }: TestMember, member: string): Promise<void> {
  await database.query(
    `INSERT INTO audit.kept_head (member, incarnation, size, head, verdict, lost, received_at)
     SELECT member, incarnation, size, head, 'HEARD', lost, received_at FROM audit.kept_head WHERE member = $1`,
    [member],
  )
}

async function copyOfRegency(): Promise<TestMember> {
  const copy = opened.adopt(await copyDatabase(regency.database.url), (each) => each.drop())
  const options = { reference, governments: ['64.08'], now: () => at, name: 'regency', databaseUrl: copy.url }
  return opened.use(await openTestMember(options))
}

/** A copy of the regency's database, changed by who has the database's superuser. */
async function changedCopy(...statements: readonly string[]): Promise<string> {
  const { database } = await copyOfRegency()
  await database.transaction(async (tx) => {
    await tx.query("SET LOCAL session_replication_role = 'replica'")
    for (const table of ['leaf', 'entry', 'subtree', 'own_head']) {
      await tx.query(`ALTER TABLE audit.${table} DISABLE TRIGGER append_only`)
    }
    for (const statement of statements) await tx.query(statement)
  })
  return database.url
}

const hourLater = () => {
  at = new Date(at.getTime() + 3_600_000)
}
const note = (member: TestMember, detail: string) =>
  writeEntry(member.database, { type: 'REFUSED', at: at.toISOString(), detail })

beforeAll(async () => {
  const open = async (name: keyof typeof GOVERNMENTS) =>
    opened.use(await openTestMember({ reference, governments: [GOVERNMENTS[name]], now: () => at, name }))
  const [national, provincial] = [await open('national'), await open('provincial')]
  regency = await open('regency')
  const databases = { national: national.database, provincial: provincial.database, regency: regency.database }
  network = auditNetwork(databases, () => at)
  await fileComplaint(regency.around, sampleInput(), PUBLIC)
  const [row] = await regency.database.query<{ id: string }>('SELECT id FROM case_file')
  caseId = row?.id ?? ''
  await actOnCase(regency.around, { type: 'verify', case: caseId, category: 'public-works.roads' }, OFFICER)
  for (let n = 0; n < 5; n++) await note(regency, `refusal ${n}`)
  await network.show('regency')
  hourLater()
  for (let n = 5; n < 9; n++) await note(regency, `refusal ${n}`)
  await network.show('regency')
  hourLater()
  await hearAgain(national, 'regency')
  const operator = readSigningKey(generateKeyText({ isDevelopment: true }))
  told = [
    ...['--heads', await keptBy(national, 'national.heads'), '--heads', await keptBy(provincial, 'provincial.heads')],
    ...['--registry', write('registry.json', signRegistry(network.registry, operator))],
    ...['--operators', write('operators.json', JSON.stringify({ keys: [publicJwk(operator.x)] }))],
  ]
})
afterAll(() => opened.disposeAsync())

test('a log that nobody has touched bears out its own heads and those of both witnesses', async () => {
  const { code, lines } = await auditVerify('--database', regency.database.url, ...told)
  expect(lines).toEqual([
    expect.stringMatching(/^\d+ leaves, root [\da-f]{64}; 2 own heads and 4 of others: 0 faults$/),
  ])
  expect(code).toBe(0)
})

test('a leaf whose text was altered is named, and no other', async () => {
  const url = await changedCopy(`UPDATE audit.leaf SET leaf = replace(leaf, 'refusal 3', 'refusal 4')`)
  const [leaf] = await leafOf('refusal 3')
  expect(await faultsOf(url)).toEqual([
    `Leaf ${leaf?.n} has not the hash of its text`,
    `Leaves say something else than their entries, which were changed or are gone: leaf ${leaf?.n} of entry ${leaf?.entry}`,
  ])
})

test('an entry that was altered behind its leaf is named, and no other', async () => {
  const [leaf] = await leafOf('refusal 3')
  const url = await changedCopy(`UPDATE audit.entry SET entry = entry || '{"detail": "x"}' WHERE id = ${leaf?.entry}`)
  expect(await faultsOf(url)).toEqual([
    `Leaves say something else than their entries, which were changed or are gone: leaf ${leaf?.n} of entry ${leaf?.entry}`,
  ])
})

test('an entry that was removed is named where its leaf stands, and where that is gone too', async () => {
  const [leaf] = await leafOf('refusal 3')
  const removal = `DELETE FROM audit.entry WHERE id = ${leaf?.entry}`
  expect(await faultsOf(await changedCopy(removal))).toEqual([
    `Leaves say something else than their entries, which were changed or are gone: leaf ${leaf?.n} of entry ${leaf?.entry}`,
  ])
  const both = await changedCopy(removal, `DELETE FROM audit.leaf WHERE n = ${leaf?.n}`)
  expect(await faultsOf(both)).toEqual([`Leaf ${leaf?.n} is missing`])
})

test('an officer whose name was changed in the record of an act is found by the case', async () => {
  const url = await changedCopy(`UPDATE case_act SET subject = 'officer-2'`)
  expect(await faultsOf(url)).toEqual([
    `Acts on cases are not as they were written: their rows name somebody or something else, or are gone: ${caseId}`,
  ])
})

test('a log that was cut off at its end is shorter than the heads that others have kept of it', async () => {
  const [leaf] = await leafOf('refusal 8')
  const url = await changedCopy(
    `DELETE FROM audit.own_head WHERE id = (SELECT max(id) FROM audit.own_head)`,
    `DELETE FROM audit.entry WHERE id = ${leaf?.entry}`,
    `DELETE FROM audit.leaf WHERE n = ${leaf?.n}`,
  )
  const size = (leaf?.n ?? 0) + 1
  const faults = await faultsOf(url)
  expect(new Set(faults)).toEqual(
    new Set([expect.stringMatching(`^The head of .* is of ${size} leaves, and the log has ${size - 1}$`)]),
  )
  expect(faults).toHaveLength(2)
})

test('two histories of one member are told by the heads that each has signed, though each is whole by itself', async () => {
  const other = await copyOfRegency()
  await note(regency, 'what everybody is shown')
  await note(other, 'what only the province is shown')
  await network.show('regency')
  const provincial = join(folder, 'forked.heads')
  const shown = await network.showBlindly('regency', other.database, { to: 'provincial' })
  if (shown.kind !== 'SHOWN') expect.fail('a member that does not ask shows what it likes')
  writeFileSync(provincial, JSON.stringify(shown.head))

  const alone = await auditVerify('--database', other.database.url)
  expect(alone.lines.at(-1)).toMatch(/: 0 faults$/)
  const faults = await faultsOf(regency.database.url, '--heads', provincial)
  expect(faults).toEqual([
    `The head of ${shown.head.at} is not that of the first ${shown.head.size} leaves`,
    expect.stringMatching(/^The heads of .* and .* are of two histories: SAME_SIZE$/),
  ])
})

test("a head that was signed with a key of somebody else's is none of the member's", async () => {
  const [head] = await regency.database.query<{ head: object }>('SELECT head FROM audit.own_head ORDER BY id LIMIT 1')
  const forged = { ...head?.head, signature: { keyid: 'k'.repeat(43), value: 's'.repeat(86) } }
  const faults = await faultsOf(regency.database.url, '--heads', write('forged.heads', JSON.stringify(forged)))
  expect(faults).toEqual([expect.stringMatching(/^The head of .* is not signed by regency$/)])
})

/** The leaf of the entry with this detail. */
function leafOf(detail: string): Promise<readonly { readonly n: number; readonly entry: string }[]> {
  return regency.database.query(
    `SELECT l.n::float8 AS n, e.id::text AS entry FROM audit.entry AS e
     JOIN audit.leaf AS l ON l.source = 'ENTRY' AND l.place = e.id::text WHERE e.entry ->> 'detail' = $1`,
    [detail],
  )
}
