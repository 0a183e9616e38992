import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { PUBLIC, sampleInput, TUESDAY } from '../domain/testing/samples.ts'
import { createFoundBehind } from '../exchange/found-behind.ts'
import { createHighWaterMemory } from '../exchange/high-water-file.ts'
import { loadReference } from '../reference/load.ts'
import { copyDatabase } from '../store/test-database.ts'
import { fileComplaint } from '../use-cases/file-complaint.ts'
import { openTestMember, type TestMember } from '../use-cases/testing/test-member.ts'
import { writeEntry } from './entries.ts'
import { type AuditedNetwork, auditNetwork } from './testing/audited-network.ts'

const reference = loadReference()
let at = TUESDAY
const now = () => at
const GOVERNMENTS = { national: '00', provincial: '64', regency: '64.08' } as const

let cleanup: AsyncDisposableStack
let regency: TestMember
let network: AuditedNetwork
let national: TestMember

beforeEach(async () => {
  at = TUESDAY
  cleanup = new AsyncDisposableStack()
  const open = async (name: keyof typeof GOVERNMENTS) =>
    cleanup.use(await openTestMember({ reference, governments: [GOVERNMENTS[name]], now, name }))
  national = await open('national')
  const provincial = await open('provincial')
  regency = await open('regency')
  network = auditNetwork(
    { national: national.database, provincial: provincial.database, regency: regency.database },
    now,
  )
})
afterEach(() => cleanup.disposeAsync())

function hourLater() {
  at = new Date(at.getTime() + 3_600_000)
}
const file = (member: TestMember, title: string) => fileComplaint(member.around, sampleInput({ title }), PUBLIC)
const note = (member: TestMember, detail: string) =>
  writeEntry(member.database, { type: 'REFUSED', at: at.toISOString(), detail })

/** The regency's server, come up on a copy of its database as `backup` made it. */
async function comeUpOn(backup: { readonly url: string }): Promise<TestMember> {
  const options = { reference, governments: ['64.08'], now, name: 'regency', databaseUrl: backup.url }
  return cleanup.use(await openTestMember(options))
}
async function backUp(): Promise<{ readonly url: string }> {
  const copy = await copyDatabase(regency.database.url)
  cleanup.defer(() => copy.drop())
  return copy
}
const answers = (result: Awaited<ReturnType<AuditedNetwork['show']>>) =>
  result.kind === 'BEHIND' ? [] : result.answers.map(({ witness, answer }) => `${witness} ${answer.kind}`)
const kept = (verdict: string) =>
  national.database.query("SELECT FROM audit.kept_head WHERE member = 'regency' AND verdict = $1", [verdict])

describe('an honest member', () => {
  test('shows the hub and its province every hour that its log has only grown', async () => {
    for (const title of ['Jalan rusak', 'Lampu mati', 'Air keruh']) {
      await file(regency, title)
      expect(answers(await network.show('regency'))).toEqual(['national KEPT', 'provincial KEPT'])
      hourLater()
    }
    expect(answers(await network.show('regency'))).toEqual(['national KEPT', 'provincial KEPT'])
    expect(await kept('FIRST')).toHaveLength(1)
    expect(await kept('EXTENDS')).toHaveLength(3)
    expect(network.forks).toEqual([])
  })

  test('whose database was put back learns it from the witnesses before it signs, and begins a new life', async () => {
    await file(regency, 'Jalan rusak')
    await network.show('regency')
    const backup = await backUp()
    await file(regency, 'Lampu mati')
    hourLater()
    await network.show('regency')

    const restored = await comeUpOn(backup)
    await note(restored, 'something that happened only here')
    await note(restored, 'and more of it')
    hourLater()
    const result = await network.show('regency', restored.database)
    expect(result).toEqual({ kind: 'BEHIND', incarnation: 1 })

    const behind = createFoundBehind()
    behind.found(1)
    await behind.settle({ around: restored.around, lease: restored.lease, highWater: createHighWaterMemory() })
    expect(answers(await network.show('regency', restored.database))).toEqual(['national KEPT', 'provincial KEPT'])
    hourLater()
    await note(restored, 'an hour later')
    expect(answers(await network.show('regency', restored.database))).toEqual(['national KEPT', 'provincial KEPT'])
    expect(await kept('RESTORED')).toHaveLength(1)
    expect(network.forks).toEqual([])
  })
})

