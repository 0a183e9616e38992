import type { Sql } from '@lawang/member/store/database'

/** Shorter beginnings stand for themselves only: too many words begin with them. */
const SHORTEST = 3

/** Words that one beginning stands for at most, the shortest first. */
const MOST_WORDS = 40

/** Words of grammar, which titles have or lack by chance: PostgreSQL brings no such list for Indonesian. */
const FUNCTION_WORDS: ReadonlySet<string> = new Set(
  'atau bagi dan dari dengan di dalam ini itu juga ke karena kepada oleh pada para sang serta untuk yang'.split(' '),
)

/** What a word of a search may stand as in titles. */
export interface SoughtWord {
  /** Its stem, the word as it is written, and words of titles that begin so. */
  readonly forms: readonly string[]
  readonly isFunctionWord: boolean
}

export async function soughtWords(sql: Sql, words: readonly string[]): Promise<readonly SoughtWord[]> {
  if (words.length === 0) return []
  const rows = await sql.prepared<{ forms: readonly string[] }>(FIND, [words])
  return words.map((word, i) => ({
    forms: [...new Set([word, ...(rows[i]?.forms ?? [])])],
    isFunctionWord: FUNCTION_WORDS.has(word),
  }))
}

const FIND = `
  SELECT tsvector_to_array(to_tsvector('indonesian', sought)) || ARRAY(
    SELECT word FROM hub.word
    WHERE length(sought) >= ${SHORTEST}
      AND word >= sought COLLATE "C" AND word < (sought || U&'\\+10FFFF') COLLATE "C"
    ORDER BY length(word), word LIMIT ${MOST_WORDS}
  ) AS forms
  FROM unnest($1::text[]) WITH ORDINALITY AS asked (sought, place) ORDER BY place`
