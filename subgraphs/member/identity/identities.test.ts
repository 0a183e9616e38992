import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PUBLIC, sampleInput, TUESDAY } from '../domain/testing/samples.ts'
import { loadReference } from '../reference/load.ts'
import { fileComplaint } from '../use-cases/file-complaint.ts'
import { openTestMember, type TestMember } from '../use-cases/testing/test-member.ts'
import { createIdentities, type Viewer } from './identities.ts'
import { createKeyRing, type MasterKey } from './key-ring.ts'
import { rotateMasterKey } from './rotate.ts'
import { sealPlaintext } from './seal-plaintext.ts'

const REPORTER = {
  name: 'Warga Sembilan Puluh',
  phone: '0800-000-9090',
  email: 'warga90@example.org',
  nationalId: '6408049001010090',
  address: 'Jalan Contoh 90',
}
const OFFICER: Viewer = {
  role: 'coordinator',
  subject: 'officer-1',
  government: '64.08',
  purpose: 'to call about the place',
}
const key = (id: string, byte: number): MasterKey => ({ id, bytes: new Uint8Array(32).fill(byte) })

let member: TestMember
beforeAll(async () => {
  member = await openTestMember({ reference: loadReference(), governments: ['64.08'], now: () => TUESDAY })
})
afterAll(() => member[Symbol.asyncDispose]())

const identitiesWith = (...keys: readonly MasterKey[]) =>
  createIdentities({ database: member.database, keys: createKeyRing(keys, randomBytes), randomBytes })

async function file(): Promise<string> {
  const { complaint } = await fileComplaint(
    member.around,
    sampleInput({ category: 'energy.electricity', reporter: REPORTER }),
    PUBLIC,
  )
  return complaint.id
}

const show = (complaint: string) => member.around.identities.show(complaint, OFFICER, TUESDAY)

/** Every row of every table as text, bytes included. */
async function everything(): Promise<string> {
  const tables = await member.database.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
     WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
  )
  expect(tables.length).toBeGreaterThan(10)
  const texts = await Promise.all(
    tables.map(({ name }) => member.database.query(`SELECT it::text AS row FROM ${name} AS it`)),
  )
  return JSON.stringify(texts)
}

describe("a reporter's identity", () => {
  test('is in no table of the door in any readable form', async () => {
    await file()
    const text = await everything()
    for (const value of Object.values(REPORTER)) {
      expect(text).not.toContain(value)
      expect(text).not.toContain(Buffer.from(value).toString('hex'))
      expect(text).not.toContain(Buffer.from(value).toString('base64').replace(/=+$/, ''))
    }
  })

  test('is shown with the key, and who saw it is written down', async () => {
    const id = await file()
    expect(await show(id)).toEqual({ state: 'KEPT', record: { reporter: REPORTER } })
    expect(await member.around.identities.disclosures(id)).toEqual([{ ...OFFICER, at: TUESDAY }])
  })

  test('does not open with another master key', async () => {
    const id = await file()
    await expect(identitiesWith(key('test', 6)).show(id, OFFICER, TUESDAY)).rejects.toThrow('does not open')
    await expect(identitiesWith(key('other', 5)).show(id, OFFICER, TUESDAY)).rejects.toThrow('lacks the key test')
  })

  test('does not open in the row of another complaint', async () => {
    const [from, to] = [await file(), await file()]
    await member.database.query(
      `UPDATE identity.reporter AS it SET sealed = other.sealed, wrapped_key = other.wrapped_key
       FROM identity.reporter AS other WHERE it.complaint = $1 AND other.complaint = $2`,
      [to, from],
    )
    await expect(show(to)).rejects.toThrow('does not open')
  })

  test('is as long sealed whatever it says', async () => {
    const lengths = await Promise.all(
      [{ name: 'A' }, REPORTER].map(
        async (reporter) => (await member.around.identities.seal('x', { reporter })).sealed.length,
      ),
    )
    expect(new Set(lengths).size).toBe(1)
  })

  test('cannot be shown without a record: the tables are closed to whoever is not their owner', async () => {
    const id = await file()
    const role = `reader_${randomBytes(4).toString('hex')}`
    await member.database.query(`CREATE ROLE ${role}`)
    try {
      await member.database.query(`GRANT USAGE ON SCHEMA identity TO ${role}`)
      for (const statement of [
        `SELECT * FROM identity.reporter WHERE complaint = '${id}'`,
        'DELETE FROM identity.disclosure',
        `SELECT * FROM identity.show('${id}', now(), 'a', 'b', NULL, NULL, 'c')`,
      ]) {
        const asReader = member.database.transaction(async (tx) => {
          await tx.query(`SET LOCAL ROLE ${role}`)
          await tx.query(statement)
        })
        await expect(asReader, statement).rejects.toMatchObject({ code: '42501' })
      }
    } finally {
      await member.database.query(`DROP OWNED BY ${role}`)
      await member.database.query(`DROP ROLE ${role}`)
    }
  })

  test('belongs to a role that nobody logs in as', async () => {
    const owners = await member.database.query(
      `SELECT DISTINCT rolname, rolcanlogin, rolsuper FROM pg_class JOIN pg_roles ON pg_roles.oid = relowner
       WHERE relnamespace = 'identity'::regnamespace`,
    )
    expect(owners).toEqual([{ rolname: 'lawang_identity', rolcanlogin: false, rolsuper: false }])
  })
})

