import type { IncomingMessage } from 'node:http'
import { createAssertions } from '@lawang/gateway/trust/assertions'
import {
  type BareRequest,
  type Headers,
  type Introduce,
  type Introduction,
  signedIntroduction,
} from '@lawang/gateway/trust/introduction'
import { noteTaken } from '@lawang/gateway/trust/what-a-member-holds'
import { type Callers, createCallers } from '@lawang/member/trust/known-callers'
import type { Registry } from '@lawang/schema/network'
import { generateKeyText, readSigningKey } from '@lawang/trust/keys/signing-key'
import { knownKeys } from '@lawang/trust/registry/known-keys'
import { sessionSigner } from '@lawang/trust/session/session-signer'

/** Microseconds of processor time that the proofs of one request take. */
export interface ProofCosts {
  /** At the gateway: the assertion of who asks, the digest, the signature. */
  readonly give: number
  /** At the member: the same, looked at. */
  readonly check: number
}

const REQUESTS = 2_000
const ROUNDS = 9
/** So far apart that each round needs a new assertion, as one does in half a minute; it is shown once, and named then. */
const ROUND_MS = 40_000

const AUTHORITY = '127.0.0.1:4004'
const BODY = JSON.stringify({
  query: 'query($id: ID!) { complaint(id: $id) { id title status handledBy { name } journey { type at } } }',
  variables: { id: '6408-9068NQDMS11JKRGF2' },
})
const REQUEST: BareRequest = {
  ...{ member: 'kutai-timur', method: 'POST', authority: AUTHORITY, path: '/graphql', query: '?', body: BODY },
  authorization: 'Bearer token',
  headers: { 'content-type': 'application/json', 'lawang-client': 'a-network-s-pseudonym' },
}

/** A gateway's and a member's halves of one line, with a clock of their own. */
function openLine(now: () => number): { readonly introduce: Introduce; readonly callers: Callers } {
  const [own, other] = [generate(), generate()]
  const registry: Registry = {
    ...{ sequence: 1, environment: 'development', retired: [] },
    members: [
      {
        ...{ name: 'kutai-timur', tier: 'REGENCY', url: `http://${AUTHORITY}`, governments: ['64.08'] },
        identity: { keys: [other.x] },
      },
    ],
    gateways: [{ name: 'gateway', identity: { keys: [own.x] } }],
  }
  const known = knownKeys(registry)
  const keys = () => known
  const exp = Math.floor(now() / 1000) + 24 * 3_600
  const claims = { ...{ iss: 'https://issuer.example', sub: 'officer-1', exp }, role: 'coordinator', region: '64.08' }
  const verify = async () => ({ bearer: { kind: 'KNOWN', claims }, token: 'token' }) as const
  const officer = { kind: 'person', subject: 'officer-1', role: 'coordinator', region: '64.08' } as const
  const tokens = { actorFrom: async () => officer, actorFromClaims: async () => officer }
  return {
    introduce: signedIntroduction(
      sessionSigner({ name: 'gateway', key: own, keys, now }),
      createAssertions({ gateway: 'gateway', key: own, verify, now }),
    ),
    callers: createCallers({ name: 'kutai-timur', key: other, keys, tokens, now }),
  }
}

/** Medians of several rounds, of which the first warms up. Nothing is sent. */
export async function measureProofs(): Promise<ProofCosts> {
  let now = Date.now()
  const { introduce, callers } = openLine(() => now)
  const bytes = Buffer.from(BODY)
  const rounds: ProofCosts[] = []
  for (let round = 0; round <= ROUNDS; round++) {
    now += ROUND_MS
    const arrive = (fields: Headers) => callers.ofRequest(requestWith({ host: AUTHORITY, ...fields }), bytes)
    const first = await introduce.inBrief(REQUEST)
    await arrive(first.fields)
    noteTaken(first, { kind: 'answered', data: {}, errors: [] })
    const sent: Introduction[] = []
    const give = await costOf(async () => void sent.push(await introduce.inBrief(REQUEST)))
    const check = await costOf(async (turn) => void (await arrive(sent[turn]?.fields ?? {})))
    if (round > 0) rounds.push({ give, check })
  }
  const median = (of: keyof ProofCosts) => rounds.map((round) => round[of]).toSorted((a, b) => a - b)[ROUNDS >> 1] ?? 0
  return { give: median('give'), check: median('check') }
}

async function costOf(once: (turn: number) => Promise<void>): Promise<number> {
  const begun = process.cpuUsage()
  for (let turn = 0; turn < REQUESTS; turn++) await once(turn)
  const { user, system } = process.cpuUsage(begun)
  return (user + system) / REQUESTS
}

/** What is looked at of a request. */
function requestWith(headers: Readonly<Record<string, string>>): IncomingMessage {
  return { method: 'POST', url: '/graphql', headers, socket: {} } as IncomingMessage
}

const generate = () => readSigningKey(generateKeyText({ isDevelopment: true }))
