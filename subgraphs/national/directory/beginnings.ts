import type { Sql } from '@lawang/member/store/database'

/** Shorter beginnings stand for themselves only: too many words begin with them. */
const SHORTEST = 3

/** Words that one beginning stands for at most, the shortest first. */
const MOST_WORDS = 40

/** What each word of a search may be the beginning of, itself included. */
export async function beginningsOf(sql: Sql, words: readonly string[]): Promise<readonly (readonly string[])[]> {
  const long = words.filter((word) => word.length >= SHORTEST)
  if (long.length === 0) return words.map((word) => [word])
  const rows = await sql.prepared<{ beginning: string; words: readonly string[] }>(FIND, [long])
  const found = new Map(rows.map((row) => [row.beginning, row.words]))
  return words.map((word) => [...new Set([word, ...(found.get(word) ?? [])])])
}

const FIND = `
  SELECT beginning, ARRAY(
    SELECT word FROM hub.word WHERE word >= beginning COLLATE "C" AND word < (beginning || U&'\\+10FFFF') COLLATE "C"
    ORDER BY length(word), word LIMIT ${MOST_WORDS}
  ) AS words
  FROM unnest($1::text[]) AS beginning`
