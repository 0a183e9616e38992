import { setTimeout as delay } from 'node:timers/promises'
import type { GovernmentCode } from '@lawang/schema/region'
import { tokenFor } from '../operations/hub.ts'
import { pick, type Random } from '../simulation/random.ts'
import { ask } from './ask.ts'
import { DOORS } from './filer.ts'
import { handoversBegun, type Ledger } from './ledger.ts'
import type { Rig } from './rig.ts'

const WORKLIST = `query Worklist($region: ID!, $after: String) {
  cases(region: $region, status: [OPEN], first: 50, after: $after) { edges { cursor node { id complaint { id } } } }
}`
const HAND_OVER = 'mutation HandOver($input: HandOverCaseInput!) { handOverCase(input: $input) { id status } }'

interface Worklist {
  readonly cases: {
    readonly edges: readonly { readonly cursor: string; readonly node: WorklistCase }[]
  }
}
interface WorklistCase {
  readonly id: string
  readonly complaint: { readonly id: string }
}

export interface Handing {
  readonly rig: Rig
  readonly ledger: Ledger
  readonly random: Random
  readonly handovers: number
  /** How many cases of one government are handed over at the same time. */
  readonly hands: number
  readonly signal: AbortSignal
}

const IDLE_MS = 200
const ATTEMPTS = 40
/** Of what arrives, how much is handed on: the rest stays. */
const SHARE = 0.6

/** The officers of one government, who go through its worklist together and hand most of it to other governments. */
export async function handOverOn(handing: Handing, government: GovernmentCode): Promise<void> {
  const role = government === '00' ? 'national-admin' : 'coordinator'
  const token = await tokenFor(handing.rig.dataFolder, { role, region: government })
  const cases = worklist(handing, government, token)
  await Promise.all(
    Array.from({ length: handing.hands }, async () => {
      for await (const node of cases) await handOver(handing, government, node, token)
    }),
  )
}

/** What is to be handed on, each case once for all who read it, as it arrives; until the handing is over. */
async function* worklist(handing: Handing, region: GovernmentCode, token: string): AsyncGenerator<WorklistCase> {
  const { rig, ledger, handovers, signal } = handing
  let after: string | undefined
  while (!signal.aborted && handoversBegun(ledger) < handovers) {
    const page = await ask<Worklist>(rig.gatewayUrl, { query: WORKLIST, variables: { region, after }, token })
    const edges = page.kind === 'answered' ? page.data.cases.edges : []
    if (edges.length === 0) await delay(IDLE_MS)
    for (const { cursor, node } of edges) {
      if (signal.aborted || handoversBegun(ledger) >= handovers) return
      after = cursor
      if (handing.random() < SHARE) yield node
    }
  }
}

async function handOver(handing: Handing, from: GovernmentCode, node: WorklistCase, token: string): Promise<void> {
  const { rig, ledger, random, signal } = handing
  const to = pick(
    random,
    [...DOORS.keys()].filter((code) => code !== from),
  )
  const input = { case: node.id, to, reason: 'Bukan kewenangan kami.' }
  let isUncertain = false
  for (let attempt = 0; attempt < ATTEMPTS && !signal.aborted; attempt++) {
    const outcome = await ask(rig.gatewayUrl, { query: HAND_OVER, variables: { input }, token })
    if (outcome.kind === 'answered') {
      ledger.handovers.push({ complaint: node.complaint.id, from })
      return
    }
    // The first attempt may have been carried out: then the next one is refused for what the first has done.
    if (outcome.kind === 'refused') {
      if (isUncertain) ledger.uncertain += 1
      return
    }
    isUncertain = true
    await delay(IDLE_MS)
  }
  ledger.uncertain += 1
}
