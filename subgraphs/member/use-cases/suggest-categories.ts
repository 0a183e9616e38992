import { type CategorySuggestion, suggestCategories, withoutPlaceNames } from '../domain/category-suggestions.ts'
import { BODY, TITLE } from '../domain/filing.ts'
import type { Reference } from '../domain/model.ts'
import { readText } from '../domain/text.ts'
import type { Database } from '../store/database.ts'
import { readKnowledge } from '../store/suggestion-knowledge.ts'

/** A text that somebody is about to file. It is read and not kept. */
export interface UnfiledText {
  readonly title: string
  readonly body: string
  readonly location?: string
}

/** More of a text tells no more about what it is about. */
const MOST_CHARACTERS = 5_000

/**
 * The categories that a text is most likely about, by the word lists and by what was verified at the doors here. Refuses what
 * no complaint could be filed with, as `readText`.
 */
export async function suggestForText(
  { database, reference }: { readonly database: Pick<Database, 'prepared' | 'query'>; readonly reference: Reference },
  { title, body, location }: UnfiledText,
): Promise<readonly CategorySuggestion[]> {
  const written = [readText(title, TITLE), readText(body, BODY)].filter((part) => part !== undefined).join(' ')
  const text = withoutPlaceNames(written.slice(0, MOST_CHARACTERS), location, reference)
  return suggestCategories(text, await readKnowledge(database, text), reference)
}
