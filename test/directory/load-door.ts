import type { Database } from '@lawang/member/store/database'

/** A member's database with so many complaints at one door, each with a chain of three events. `idOf` names the n-th, from 1. */
export async function loadDoor(database: Database, complaints: number): Promise<void> {
  await database.query(FILL_COMPLAINTS, [complaints])
  await database.query(FILL_CHAINS, [complaints])
  await database.query('VACUUM ANALYZE complaint, chain_event')
}

export function idOf(n: number): string {
  return `6408-${String(n).padStart(10, '0')}`
}

const ID = `'6408-' || lpad(n::text, 10, '0')`
const AGENCY = `'{"id": "6408-AGENCY", "name": "Dinas Perhubungan", "shortName": "Dishub"}'::jsonb`

const FILL_COMPLAINTS = `
  INSERT INTO complaint (id, door, kind, title, body, details, channel, anonymous, confidential, status, filed_at,
    updated_at, holder, epoch, handled_by, content_hash, secret_hash)
  SELECT ${ID}, '64.08', 'COMPLAINT', 'Lampu jalan padam', repeat('Sudah dua minggu lampu jalan padam. ', 5), '[]',
    'WEB', true, false, 'VERIFIED', at, at, '64.08', 1, ${AGENCY}, repeat('c', 64), repeat('e', 64)
  FROM (SELECT n, timestamptz '2024-11-01Z' + n * interval '1 minute' AS at FROM generate_series(1, $1::integer) AS n) AS filled`

const FILL_CHAINS = `
  INSERT INTO chain_event (complaint, government, seq, event)
  SELECT ${ID}, '64.08', seq, jsonb_build_object('id', n || '-' || seq, 'complaint', ${ID}, 'epoch', 1, 'seq', seq,
    'type', (ARRAY['FILED', 'VERIFIED', 'ASSIGNED'])[seq + 1], 'at', '2026-03-17T02:00:00.000Z', 'by', '64.08',
    'data', jsonb_build_object('status', 'VERIFIED', 'handledBy', ${AGENCY}), 'prevHash', repeat('a', 64),
    'hash', md5(n || '-' || seq) || md5(seq || '-' || n))
  FROM generate_series(1, $1::integer) AS n, generate_series(0, 2) AS seq`
