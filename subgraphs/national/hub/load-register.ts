import type { Sql } from '@lawang/member/store/database'
import type { LeaseClass } from '@lawang/schema/exchange/messages'
import type { Register, RegisterStanding } from '@lawang/schema/exchange/register'
import { parseChainEvent, parseDossier } from '@lawang/schema/exchange/validate'
import { parseClaims, parseGranted, parseRequest, parseSeizure, parseWaiting } from './parse-register.ts'

interface RegisterRow {
  readonly complaint: string
  readonly door: string
  readonly lease_class: LeaseClass
  readonly secret_hash: string | null
  readonly dossier: unknown
  readonly holder: string
  readonly epoch: number
  readonly phase: RegisterStanding['phase']
  readonly claims: unknown
  readonly waiting: unknown
  readonly request: unknown
  readonly seizure: unknown
  readonly granted: unknown
  readonly shown: number
  readonly chain: readonly unknown[]
  readonly annex: readonly unknown[]
}

// float8 carries epochs exactly up to 2^53 and comes as a number, where bigint comes as text.
const SELECT = `
  SELECT r.complaint, r.door, r.lease_class, r.secret_hash, r.dossier, r.holder, r.epoch::float8 AS epoch,
    r.phase, r.claims, r.waiting, r.request, r.seizure, r.granted, r.shown::float8 AS shown,
    (SELECT coalesce(json_agg(e.event ORDER BY e.seq), '[]')
       FROM hub.chain_event e WHERE e.complaint = r.complaint) AS chain,
    (SELECT coalesce(json_agg(a.event ORDER BY a.place), '[]')
       FROM hub.annex_event a WHERE a.complaint = r.complaint) AS annex
  FROM hub.register r WHERE r.complaint = ANY($1)`

/** What the hub knows of complaints, each with its chain and annex; those that were never filed are missing. One query. */
export async function loadRegister(sql: Sql, complaints: readonly string[]): Promise<readonly Register[]> {
  if (complaints.length === 0) return []
  const rows = await sql.prepared<RegisterRow>(SELECT, [complaints])
  return rows.map(toRegister)
}

function toRegister(row: RegisterRow): Register {
  return {
    complaint: row.complaint,
    door: row.door,
    leaseClass: row.lease_class,
    dossier: parseDossier(row.dossier),
    ...(row.secret_hash === null ? {} : { secretHash: row.secret_hash }),
    holder: row.holder,
    epoch: row.epoch,
    chain: row.chain.map(parseChainEvent),
    annex: row.annex.map(parseChainEvent),
    standing: standingOf(row),
    ...(row.request === null ? {} : { request: parseRequest(row.request) }),
    ...(row.seizure === null ? {} : { seizure: parseSeizure(row.seizure) }),
    ...(row.granted === null ? {} : { granted: parseGranted(row.granted) }),
    shown: row.shown,
  }
}

function standingOf({ phase, claims, waiting }: RegisterRow): RegisterStanding {
  return phase === 'UNSETTLED' ? { phase, claims: parseClaims(claims), waiting: parseWaiting(waiting) } : { phase }
}
