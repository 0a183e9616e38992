import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor, FileComplaint } from '../domain/model.ts'
import { PUBLIC, sampleInput, TUESDAY } from '../domain/testing/samples.ts'
import { createErasuresMemory, openErasuresFile } from '../identity/erasures-file.ts'
import { openErasures } from '../identity/open-erasures.ts'
import type { Reporters } from '../ports.ts'
import { loadReference } from '../reference/load.ts'
import { fileComplaint } from './file-complaint.ts'
import { createReceiptGuesses } from './receipt-guesses.ts'
import { openReporters } from './reporters.ts'
import { openTestMember, type TestMember } from './testing/test-member.ts'

const REPORTER = {
  name: 'Warga Delapan',
  phone: '0800-000-8',
  email: 'warga8@example.org',
  nationalId: '6408049001010008',
  address: 'Jalan Contoh 8',
}
const COORDINATOR: Actor = { kind: 'person', subject: 'officer-8', role: 'coordinator', region: '64.08' }
const NEIGHBOUR: Actor = { kind: 'person', subject: 'officer-71', role: 'coordinator', region: '64.71' }
const OVERSEER: Actor = { kind: 'person', subject: 'overseer-1', role: 'overseer' }
const KIOSK: Actor = { kind: 'person', subject: 'kiosk-1', role: 'kiosk', region: '64.08' }
const OTHERS_CASE = { purpose: 'to ask for the place' }

let member: TestMember
let reporters: Reporters
/** The complaints whose files were erased. */
const erased: string[] = []
beforeAll(async () => {
  member = await openTestMember({ reference: loadReference(), governments: ['64.08', '64.71'], now: () => TUESDAY })
  reporters = openReporters({
    around: member.around,
    guesses: createReceiptGuesses(),
    erasures: createErasuresMemory(),
    attachments: { erase: async (complaint) => void erased.push(complaint) },
  })
})
afterAll(() => member[Symbol.asyncDispose]())

async function file(changes: Partial<FileComplaint> = {}, actor: Actor = PUBLIC) {
  const { complaint, secret } = await fileComplaint(
    member.around,
    sampleInput({ reporter: REPORTER, ...changes }),
    actor,
  )
  return { receipt: { complaint: complaint.id, secret }, caseId: complaint.case?.id ?? '', complaint }
}

describe('with the secret of the receipt a reporter', () => {
  test('reads all that is kept, and who has seen it', async () => {
    const { receipt, caseId } = await file()
    await reporters.read({ case: caseId, ...OTHERS_CASE }, COORDINATOR)
    const data = await reporters.personalData(receipt)
    expect(data.identity).toEqual({ state: 'KEPT', record: { reporter: REPORTER } })
    expect(data.disclosures).toMatchObject([
      { role: 'coordinator', government: '64.08', purpose: 'to ask for the place' },
      { role: 'reporter', purpose: 'access' },
    ])
  })

  test('corrects it: what is left out is kept no more', async () => {
    const { receipt } = await file()
    const { identity } = await reporters.correct(receipt, { name: 'Warga Delapan Benar' })
    expect(identity).toEqual({ state: 'KEPT', record: { reporter: { name: 'Warga Delapan Benar' } } })
  })

  test('erases it, and the complaint goes on', async () => {
    const { receipt, caseId } = await file()
    expect((await reporters.erase(receipt)).identity).toEqual({ state: 'ERASED', at: TUESDAY })
    expect((await reporters.erase(receipt)).identity.state).toBe('ERASED')
    await expect(reporters.correct(receipt, REPORTER)).rejects.toMatchObject({ code: 'IDENTITY_ERASED' })
    await expect(reporters.read({ case: caseId, ...OTHERS_CASE }, COORDINATOR)).rejects.toMatchObject({
      code: 'IDENTITY_ERASED',
    })
  })

  test('has nothing kept where nothing was given', async () => {
    const { receipt } = await file({ reporter: undefined })
    expect((await reporters.personalData(receipt)).identity).toEqual({ state: 'NONE' })
  })
})

describe('without the secret', () => {
  test('a wrong secret and an unknown complaint are answered alike, and nothing is changed', async () => {
    const { receipt } = await file()
    const unknown = { complaint: '6408-9068NQDMS11JKRGF2', secret: receipt.secret }
    for (const wrong of [{ ...receipt, secret: '0000-0000-0000-0000-0000' }, { ...receipt, secret: '' }, unknown]) {
      for (const attempt of [reporters.personalData, reporters.erase]) {
        await expect(attempt(wrong)).rejects.toMatchObject({ code: 'RECEIPT_NOT_RECOGNISED' })
      }
    }
    await expect(reporters.correct(unknown, {})).rejects.toMatchObject({ code: 'RECEIPT_NOT_RECOGNISED' })
    expect((await reporters.personalData(receipt)).identity).toMatchObject({ record: { reporter: REPORTER } })
  })

  test('guessing is slowed down, and never keeps the reporter out', async () => {
    const { receipt } = await file()
    const guess = () => reporters.personalData({ ...receipt, secret: 'guess' })
    for (let i = 0; i < 10; i++) await expect(guess()).rejects.toMatchObject({ code: 'RECEIPT_NOT_RECOGNISED' })
    await expect(guess()).rejects.toMatchObject({ code: 'RATE_LIMITED', facts: { retryAfter: 900 } })
    expect((await reporters.personalData(receipt)).identity.state).toBe('KEPT')
  })
})

