/** What a code says to people, in the two languages that everything here is said in. */
export interface Words {
  readonly id: string
  readonly en: string
}

export const LANGUAGES = ['ID', 'EN'] as const
export type Language = (typeof LANGUAGES)[number]

/** The words in one language. */
export function wordsIn(language: Language, words: Words): string {
  return language === 'ID' ? words.id : words.en
}
