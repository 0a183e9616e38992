import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '../domain/model.ts'
import { PUBLIC, sampleInput, TUESDAY } from '../domain/testing/samples.ts'
import { loadReference } from '../reference/load.ts'
import { loadReferenceData } from '../store/reference-data.ts'
import { actOnCase } from './act-on-case.ts'
import { fileComplaint } from './file-complaint.ts'
import { learnCategories } from './learn-categories.ts'
import { suggestForText } from './suggest-categories.ts'
import { openTestMember, type TestMember } from './testing/test-member.ts'

const reference = loadReference()
const COORDINATOR: Actor = { kind: 'person', subject: 'officer', role: 'coordinator', region: '64.08' }
let member: TestMember

beforeAll(async () => {
  member = await openTestMember({ reference, governments: ['64.08'], now: () => TUESDAY })
  await loadReferenceData(member.database, reference, ['64.08'], TUESDAY)
})
afterAll(() => member[Symbol.asyncDispose]())

async function fileVerified(body: string, category: string, confidential = false): Promise<string> {
  const { complaint } = await fileComplaint(member.around, sampleInput({ body, confidential }), PUBLIC)
  const caseId = complaint.case?.id ?? ''
  await actOnCase(member.around, { type: 'verify', case: caseId, category }, COORDINATOR)
  return caseId
}

const countsOf = async (lexeme: string) =>
  member.database.query('SELECT category, complaints FROM category_lexeme WHERE lexeme = $1 AND complaints > 0', [
    lexeme,
  ])

test('what officers verify is learned once, and counted anew when they correct it', async () => {
  const caseId = await fileVerified('Odong-odong mogok', 'transport.public-transport')
  await fileVerified('Odong-odong oleng', 'transport.public-transport')
  expect(await learnCategories(member.database)).toBe(2)
  expect(await learnCategories(member.database)).toBe(0)
  expect(await countsOf('odong')).toEqual([{ category: 'transport.public-transport', complaints: 2 }])

  await actOnCase(member.around, { type: 'verify', case: caseId, category: 'tourism' }, COORDINATOR)
  expect(await learnCategories(member.database)).toBe(1)
  expect(await countsOf('odong')).toEqual(
    expect.arrayContaining([
      { category: 'transport.public-transport', complaints: 1 },
      { category: 'tourism', complaints: 1 },
    ]),
  )
})

test('nothing is learned from a confidential complaint, and no numbers', async () => {
  await fileVerified('Rahasia tentang kuskus 081234567890', 'forestry', true)
  await fileVerified('Hubungi 081234567890', 'forestry')
  await learnCategories(member.database)
  expect(await countsOf('kuskus')).toEqual([])
  const [numbers] = await member.database.query<{ n: string }>(
    "SELECT count(*) AS n FROM category_lexeme WHERE lexeme ~ '[0-9]'",
  )
  expect(Number(numbers?.n)).toBe(0)
})

test('a text that nobody has filed gets suggestions by the word lists, and by what was learned', async () => {
  const [lamp] = await suggestForText(member.around, { title: 'Lampu jalan', body: 'PJU padam, gelap sekali.' })
  expect(lamp?.category).toBe('transport.street-lighting')
  for (const body of ['Bentor mogok', 'Bentor oleng', 'Bentor mahal', 'Bentor ngebut']) {
    await fileVerified(body, 'transport.public-transport')
  }
  await learnCategories(member.database)
  const [bentor] = await suggestForText(member.around, { title: 'Bentor', body: 'Bentor berhenti sembarangan' })
  expect(bentor).toMatchObject({ category: 'transport.public-transport', because: ['bentor'] })
})