describe('an officer', () => {
  test('is told how to reach the reporter, and no number of an identity card', async () => {
    const { caseId } = await file()
    const { name, phone, email } = REPORTER
    expect(await reporters.read({ case: caseId, ...OTHERS_CASE }, COORDINATOR)).toEqual({ name, phone, email })
  })

  test.each<[string, Partial<FileComplaint>, Actor, string, string]>([
    ['of another government', {}, NEIGHBOUR, 'x', 'FORBIDDEN'],
    ['nobody known', {}, PUBLIC, 'x', 'UNAUTHENTICATED'],
    ['an overseer', {}, OVERSEER, 'x', 'FORBIDDEN'],
    ['who says no purpose', {}, COORDINATOR, '  ', 'EMPTY_REASON'],
    ['of an anonymous complaint', { anonymous: true }, COORDINATOR, 'x', 'REPORTER_IS_ANONYMOUS'],
  ])('%s is told nothing', async (_who, changes, actor, purpose, code) => {
    const { caseId, receipt } = await file(changes)
    await expect(reporters.read({ case: caseId, purpose }, actor)).rejects.toMatchObject({ code })
    expect((await reporters.disclosures(receipt, PUBLIC)).disclosures).toEqual([])
  })

  test('of the government that it was handed to is told that identity stays at its door', async () => {
    const { caseId } = await file()
    await member.database.query(`UPDATE case_file SET door = '64.71' WHERE id = $1`, [caseId])
    await expect(reporters.read({ case: caseId, ...OTHERS_CASE }, COORDINATOR)).rejects.toMatchObject({
      code: 'IDENTITY_STAYS_AT_DOOR',
    })
  })
})

describe('who has seen an identity', () => {
  test('is told to overseers with the account, to the reporter without, and to nobody else', async () => {
    const { receipt, caseId } = await file()
    await reporters.read({ case: caseId, ...OTHERS_CASE }, COORDINATOR)
    const { complaint } = receipt
    expect(await reporters.disclosures({ complaint }, OVERSEER)).toMatchObject({
      withSubjects: true,
      disclosures: [{ subject: 'officer-8' }],
    })
    expect((await reporters.disclosures(receipt, PUBLIC)).withSubjects).toBe(false)
    await expect(reporters.disclosures({ complaint }, COORDINATOR)).rejects.toMatchObject({
      code: 'RECEIPT_NOT_RECOGNISED',
    })
  })
})

describe('filing for somebody else', () => {
  const onBehalf = { consentAt: '2026-03-16', consentBy: 'Formulir bertanda tangan di kios' }

  test('keeps the consent with the identity', async () => {
    const { receipt } = await file({ onBehalf }, KIOSK)
    expect((await reporters.personalData(receipt)).identity).toMatchObject({ record: { onBehalf } })
  })

  test.each<[string, Partial<FileComplaint>, Actor, string]>([
    ['by nobody known', { onBehalf }, PUBLIC, 'UNAUTHENTICATED'],
    ['by a role without the right', { onBehalf }, OVERSEER, 'FORBIDDEN'],
    ['by a kiosk without consent', {}, KIOSK, 'CONSENT_REQUIRED'],
    ['with consent of no day', { onBehalf: { ...onBehalf, consentAt: 'kemarin' } }, KIOSK, 'CONSENT_REQUIRED'],
    ['with consent by nobody', { onBehalf: { ...onBehalf, consentBy: ' ' } }, KIOSK, 'CONSENT_REQUIRED'],
    ['with consent of tomorrow', { onBehalf: { ...onBehalf, consentAt: '2026-03-18' } }, KIOSK, 'FUTURE_DATE'],
  ])('%s is refused', async (_how, changes, actor, code) => {
    await expect(file(changes, actor)).rejects.toMatchObject({ code })
  })
})

describe('what is filed', () => {
  const body = 'Hubungi Warga Delapan di 0812-3456-7890.'

  test('anonymously has numbers and names blanked before anything leaves the door', async () => {
    const { complaint, receipt } = await file({ anonymous: true, body })
    expect(complaint.body).toBe('Hubungi [nama] di [telepon].')
    const [filed] = await member.logOf('Filed', receipt.complaint)
    expect(filed?.dossier?.body).toBe('Hubungi [nama] di [telepon].')
  })

  test.each<[boolean | undefined, boolean, string]>([
    [undefined, false, body],
    [true, false, 'Hubungi [nama] di [telepon].'],
    [false, true, body],
  ])('with redact %s, anonymous %s', async (redact, anonymous, expected) => {
    expect((await file({ redact, anonymous, body })).complaint.body).toBe(expected)
  })
})

test('a handle is the same for a case each time, another at another government, and tells nothing of the reporter', async () => {
  const [first, second] = [await file(), await file()]
  const handle = (complaint: string, government: string) => reporters.handleOf({ complaint, government })
  const mine = handle(first.receipt.complaint, '64.08')
  expect(mine).toMatch(/^R-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/)
  expect(handle(first.receipt.complaint, '64.08')).toBe(mine)
  expect(
    new Set([mine, handle(first.receipt.complaint, '64.71'), handle(second.receipt.complaint, '64.08')]).size,
  ).toBe(3)
})

test('what was erased is erased again from a backup that is put back', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lawang-erasures-'))
  try {
    const path = join(folder, 'mark')
    const { receipt } = await file()
    await openErasuresFile(`${path}.erased`).note(receipt.complaint)
    await openErasures(member.around.identities, { erase: async (complaint) => void erased.push(complaint) }, path)
    expect(erased.at(-1)).toBe(receipt.complaint)
    expect((await reporters.personalData(receipt)).identity.state).toBe('ERASED')
  } finally {
    rmSync(folder, { recursive: true })
  }
})