describe('erasing', () => {
  test('destroys the data key, and the complaint goes on', async () => {
    const id = await file()
    const before = await everything()
    const erased = await member.around.identities.erase(id, TUESDAY)
    expect(erased).toEqual(TUESDAY)
    expect(await show(id)).toEqual({ state: 'ERASED', at: TUESDAY })
    const rows = await member.database.query('SELECT 1 FROM identity.reporter WHERE complaint = $1', [id])
    expect([before.includes(id), rows]).toEqual([true, []])
    const complaints = await member.database.query('SELECT title FROM complaint WHERE id = $1', [id])
    expect(complaints).toHaveLength(1)
  })

  test('is done once, and nothing is kept for that complaint again', async () => {
    const id = await file()
    await member.around.identities.erase(id, TUESDAY)
    expect(await member.around.identities.erase(id, new Date('2027-01-01T00:00:00Z'))).toEqual(TUESDAY)
    const sealed = await member.around.identities.seal(id, { reporter: REPORTER })
    expect(await member.around.identities.keep(member.database, sealed, TUESDAY)).toBe(false)
  })
})

test('a rotation of the master key wraps every data key anew, and the former key can be thrown away', async () => {
  const ids = [await file(), await file(), await file()]
  const both = createKeyRing([key('new', 9), key('test', 5)], randomBytes)
  // Rows that other tests have broken on purpose cannot be unwrapped.
  await member.database.query('DELETE FROM identity.reporter WHERE complaint <> ALL ($1)', [ids])
  expect(await rotateMasterKey(member.database, both)).toBe(3)
  expect(await rotateMasterKey(member.database, both)).toBe(0)
  for (const id of ids) {
    expect(await identitiesWith(key('new', 9)).show(id, OFFICER, TUESDAY)).toMatchObject({ state: 'KEPT' })
    await expect(identitiesWith(key('test', 5)).show(id, OFFICER, TUESDAY)).rejects.toThrow('lacks the key new')
  }
})

test('identities that an earlier version kept in the clear are sealed, and their table is gone', async () => {
  const id = await file()
  await member.database.query('DELETE FROM identity.reporter WHERE complaint = $1', [id])
  await member.database.query(
    'CREATE TABLE IF NOT EXISTS identity.unsealed_reporter (complaint text, name text, phone text, email text)',
  )
  await member.database.query('INSERT INTO identity.unsealed_reporter VALUES ($1, $2, $3, NULL)', [
    id,
    REPORTER.name,
    REPORTER.phone,
  ])
  expect(await sealPlaintext(member.database, member.around.identities)).toBe(1)
  expect(await sealPlaintext(member.database, member.around.identities)).toBe(0)
  expect(await everything()).not.toContain(REPORTER.name)
  const { name, phone } = REPORTER
  expect(await show(id)).toEqual({ state: 'KEPT', record: { reporter: { name, phone } } })
})
