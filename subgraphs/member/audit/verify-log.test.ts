import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Actor } from '../domain/model.ts'
import { PUBLIC, sampleInput, TUESDAY } from '../domain/testing/samples.ts'
import { loadReference } from '../reference/load.ts'
import { actOnCase } from '../use-cases/act-on-case.ts'
import { fileComplaint } from '../use-cases/file-complaint.ts'
import { openTestMember, type TestMember } from '../use-cases/testing/test-member.ts'
import { describeLog } from './own-heads.ts'
import { createSequencer } from './sequence.ts'
import { verifyLog } from './verify-log.ts'
import { verifySources } from './verify-sources.ts'

const reference = loadReference()
const coordinator: Actor = { kind: 'person', subject: 'officer-1', role: 'coordinator', region: '64.08' }
const signature = { keyid: 'k'.repeat(43), value: 's'.repeat(86) }

let member: TestMember
beforeEach(async () => {
  member = await openTestMember({ reference, governments: ['64.08'], now: () => TUESDAY })
  const reporter = { name: 'Pelapor 1' }
  const { complaint } = await fileComplaint(member.around, sampleInput({ reporter }), PUBLIC)
  const [row] = await member.database.query<{ id: string }>('SELECT id FROM case_file')
  await actOnCase(member.around, { type: 'verify', case: row?.id ?? '', category: 'public-works.roads' }, coordinator)
  const viewer = { role: 'coordinator', subject: 'officer-1', purpose: 'to ask where' }
  await member.around.identities.show(complaint.id, viewer, TUESDAY)
  await member.database.query(
    `INSERT INTO audit.entry (entry)
     SELECT jsonb_build_object('type', 'REFUSED', 'detail', i::text) FROM generate_series(1, 300) AS i`,
  )
  await createSequencer(member.database).run()
})
afterEach(() => member[Symbol.asyncDispose]())

/** As who has the database's superuser may: nobody is kept from it, and it shows. */
async function tamper(table: string, statement: string): Promise<void> {
  await member.database.transaction(async (tx) => {
    if (table.startsWith('audit.')) await tx.query(`ALTER TABLE ${table} DISABLE TRIGGER append_only`)
    await tx.query(statement)
  })
}
const headNow = async () => ({ ...(await describeLog(member.database, 'door', TUESDAY)), signature })

test('a log that nobody has touched bears out its heads and its sources', async () => {
  const head = await headNow()
  const { size, root, faults } = await verifyLog(member.database, [head])
  expect({ size, root, faults }).toEqual({ size: head.size, root: head.root, faults: [] })
  expect(await verifySources(member.database)).toEqual([])
})

test.each([
  [
    'a text that was changed',
    `UPDATE audit.leaf SET leaf = replace(leaf, 'REFUSED', 'ACTED') WHERE n = 9`,
    ['Leaf 9 has not the hash of its text'],
  ],
  [
    'a text that is none of a leaf',
    `UPDATE audit.leaf SET leaf = '{' WHERE n = 9`,
    ['Leaf 9 has not the hash of its text'],
  ],
  ['a hash that was changed', `UPDATE audit.leaf SET hash = 'f' WHERE n = 9`, ['Leaf 9 has not the hash of its text']],
  ['a leaf that is gone', 'DELETE FROM audit.leaf WHERE n = 5', ['Leaf 5 is missing']],
  ['the first leaf that is gone', 'DELETE FROM audit.leaf WHERE n = 0', ['Leaf 0 is missing']],
  ['a subtree', `UPDATE audit.subtree SET hash = 'f'`, ['Subtree 8/0 has not the hash of its leaves']],
])('%s is named by the log itself, and nothing that is true', async (_, statement, expected) => {
  const head = await headNow()
  await tamper(statement.includes('subtree') ? 'audit.subtree' : 'audit.leaf', statement)
  expect((await verifyLog(member.database, [head])).faults).toEqual(expected)
})

test('leaves of which nothing is known are named, and so is each head that spoke of them', async () => {
  const head = await headNow()
  await tamper('audit.leaf', 'DELETE FROM audit.leaf WHERE n BETWEEN 5 AND 7')
  expect((await verifyLog(member.database, [head])).faults).toEqual([
    'Leaves 5 to 7 are missing',
    'Subtree 8/0 has not the hash of its leaves',
    `The head of ${head.at} is not that of the first ${head.size} leaves`,
  ])
})

test('a text that was changed together with its hash no longer bears the leaf behind it, nor any head', async () => {
  const head = await headNow()
  await tamper(
    'audit.leaf',
    `UPDATE audit.leaf SET leaf = replace(leaf, 'REFUSED', 'ACTED'),
       hash = encode(sha256('\\x00'::bytea || convert_to(replace(leaf, 'REFUSED', 'ACTED'), 'UTF8')), 'hex') WHERE n = 9`,
  )
  expect((await verifyLog(member.database, [head])).faults).toEqual([
    'Leaf 10 is not bound to the one before',
    'Subtree 8/0 has not the hash of its leaves',
    `The head of ${head.at} is not that of the first ${head.size} leaves`,
  ])
})

test('a head of another history is found, also when the log was computed anew to its end', async () => {
  const head = await headNow()
  const forged = { ...head, root: 'f'.repeat(64) }
  const longer = { ...head, size: head.size + 1 }
  expect((await verifyLog(member.database, [forged])).faults).toEqual([expect.stringContaining('is not that of')])
  expect((await verifyLog(member.database, [longer])).faults).toEqual([expect.stringContaining('and the log has')])
})

test.each([
  ['case_act', `UPDATE case_act SET subject = 'officer-2'`, 'Acts on cases'],
  ['case_act', 'DELETE FROM case_act', 'Acts on cases'],
  ['log', `UPDATE log SET message = jsonb_set(message, '{event,hash}', '"0"') WHERE message ? 'event'`, 'event'],
  [
    'audit.entry',
    `UPDATE audit.entry SET entry = entry || '{"detail": "x"}' WHERE id = 9`,
    'say something else than their entries, which were changed or are gone: leaf',
  ],
])('what %s said is compared with the log: %s', async (table, statement, what) => {
  await tamper(table, statement)
  expect(await verifySources(member.database)).toEqual([expect.stringContaining(what)])
})

test('an entry that was taken out of the log is missed', async () => {
  await tamper('audit.leaf', "DELETE FROM audit.leaf WHERE source = 'ENTRY' AND place = '4'")
  expect(await verifySources(member.database)).toEqual([expect.stringContaining('are not in the log')])
})
