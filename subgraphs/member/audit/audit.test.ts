import { leafHash } from '@lawang/schema/audit/merkle'
import { inclusionRanges, isIncluded } from '@lawang/schema/audit/proofs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '../domain/model.ts'
import { PUBLIC, sampleInput, TUESDAY } from '../domain/testing/samples.ts'
import { loadReference } from '../reference/load.ts'
import { actOnCase } from '../use-cases/act-on-case.ts'
import { fileComplaint } from '../use-cases/file-complaint.ts'
import { openTestMember, type TestMember } from '../use-cases/testing/test-member.ts'
import { noteInUse, writeEntry } from './entries.ts'
import { describeLog } from './own-heads.ts'
import { createRefusalTally } from './refusal-tally.ts'
import { createSequencer, type Sequencer } from './sequence.ts'
import { rangeHash } from './subtrees.ts'

const reference = loadReference()
const coordinator: Actor = { kind: 'person', subject: 'officer-1', role: 'coordinator', region: '64.08' }

let member: TestMember
let sequencer: Sequencer
beforeAll(async () => {
  member = await openTestMember({ reference, governments: ['64.08'], now: () => TUESDAY })
  sequencer = createSequencer(member.database)
})
afterAll(() => member[Symbol.asyncDispose]())

const leaves = () =>
  member.database.query<{ n: number; leaf: string; hash: string; source: string }>(
    'SELECT n::float8 AS n, leaf, hash, source FROM audit.leaf ORDER BY n',
  )
const note = (detail: string) => ({ type: 'REFUSED', at: TUESDAY.toISOString(), detail }) as const

describe('the audit log', () => {
  test('has each act once, in a chain, and no word about a person', async () => {
    const { complaint } = await fileComplaint(member.around, sampleInput({ reporter: { name: 'Pelapor 1' } }), PUBLIC)
    const [row] = await member.database.query<{ id: string }>('SELECT id FROM case_file')
    await actOnCase(member.around, { type: 'verify', case: row?.id ?? '', category: 'public-works.roads' }, coordinator)
    await member.around.identities.show(
      complaint.id,
      { role: 'coordinator', subject: 'officer-1', purpose: 'to ask where' },
      TUESDAY,
    )
    await sequencer.run()
    expect(await sequencer.run()).toBe((await leaves()).length)
    const acts = (await leaves()).map(({ leaf }) => JSON.parse(leaf).act)
    const told = acts.map((act) => act.entry?.type ?? act.row.type)
    expect(told.toSorted()).toEqual(['ACTED', 'Event', 'Filed', 'IDENTITY_SHOWN'])
    const text = JSON.stringify(await leaves())
    for (const word of ['Pelapor', 'officer-1', 'to ask where']) expect(text).not.toContain(word)
    let previous = ''
    for (const { n, leaf, hash } of await leaves()) {
      expect(JSON.parse(leaf)).toMatchObject({ n, previous })
      expect(hash).toBe(leafHash(leaf))
      previous = hash
    }
  })

  test('binds the row that names the officer, which nobody can change unseen', async () => {
    const changed = async () =>
      member.database.query(
        `SELECT FROM case_act AS c, audit.entry AS e WHERE e.entry ->> 'type' = 'ACTED'
         AND e.entry ->> 'row' = audit.digest(c.case_id, c.act, c.subject, c.name, c.position, c.decree, c.mandate::text)`,
      )
    expect(await changed()).toHaveLength(1)
    await member.database.query(`UPDATE case_act SET subject = 'somebody else'`)
    expect(await changed()).toHaveLength(0)
  })

  test('passes over nothing that commits late, however the numbers fall', async () => {
    const first = Promise.withResolvers<void>()
    const written = Promise.withResolvers<void>()
    const slow = member.database.transaction(async (tx) => {
      await writeEntry(tx, note('slow'))
      written.resolve()
      await first.promise
    })
    await written.promise
    await writeEntry(member.database, note('quick'))
    const before = await sequencer.run()
    first.resolve()
    await slow
    expect(await sequencer.run()).toBe(before + 1)
    expect((await leaves()).at(-1)?.leaf).toContain('slow')
  })

  test('counts refusals of importance, and writes a number and not a row for each', async () => {
    const tally = createRefusalTally()
    for (let i = 0; i < 50; i++) tally.count({ code: 'FORBIDDEN', facts: {} })
    tally.count({ code: 'UNTRUSTED_REQUEST', facts: { reason: 'FORGED' } })
    tally.count({ code: 'EMPTY_TITLE', facts: {} })
    tally.count({ code: 'UNTRUSTED_REQUEST', facts: { reason: 'UNKNOWN_ASSERTION' } })
    await tally.write(member.database, TUESDAY)
    await tally.write(member.database, TUESDAY)
    await sequencer.run()
    const entries = (await leaves()).slice(-2).map(({ leaf }) => JSON.parse(leaf).act.entry)
    expect(entries).toMatchObject([
      { type: 'REFUSED', detail: 'FORBIDDEN', count: 50 },
      { type: 'REFUSED', detail: 'UNTRUSTED_REQUEST FORGED', count: 1 },
    ])
  })

  test('says what is in use when it changes, and not at every start', async () => {
    const inUse = (detail: string) =>
      noteInUse(member.database, { type: 'KEY_IN_USE', detail, at: TUESDAY.toISOString() })
    for (const key of ['one', 'one', 'two', 'one']) await inUse(key)
    const rows = await member.database.query<{ key: string }>(
      `SELECT entry ->> 'detail' AS key FROM audit.entry WHERE entry ->> 'type' = 'KEY_IN_USE' ORDER BY id`,
    )
    expect(rows.map(({ key }) => key)).toEqual(['one', 'two', 'one'])
  })
})

