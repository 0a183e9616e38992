import { describe, expect, it } from 'vitest'
import { codesOf, dataOf } from '../operations/hub.ts'
import { anybody } from './officials.ts'

const SUGGEST = `query ($input: CategorySuggestionsInput!) {
  categorySuggestions(input: $input) { category { code name } score because }
}`

interface Suggested {
  readonly categorySuggestions: readonly {
    readonly category: { readonly code: string }
    readonly score: number
    readonly because: readonly string[]
  }[]
}

describe('somebody who does not know the category', () => {
  it.each([
    ['00', 'energy.electricity'],
    ['64', 'energy.electricity'],
    ['64.08', 'energy.electricity'],
  ])('is told the likeliest at the door %s, with the words that say so', async (door, code) => {
    const input = { door, title: 'Listrik mati', body: 'PLN padam, token tidak bisa masuk.', location: '64.08.04' }
    const { categorySuggestions } = dataOf(await anybody().ask<Suggested>({ query: SUGGEST, variables: { input } }))
    expect(categorySuggestions[0]).toMatchObject({ category: { code } })
    expect(categorySuggestions[0]?.because).toContain('listrik')
    expect(categorySuggestions.length).toBeLessThanOrEqual(5)
  })

  it('is refused at a door that there is not', async () => {
    const input = { door: '99', title: 'x', body: 'x' }
    expect(codesOf(await anybody().ask({ query: SUGGEST, variables: { input } }))).toEqual(['UNKNOWN_JURISDICTION'])
  })
})
