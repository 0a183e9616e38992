import { describe, expect, test } from 'vitest'
import { groupAlike, mostSimilar, similarity } from './similarity.ts'

const NOW = new Date('2026-03-17T02:00:00Z')
const draft = { title: 'Lampu jalan padam di depan pasar', body: 'Gelap sejak minggu lalu.', location: '64.08.04.2001' }
const candidate = (id: string, title: string, location: string, days = 1) => ({
  ...{ id, title, location },
  filedAt: new Date(NOW.getTime() - days * 24 * 3_600_000),
})

test('trigrams are counted as pg_trgm counts them', () => {
  expect(similarity('word', 'two words')).toBeCloseTo(0.3636, 4)
  expect(similarity('Jalan', 'jalan')).toBe(1)
  expect(similarity('', 'jalan')).toBe(0)
})

describe('what is suggested as the same', () => {
  test('is what says the same at the same place, before what says it farther away', () => {
    const found = mostSimilar(
      draft,
      [
        candidate('regency', 'Lampu jalan padam depan pasar', '64.08.11'),
        candidate('village', 'Lampu jalan padam depan pasar', '64.08.04.2001'),
        candidate('district', 'Lampu jalan padam depan pasar', '64.08.04.2002'),
      ],
      NOW,
    )
    expect(found.map(({ id }) => id)).toEqual(['village', 'district', 'regency'])
  })

  test('is nothing that speaks of something else, however near', () => {
    expect(mostSimilar(draft, [candidate('a', 'Sampah menumpuk', '64.08.04.2001')], NOW)).toEqual([])
  })

  test('is found when the title says it in the words of the text', () => {
    const wordy = { ...draft, title: 'Mohon bantuan', body: 'Pohon tumbang menutup jalan desa kami' }
    expect(mostSimilar(wordy, [candidate('a', 'Pohon tumbang menutup jalan', '64.08.04')], NOW)).toHaveLength(1)
  })

  test('is the newer one of two that are alike', () => {
    const [first] = mostSimilar(
      draft,
      [candidate('old', draft.title, draft.location, 80), candidate('new', draft.title, draft.location, 2)],
      NOW,
    )
    expect(first?.id).toBe('new')
  })
})

describe('mass complaints', () => {
  const titled = (...titles: readonly string[]) => titles.map((title) => ({ title }))
  const five = titled('Listrik padam', 'listrik padam lagi', 'Listrik padam!', 'LISTRIK PADAM', 'Listrik padam malam')

  test('five that are alike are a group behind the first', () => {
    expect(groupAlike([...five, ...titled('Sampah')])).toEqual([{ first: five[0], others: five.slice(1) }])
  })

  test('four are none', () => {
    expect(groupAlike(five.slice(1))).toEqual([])
  })
})