describe('nobody', () => {
  const TABLES = ['entry', 'leaf', 'subtree', 'life', 'own_head', 'kept_head', 'fork']
  const STATEMENTS = ['DELETE FROM', 'TRUNCATE'] as const

  test.each(TABLES)('changes or deletes a row of audit.%s: not the server, and not the owner', async (table) => {
    for (const role of ['', 'SET LOCAL ROLE lawang_audit']) {
      for (const statement of [...STATEMENTS.map((each) => `${each} audit.${table}`), update(table)]) {
        const trying = member.database.transaction(async (tx) => {
          if (role) await tx.query(role)
          await tx.query(statement)
        })
        await expect(trying).rejects.toThrow(/append-only|permission denied/)
      }
    }
  })

  function update(table: string): string {
    const column = { leaf: 'hash', subtree: 'hash', life: 'since', entry: 'entry', fork: 'member', kept_head: 'member' }
    const name = Object.entries(column).find(([key]) => key === table)?.[1] ?? 'size'
    return `UPDATE audit.${table} SET ${name} = ${name}`
  }
})

test('the root of a log of several hundred leaves is that of its leaves, and proves each of them', async () => {
  await member.database.query(
    `INSERT INTO audit.entry (entry)
     SELECT jsonb_build_object('type', 'REFUSED', 'detail', i::text) FROM generate_series(1, 1300) AS i`,
  )
  const size = await sequencer.run()
  const { root } = await describeLog(member.database, 'test-member', TUESDAY)
  const stored = await member.database.query('SELECT FROM audit.subtree WHERE level = 8')
  expect(stored).toHaveLength(Math.floor(size / 256))
  const all = await leaves()
  for (const index of [0, 255, 256, 700, size - 1]) {
    const proof: string[] = []
    for (const range of inclusionRanges(index, size)) proof.push(await rangeHash(member.database, range))
    expect(isIncluded({ hash: all[index]?.hash ?? '', index }, { size, root }, proof)).toBe(true)
  }
})
