import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { GovernmentCode } from '@lawang/schema/region'
import { operation } from '../operations/operations-file.ts'
import { pick, type Random } from '../simulation/random.ts'
import { ask } from './ask.ts'
import { handoversBegun, type Ledger } from './ledger.ts'
import { GATEWAY, lineFromGateway, POSTGRES, type Rig } from './rig.ts'

/** The doors that are knocked at, and the member each is on. */
export const DOORS: ReadonlyMap<GovernmentCode, string> = new Map([
  ['64.08', 'kutai-timur'],
  ['64.71', 'regency'],
  ['13.71', 'regency'],
  ['72.71', 'regency'],
  ['64', 'provincial'],
  ['00', 'national'],
])

interface Matter {
  readonly title: string
  readonly body: string
  readonly category?: string
  /** Whether the competence rules hand it on at once from this door. */
  readonly movesFrom: (door: GovernmentCode) => boolean
}

const ELECTRICITY: Matter = {
  title: 'Listrik padam setiap malam',
  body: 'Sudah dua minggu listrik padam dari pukul tujuh sampai sepuluh malam.',
  category: 'energy.electricity',
  movesFrom: (door) => door !== '00',
}
const SENIOR_SCHOOL: Matter = {
  title: 'Atap ruang kelas bocor',
  body: 'Tiga ruang kelas tidak dapat dipakai ketika hujan.',
  category: 'education.senior-secondary',
  movesFrom: (door) => door.includes('.'),
}
const UNSORTED: Matter = {
  title: 'Sampah menumpuk di tepi sungai',
  body: 'Sampah tidak diangkut sejak bulan lalu.',
  movesFrom: () => false,
}

const RETRY_AFTER_MS = 150

export interface Filing {
  readonly rig: Rig
  readonly ledger: Ledger
  readonly random: Random
  /** How many handovers are to be begun; filing stops then. */
  readonly handovers: number
  /** Milliseconds between two filings. */
  readonly pace: number
  /** A text that is in every reporter's name, address and number, to be looked for afterwards. */
  readonly marker: string
  readonly signal: AbortSignal
}

/** One client that files complaint after complaint, each until it has the receipt, with the same key. */
export async function fileOn(filing: Filing): Promise<void> {
  const { ledger, random, handovers, pace, signal } = filing
  while (!signal.aborted && handoversBegun(ledger) < handovers) {
    const door = pick(random, [...DOORS.keys()])
    const matter = pick(random, [ELECTRICITY, SENIOR_SCHOOL, UNSORTED])
    await fileOne(filing, door, matter)
    if (pace > 0) await delay(pace)
  }
}

async function fileOne(filing: Filing, door: GovernmentCode, matter: Matter): Promise<void> {
  const { rig, ledger, signal } = filing
  const question = { query: operation('FileComplaint'), variables: { input: inputOf(filing, door, matter) } }
  let unanswered = 0
  while (!signal.aborted) {
    const from = rig.clock()
    const outcome = await ask<{ fileComplaint: { id: string } }>(rig.gatewayUrl, question)
    if (outcome.kind === 'answered') {
      ledger.receipts.push({ complaint: outcome.data.fileComplaint.id, door })
      if (matter.movesFrom(door)) ledger.begunByFiling += 1
      return
    }
    // One answer may be late on a busy machine; a door that stays silent refuses as surely as one that says so.
    unanswered = wasReachable(rig, door, from) ? unanswered + 1 : 0
    if (unanswered > 1 || (unanswered > 0 && outcome.kind === 'refused')) {
      const why = outcome.kind === 'refused' ? outcome.code : outcome.why
      ledger.refusedIntake.push(`${door} after ${Math.round(rig.clock() - from)} ms: ${why}`)
    }
    if (outcome.kind === 'refused') return
    ledger.retries += 1
    await delay(RETRY_AFTER_MS)
  }
}

function wasReachable({ outages, clock }: Rig, door: GovernmentCode, from: number): boolean {
  const member = DOORS.get(door) ?? ''
  return !outages.touch([GATEWAY, POSTGRES, member, lineFromGateway(member)], from, clock())
}

function inputOf(
  { marker }: Filing,
  door: GovernmentCode,
  { movesFrom: _, ...matter }: Matter,
): Record<string, unknown> {
  return {
    ...matter,
    door,
    kind: 'COMPLAINT',
    channel: 'WEB',
    anonymous: false,
    confidential: false,
    reporter: { name: `Pelapor ${marker}`, phone: `+62-${marker}`, email: `${marker}@pelapor.invalid` },
    idempotencyKey: randomUUID(),
  }
}
