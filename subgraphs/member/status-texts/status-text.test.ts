import { describe, expect, test } from 'vitest'
import { statusText } from './status-text.ts'
import { readTemplate, templateOf } from './templates.ts'
import { COMPLAINT_STATUSES, sampleStatus } from './testing/samples.ts'

const ASKED = { language: 'ID', longest: 160 } as const
const refusal = (code: string) => expect.objectContaining({ name: 'Refusal', code })

test.each(COMPLAINT_STATUSES)('%s is told in one text message in either language', (status) => {
  const complaint = sampleStatus({ status })
  const texts = (['ID', 'EN'] as const).map((language) =>
    statusText(complaint, templateOf(status, undefined), { ...ASKED, language }),
  )
  for (const text of texts) {
    expect(text.length).toBeLessThanOrEqual(160)
    expect(text).toContain(complaint.id)
  }
  expect(texts[0]).not.toBe(texts[1])
})

test('the deadline is the day at the government, not the day in UTC', () => {
  // the end of 31 March in East Kutai (UTC+8)
  const complaint = sampleStatus({ deadline: new Date('2026-03-31T16:00:00Z') })
  expect(statusText(complaint, templateOf('IN_PROGRESS', undefined), ASKED)).toContain('31-03-2026')
})

test('another length than a text message has is refused', () => {
  for (const longest of [39, 161]) {
    const write = () => statusText(sampleStatus({}), templateOf('IN_PROGRESS', undefined), { ...ASKED, longest })
    expect(write).toThrow(refusal('BAD_USER_INPUT'))
  }
})

describe('a text of a government', () => {
  test.each([
    ['names something that is not filled in', 'Laporan {id} dari {nama}'],
    ['has a brace that ends nowhere', 'Laporan {id} { selesai'],
    ['does not say which complaint', 'Laporan Anda selesai'],
  ])('that %s is refused', (_why, text) => {
    expect(() => readTemplate('indonesian', text)).toThrow(refusal('INVALID_TEMPLATE'))
  })

  test('that is longer than a text message is refused', () => {
    expect(() => readTemplate('indonesian', `{id} ${'a'.repeat(160)}`)).toThrow(refusal('TEXT_TOO_LONG'))
  })

  test('is one line; nothing visible is no text', () => {
    expect(readTemplate('indonesian', ' Laporan\n{id} ')).toBe('Laporan {id}')
    expect(readTemplate('indonesian', ' \n')).toBeUndefined()
  })
})
