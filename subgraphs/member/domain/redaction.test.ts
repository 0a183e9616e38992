import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Reporter } from './model.ts'
import { findPersonal, redact } from './redaction.ts'

const REPORTER: Reporter = { name: 'Warga Sembilan', address: 'Jalan Contoh 9 RT 03' }
const redacted = (text: string, reporter: Reporter = {}) => redact(text, findPersonal(text, reporter))

describe('blanked', () => {
  test.each([
    ['hubungi 081234567890 ya', 'hubungi [telepon] ya'],
    ['hubungi 0812 3456 7890.', 'hubungi [telepon].'],
    ['hubungi 0812-3456-789', 'hubungi [telepon]'],
    ['hubungi 0812.3456.7890', 'hubungi [telepon]'],
    ['hubungi 0 8 1 2 3 4 5 6 7 8 9 0', 'hubungi [telepon]'],
    ['WA +62 812-3456-7890!', 'WA [telepon]!'],
    ['WA 6281234567890', 'WA [telepon]'],
    ['WA (+62) 812 3456 7890', 'WA [telepon]'],
    ['kantor (0549) 25100', 'kantor [telepon]'],
    ['kantor 021-1234567', 'kantor [telepon]'],
    ['kantor +62 21 1234567', 'kantor [telepon]'],
    ['０８１２３４５６７８９０', '[telepon]'],
    ['NIK 6408040101900001', 'NIK [NIK]'],
    ['NIK 6408 0401 0190 0001', 'NIK [NIK]'],
    ['NIK 640804.010190.0001', 'NIK [NIK]'],
    ['081234567890 6408040101900001', '[telepon] [NIK]'],
    ['6408040101900001 081234567890', '[NIK] [telepon]'],
    ['0812-3456-7890/0813-1111-2222', '[telepon]/[telepon]'],
    ['surat ke pelapor.satu@contoh.co.id saja', 'surat ke [surel] saja'],
    ['pelapor (at) contoh.id', '[surel]'],
    ['saya Warga  Sembilan, tinggal', 'saya [nama], tinggal'],
    ['saya warga sembilan', 'saya [nama]'],
    ['kata Sembilan kepada saya', 'kata [nama] kepada saya'],
    ['rumah di jalan contoh 9 rt 03 itu', 'rumah di [alamat] itu'],
  ])('%s', (text, expected) => {
    expect(redacted(text, REPORTER)).toBe(expected)
  })

  test("the reporter's own number in a form that is nobody else's", () => {
    expect(redacted('bel 1500 123', { phone: '1500-123' })).toBe('bel [telepon]')
    expect(redacted('bel 0 1500 123', { phone: '+62 1500 123' })).toBe('bel [telepon]')
  })
})

describe('left as it is', () => {
  test.each([
    'Tanggal 08.12.2026 pukul 19.00 listrik padam',
    'Pukul 05.00 06.30 dan 07.15 air mati',
    'Biaya Rp 1.500.000.000,00 tidak wajar',
    'Perda Nomor 12 Tahun 2019 Pasal 08 ayat 12',
    'Jalan 64.08.04.2003, KM 12',
    'ID pelanggan 231000123456',
    'dua belas warga sembilanbelas tahun',
    'sembilan lampu padam',
    '@LAPOR1708 tidak menjawab',
  ])('%s', (text) => {
    expect(redacted(text, REPORTER)).toBe(text)
  })
})

const separator = fc.constantFrom('', ' ', '.', '-', ' - ')
const digits = (count: number) => fc.array(fc.integer({ min: 0, max: 9 }), { minLength: count, maxLength: count })
const around = fc.constantFrom('', 'telepon ', 'NIK: ', 'ini\n', '"', ', lalu ')
const spaced = (number: fc.Arbitrary<string>) =>
  fc
    .tuple(number, separator, fc.integer({ min: 3, max: 6 }))
    .map(([text, between, size]) => (text.match(new RegExp(`.{1,${size}}`, 'g')) ?? []).join(between))
const mobile = spaced(
  fc
    .tuple(
      fc.constantFrom('08', '628', '+628'),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 7, max: 9 }).chain(digits),
    )
    .map(([prefix, next, rest]) => `${prefix}${next}${rest.join('')}`),
)
const nationalId = spaced(digits(16).map((all) => all.join('')))

test('no mobile number and no number of an identity card stays, however it is grouped', () => {
  fc.assert(
    fc.property(around, fc.oneof(mobile, nationalId), around, (before, number, after) => {
      const left = redacted(`${before}${number}${after}`).replace(/\D/g, '')
      expect(left).toBe('')
    }),
    { numRuns: 2_000 },
  )
})

test('passages are in order and inside the text, and what stands between them stays to the letter', () => {
  const piece = fc.oneof(
    mobile,
    nationalId,
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('Warga Sembilan', 'a@b.id'),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const text = pieces.join(' ')
      let end = 0
      for (const span of findPersonal(text, REPORTER)) {
        expect(span.start).toBeGreaterThanOrEqual(end)
        expect(span.end).toBeGreaterThan(span.start)
        end = span.end
      }
      expect(end).toBeLessThanOrEqual(text.length)
    }),
    { numRuns: 1_000 },
  )
})

test.each(['Siti-Nur', "'; DROP TABLE complaint; --", 'http://contoh.invalid/a-b', 'a.b*c(d)[e]{f}^$|/\\'])(
  'a name is looked for as it is written, whatever characters it has: %s',
  (name) => {
    expect(redact(`Kata ${name} begitu.`, findPersonal(`Kata ${name} begitu.`, { name }))).toBe('Kata [nama] begitu.')
  },
)

test('a text without digits, at signs and names stays as it is', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }).filter((text) => !/[\p{N}@([]/u.test(text)),
      (text) => {
        expect(redacted(text)).toBe(text)
      },
    ),
  )
})

test('a text of nothing but numbers is read in a time that grows with its length alone', () => {
  const spans = findPersonal('0 8 1 '.repeat(3_300), REPORTER)
  expect(spans.length).toBeGreaterThan(500)
})
