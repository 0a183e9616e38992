import type { Sql } from '../store/database.ts'
import type { KeyPort, WrappedKey } from './key-port.ts'
import { decodePersonalRecord, encodePersonalRecord, type PersonalRecord } from './personal-record.ts'
import { KEY_BYTES, NONCE_BYTES, seal, unseal } from './seal.ts'

/** A personal record under a data key of its own, ready to be stored for one complaint. */
export interface SealedRecord {
  readonly complaint: string
  readonly wrapped: WrappedKey
  readonly sealed: Uint8Array
}

/** Who is shown an identity, and what for: it is written down before anything is shown. */
export interface Viewer {
  readonly role: string
  readonly subject: string
  readonly government?: string
  readonly agency?: string
  readonly purpose: string
}

/** One row of the record of who saw an identity. */
export interface Disclosure extends Viewer {
  readonly at: Date
}

/** What the door has of a reporter's identity. */
export type KnownIdentity =
  | { readonly state: 'KEPT'; readonly record: PersonalRecord }
  | { readonly state: 'ERASED'; readonly at: Date }
  | { readonly state: 'NONE' }

/** The reporters' identities at this door. Only here are they readable; everything else sees sealed bytes. */
export interface Identities {
  /** Seals a record under a new data key. It asks the key port: never call it inside a transaction. */
  seal(complaint: string, record: PersonalRecord): Promise<SealedRecord>
  /** Stores it, in place of one that is there. False where the identity was erased: nothing is stored then. */
  keep(sql: Sql, sealed: SealedRecord, at: Date): Promise<boolean>
  /** Opens it for somebody. */
  show(complaint: string, viewer: Viewer, at: Date): Promise<KnownIdentity>
  /** Destroys the data key and what it sealed, and says when that was done first. */
  erase(complaint: string, at: Date): Promise<Date>
  /** Who has been shown it, oldest first. */
  disclosures(complaint: string): Promise<readonly Disclosure[]>
}

export interface IdentitiesOptions {
  readonly database: Sql
  readonly keys: KeyPort
  /** Never the same twice: data keys and nonces come from it. */
  readonly randomBytes: (count: number) => Uint8Array
}

export function createIdentities({ database, keys, randomBytes }: IdentitiesOptions): Identities {
  return {
    async seal(complaint, record) {
      const dataKey = randomBytes(KEY_BYTES)
      const sealed = seal(encodePersonalRecord(record), dataKey, randomBytes(NONCE_BYTES), contextOf(complaint))
      const wrapped = await keys.wrap(complaint, dataKey)
      dataKey.fill(0)
      return { complaint, wrapped, sealed }
    },
    keep: keepSealed,
    async show(complaint, viewer, at) {
      const row = await showRow(database, complaint, viewer, at)
      if (!row) {
        const erased = await erasedAt(database, complaint)
        return erased ? { state: 'ERASED', at: erased } : { state: 'NONE' }
      }
      const dataKey = await keys.unwrap(complaint, { keyId: row.key_id, bytes: row.wrapped_key })
      const record = decodePersonalRecord(unseal(row.sealed, dataKey, contextOf(complaint)))
      dataKey.fill(0)
      return { state: 'KEPT', record }
    },
    erase: (complaint, at) => eraseRow(database, complaint, at),
    disclosures: (complaint) => readDisclosures(database, complaint),
  }
}

/** Bound into the ciphertext: a record that was moved to another complaint's row does not open. */
function contextOf(complaint: string): string {
  return `lawang identity 1|${complaint}`
}

async function keepSealed(sql: Sql, { complaint, wrapped, sealed }: SealedRecord, at: Date): Promise<boolean> {
  const [row] = await sql.query<{ kept: boolean }>('SELECT identity.keep($1, $2, $3, $4, $5) AS kept', [
    ...[complaint, wrapped.keyId, Buffer.from(wrapped.bytes), Buffer.from(sealed), at],
  ])
  return row?.kept ?? false
}

interface SealedRow {
  readonly key_id: string
  readonly wrapped_key: Uint8Array
  readonly sealed: Uint8Array
}

async function showRow(sql: Sql, complaint: string, viewer: Viewer, at: Date): Promise<SealedRow | undefined> {
  const { role, subject, government, agency, purpose } = viewer
  const [row] = await sql.query<SealedRow>(
    `WITH shown AS (SELECT * FROM identity.show($1, $2, $3, $4, $5, $6, $7)),
     audited AS (
       INSERT INTO audit.entry (entry)
       SELECT jsonb_strip_nulls(jsonb_build_object('type', 'IDENTITY_SHOWN', 'at', $8::text, 'about', $1::text,
         'government', $5::text, 'row', audit.digest($1::text, $3::text, $4::text, $5::text, $6::text, $7::text)))
       FROM shown)
     SELECT * FROM shown`,
    [...[complaint, at, role, subject, government ?? null, agency ?? null, purpose], at.toISOString()],
  )
  return row
}

async function eraseRow(sql: Sql, complaint: string, at: Date): Promise<Date> {
  const [row] = await sql.query<{ at: Date }>(
    `WITH erased AS (SELECT identity.erase($1, $2) AS at),
     audited AS (
       INSERT INTO audit.entry (entry)
       SELECT jsonb_build_object('type', 'IDENTITY_ERASED', 'at', $3::text, 'about', $1::text) FROM erased)
     SELECT at FROM erased`,
    [complaint, at, at.toISOString()],
  )
  if (!row) throw new Error('identity.erase gave no moment')
  return new Date(row.at)
}

async function erasedAt(sql: Sql, complaint: string): Promise<Date | undefined> {
  const [row] = await sql.query<{ at: Date | null }>('SELECT identity.erased_at($1) AS at', [complaint])
  return row?.at ? new Date(row.at) : undefined
}

interface DisclosureRow {
  readonly at: Date
  readonly role: string
  readonly subject: string
  readonly government: string | null
  readonly agency: string | null
  readonly purpose: string
}

async function readDisclosures(sql: Sql, complaint: string): Promise<readonly Disclosure[]> {
  const rows = await sql.query<DisclosureRow>('SELECT * FROM identity.shown($1)', [complaint])
  return rows.map(({ at, role, subject, government, agency, purpose }) => ({
    ...{ at: new Date(at), role, subject, purpose },
    ...(government === null ? {} : { government }),
    ...(agency === null ? {} : { agency }),
  }))
}
