import { describe, expect, test } from 'vitest'
import { loadReference } from '../reference/load.ts'
import { type Evidence, suggestCategories, withoutPlaceNames } from './category-suggestions.ts'

const reference = loadReference()
const listed = (lexeme: string, category: string): Evidence => ({ lexeme, category, listed: true, complaints: 0 })
const learned = (lexeme: string, category: string, complaints: number): Evidence => ({
  ...{ lexeme, category, complaints },
  listed: false,
})
const suggest = (text: string, evidence: readonly Evidence[], history: Record<string, number> = {}) =>
  suggestCategories(text, { evidence, history: new Map(Object.entries(history)) }, reference)

describe('suggestions of a category', () => {
  test('a text of which no stem is known has none', () => {
    expect(suggest('xyz', [])).toEqual([])
  })

  test('the category whose words the text has comes first, with these words', () => {
    const [first] = suggest('Lampu jalan padam', [
      listed('lampu', 'transport.street-lighting'),
      listed('padam', 'transport.street-lighting'),
      listed('padam', 'energy.electricity'),
      listed('jalan', 'public-works.roads'),
    ])
    expect(first).toMatchObject({ category: 'transport.street-lighting', because: ['lampu', 'padam'] })
  })

  test('the scores of all together are one at most', () => {
    const suggestions = suggest('a', [listed('a', 'land'), listed('a', 'labour'), listed('a', 'food')])
    const sum = suggestions.reduce((total, { score }) => total + score, 0)
    expect(sum).toBeGreaterThan(0.99)
    expect(sum).toBeLessThanOrEqual(1 + 1e-9)
  })

  test('what was verified often outweighs what stands in a list', () => {
    const evidence = [listed('meteran', 'energy.electricity'), learned('meteran', 'public-works.water-supply', 60)]
    expect(suggest('meteran', evidence, { 'public-works.water-supply': 80 })[0]?.category).toBe(
      'public-works.water-supply',
    )
  })

  test('a stem of a single complaint may be there by chance, and of two may be a name: it is not shown', () => {
    expect(suggest('sumarno', [learned('sumarno', 'land', 1)], { land: 10 })).toEqual([])
    expect(suggest('sumarno', [learned('sumarno', 'land', 2)], { land: 10 })[0]?.because).toEqual([])
  })

  test('words that stand in every text say nothing', () => {
    expect(suggest('tolong pak', [learned('tolong', 'land', 50)], { land: 60 })).toEqual([])
  })
})

test('the name of the place says nothing about the matter', () => {
  const text = withoutPlaceNames('Sampah di Sangatta Utara, Kutai Timur', '64.08.04.2001', reference)
  expect(text).not.toMatch(/Sangatta|Kutai/)
  expect(text).toContain('Sampah')
  expect(withoutPlaceNames('Sampah', undefined, reference)).toBe('Sampah')
})
