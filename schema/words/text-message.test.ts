import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PLACEHOLDERS, STATUS_TEXTS } from './status-texts.ts'
import { placeholdersIn, toTextAlphabet, writeTextMessage } from './text-message.ts'

/** The characters that a telephone counts once, written out a second time in the order of GSM 03.38. */
const ONE_SEPTET = /^[@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà]*$/

const FILLINGS = {
  id: { long: '6408-9068NQDMS11JKRGF2' },
  status: { long: 'Sedang diproses' },
  agency: {
    long: 'Dinas Pemberdayaan Perempuan, Perlindungan Anak, Pengendalian Penduduk dan Keluarga Berencana Kabupaten Kutai Timur',
    short: 'DP3AP2KB',
  },
  deadline: { long: '31-03-2026' },
}

test('whatever stands in a template and its values, a message fits and is in the alphabet of telephones', {
  timeout: 60_000,
}, () => {
  const letter = fc.integer({ min: 0, max: 0x10ffff }).map((code) => String.fromCodePoint(code))
  const text = fc.array(letter, { maxLength: 80 }).map((letters) => letters.join(''))
  fc.assert(
    fc.property(text, text, fc.integer({ min: 40, max: 160 }), (before, agency, longest) => {
      const message = writeTextMessage(
        `${before} {agency} {id}`,
        { agency: { long: agency }, id: FILLINGS.id },
        longest,
      )
      expect(message.length).toBeLessThanOrEqual(longest)
      expect(message).toMatch(ONE_SEPTET)
    }),
  )
})

test.each(Object.entries(STATUS_TEXTS))(
  'the standard text of %s fits with the longest name and is not cut',
  (_status, words) => {
    for (const template of [words.id, words.en]) {
      const message = writeTextMessage(template, FILLINGS, 160)
      expect(message).toMatch(ONE_SEPTET)
      expect(message).toContain(FILLINGS.id.long)
      expect(message).not.toMatch(/\.\.\.$|[-?]$/)
      expect(PLACEHOLDERS).toEqual(expect.arrayContaining([...placeholdersIn(template)]))
    }
  },
)

test('an agency has its short name only where its long one does not fit', () => {
  const template = 'Laporan {id} ada di {agency}.'
  expect(writeTextMessage(template, FILLINGS, 160)).toContain('Kabupaten Kutai Timur')
  expect(writeTextMessage(template, FILLINGS, 60)).toBe('Laporan 6408-9068NQDMS11JKRGF2 ada di DP3AP2KB.')
})

test('what does not fit at all is cut and says so, and a value that is missing is a dash', () => {
  expect(writeTextMessage('Batas waktu {deadline}, laporan {id} menunggu', { id: FILLINGS.id }, 40)).toBe(
    'Batas waktu -, laporan 6408-9068NQDMS...',
  )
})

test('letters that telephones lack lose their accents, and signs become plain ones', () => {
  expect(toTextAlphabet('“Jl. Čempaka” – blok [A]\n\tnomor 7 🙂')).toBe('"Jl. Cempaka" - blok (A) nomor 7 ?')
})