describe('a forked history is proof', () => {
  test.each([
    ['of the same length', 1, 'SAME_SIZE'],
    ['that is longer', 3, 'NO_EXTENSION'],
  ])('when an old backup goes on under the same name, %s', async (_, acts, reason) => {
    await file(regency, 'Jalan rusak')
    await network.show('regency')
    const backup = await backUp()
    await note(regency, 'what shall be forgotten')
    hourLater()
    await network.show('regency')

    const forked = await comeUpOn(backup)
    for (let i = 0; i < acts; i++) await note(forked, `what shall have happened instead ${i}`)
    hourLater()
    const result = await network.showBlindly('regency', forked.database)
    expect(answers(result)).toEqual(['national FORKED', 'provincial FORKED'])
    expect(network.forks.map((fork) => `${fork.at} ${fork.reason}`).toSorted()).toEqual(
      expect.arrayContaining([`national ${reason}`, `provincial ${reason}`]),
    )
    const rows = await national.database.query<{ one: unknown; other: unknown }>('SELECT one, other FROM audit.fork')
    expect(rows[0]?.one).not.toEqual(rows[0]?.other)
  })

  test('when rows of the past were changed by whoever could switch the triggers off', async () => {
    await file(regency, 'Jalan rusak')
    await note(regency, 'what shall be forgotten')
    await network.show('regency')
    await regency.database.transaction(async (tx) => {
      await tx.query('ALTER TABLE audit.leaf DISABLE TRIGGER append_only')
      await tx.query(`UPDATE audit.leaf SET hash = repeat('0', 64) WHERE n = 0`)
    })
    await note(regency, 'as if nothing had been')
    hourLater()
    expect(answers(await network.showBlindly('regency', regency.database))).toEqual([
      'national FORKED',
      'provincial FORKED',
    ])
  })

  test('when a member shows one history to the hub, and another to its province', async () => {
    await file(regency, 'Jalan rusak')
    const backup = await backUp()
    await note(regency, 'for the hub')
    await network.showBlindly('regency', regency.database, { to: 'national' })
    const forked = await comeUpOn(backup)
    await note(forked, 'for the province')
    await note(forked, 'which is longer')
    hourLater()
    expect(answers(await network.showBlindly('regency', forked.database, { to: 'provincial' }))).toEqual([
      'provincial KEPT',
    ])
    // The province has passed it on: the hub knows both heads, and no next one extends both.
    expect(await kept('HEARD')).toHaveLength(1)
    await note(regency, 'for the hub, longer still')
    await note(regency, 'and longer')
    hourLater()
    expect(answers(await network.showBlindly('regency', regency.database, { to: 'national' }))).toEqual([
      'national FORKED',
    ])
  })
})

test('a head that its member has not signed is nothing, whoever shows it', async () => {
  await file(regency, 'Jalan rusak')
  const result = await network.show('regency')
  if (result.kind !== 'SHOWN') throw new Error('it was shown')
  const forged = { ...result.head, size: result.head.size + 1 }
  const taking = network.witness('national').take({ head: forged, proofs: [] }, 'regency')
  await expect(taking).rejects.toMatchObject({ code: 'UNTRUSTED_REQUEST', facts: { reason: 'FORGED' } })
  const passedOn = network
    .witness('national')
    .take({ head: { ...forged, member: 'provincial' }, proofs: [] }, 'provincial')
  await expect(passedOn).rejects.toMatchObject({ code: 'UNTRUSTED_REQUEST' })
})
