import { Refusal } from '@lawang/schema/errors'
import { type Chain, isClosed } from '@lawang/schema/exchange/chain'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '../domain/model.ts'
import { heldBy, relationsIn } from '../domain/relations.ts'
import { PUBLIC, sampleInput, TUESDAY } from '../domain/testing/samples.ts'
import { loadReference } from '../reference/load.ts'
import { readDoorChains } from '../store/chains.ts'
import { actAsReporter } from './act-as-reporter.ts'
import { actOnCase } from './act-on-case.ts'
import { fileComplaint } from './file-complaint.ts'
import { mergeCase } from './merge-case.ts'
import { createReceiptGuesses } from './receipt-guesses.ts'
import { splitCase } from './split-case.ts'
import { tellMerged } from './tell-merged.ts'
import { tendWholes } from './tend-wholes.ts'
import { openTestMember, type TestMember } from './testing/test-member.ts'

const COORDINATOR: Actor = { kind: 'person', subject: 'officer', role: 'coordinator', region: '64.08' }
let member: TestMember

beforeAll(async () => {
  member = await openTestMember({ reference: loadReference(), governments: ['64.08'], now: () => TUESDAY })
})
afterAll(() => member[Symbol.asyncDispose]())

/** A complaint, with the secret that opens it: a part's is that of its whole. */
interface Known {
  readonly id: string
  readonly secret: string
}

/** One step of a history. `a` and `b` choose among the complaints that there are by then. */
interface Step {
  readonly kind: 'file' | 'merge' | 'split' | 'archive' | 'reopen' | 'withdraw' | 'tend'
  readonly a: number
  readonly b: number
}

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('file', 'merge', 'merge', 'split', 'archive', 'archive', 'reopen', 'withdraw', 'tend'),
  // Few, so that the same ones meet again and again.
  a: fc.nat(3),
  b: fc.nat(3),
})

test('whatever is merged, split, ended and reopened: nobody is left untold, wholes close with their parts, nothing goes round', async () => {
  const guesses = createReceiptGuesses()
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      const known: Known[] = [await file(), await file()]
      for (const each of steps) await take(each, known, guesses)
      await tendWholes(member.around)
      await tendWholes(member.around)
      // What is told is news itself to those whose own was merged before.
      while ((await tellMerged(member.around)) > 0);
      await check(known)
    }),
    { numRuns: 12 },
  )
}, 300_000)

async function file(): Promise<Known> {
  const { complaint, secret } = await fileComplaint(member.around, sampleInput(), PUBLIC)
  return { id: complaint.id, secret }
}

async function take({ kind, a, b }: Step, known: Known[], guesses: ReturnType<typeof createReceiptGuesses>) {
  const [one, other] = [known[a % known.length], known[b % known.length]]
  if (!one || !other) return
  const { around } = member
  const reporter = { around, guesses }
  switch (kind) {
    case 'file':
      known.push(await file())
      return
    case 'merge':
      return unlessRefused(async () => mergeCase(around, { case: await caseOf(one.id), into: other.id }, COORDINATOR))
    case 'split':
      await unlessRefused(async () => splitCase(around, { case: await caseOf(one.id), parts: PARTS }, COORDINATOR))
      return addParts(one, known)
    case 'archive':
      return unlessRefused(async () =>
        actOnCase(
          around,
          { type: 'archive', case: await caseOf(one.id), reason: 'SPAM', explanation: 'Uji' },
          COORDINATOR,
        ),
      )
    case 'reopen':
      return unlessRefused(() =>
        actAsReporter(reporter, { type: 'reopen', complaint: one.id, secret: one.secret, reason: 'Belum selesai.' }),
      )
    case 'withdraw':
      return unlessRefused(() => actAsReporter(reporter, { type: 'withdraw', complaint: one.id, secret: one.secret }))
    case 'tend':
      await tendWholes(around)
      await tellMerged(around)
  }
}

const PARTS = ['Lampu', 'Sampah'].map((title) => ({
  ...{ title, body: title, category: 'environment.waste', location: '64.08.04' },
  details: [],
}))

/** A history goes on when what it asks for is refused; anything else is a fault. */
async function unlessRefused(work: () => Promise<unknown>): Promise<void> {
  await work().catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error
  })
}

async function addParts({ id, secret }: Known, known: Known[]): Promise<void> {
  const [chain] = await chainsOf([{ id, secret }])
  for (const part of relationsIn(chain ?? []).parts) {
    if (!known.some((each) => each.id === part)) known.push({ id: part, secret })
  }
}

async function chainsOf(known: readonly Known[]) {
  const chains = await readDoorChains(
    member.database,
    known.map(({ id }) => id),
  )
  return known.map(({ id }) => chains.get(id) ?? [])
}

async function caseOf(complaint: string): Promise<string> {
  const [row] = await member.database.query<{ id: string }>(
    'SELECT id FROM case_file WHERE complaint = $1 ORDER BY opened_at DESC LIMIT 1',
    [complaint],
  )
  return row?.id ?? ''
}

async function check(known: readonly Known[]): Promise<void> {
  const chains = new Map((await chainsOf(known)).map((chain, i) => [known[i]?.id ?? '', chain]))
  const into = new Map<string, string>()
  for (const [id, chain] of chains) {
    const { mergedInto, parts } = relationsIn(chain)
    if (mergedInto !== undefined) {
      into.set(id, mergedInto)
      expect(chain.findLast(({ type }) => type === 'ARCHIVED')?.data).toMatchObject({ mergedInto, reason: 'DUPLICATE' })
      expect(isClosed(chain), `${id} is merged and closed`).toBe(true)
      checkTold(id, chain, chains.get(mergedInto) ?? [])
    }
    for (const part of parts) expect(relationsIn(chains.get(part) ?? []).parent).toBe(id)
    checkWhole(id, chains)
  }
  for (const id of into.keys()) {
    const seen = new Set<string>()
    for (let at: string | undefined = id; at !== undefined; at = into.get(at)) {
      expect(seen.has(at), `the mergers of ${id} go round`).toBe(false)
      seen.add(at)
    }
  }
}

/** Its reporter has been told how the other one ended, and of everything told in the other's order and once. */
function checkTold(id: string, chain: Chain, survivor: Chain): void {
  const from = chain.findLastIndex(({ type }) => type === 'ARCHIVED')
  const told = chain.slice(from).flatMap(({ data }) => data.follows ?? [])
  const places = told.map((event) => survivor.findIndex((step) => step.id === event))
  expect(places).toEqual(places.toSorted((a, b) => a - b))
  expect(new Set(places).size).toBe(places.length)
  expect(places).not.toContain(-1)
  if (!isClosed(survivor)) return
  const end = survivor.findLast(({ type }) => type === 'CLOSED' || type === 'ARCHIVED')
  expect(told, `${id} is told of the end of the other`).toContain(end?.id)
}

function checkWhole(id: string, chains: ReadonlyMap<string, Parameters<typeof isClosed>[0]>): void {
  const chain = chains.get(id) ?? []
  const held = heldBy(chain)
  if (held.length === 0) return
  const allEnded = held.every((part) => isClosed(chains.get(part) ?? []))
  const isWithdrawn = isClosed(chain) && chain.findLast(({ type }) => type === 'CLOSED')?.data.reason === 'WITHDRAWN'
  if (isWithdrawn) return
  expect(isClosed(chain), `${id} is closed exactly when its parts are`).toBe(allEnded)
}
