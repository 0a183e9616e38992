import type { Evidence, SuggestionKnowledge } from '../domain/category-suggestions.ts'
import type { Sql, Transaction } from './database.ts'

/** Stems that learning keeps: letters only, so that no number of a telephone or an identity card is among them. */
const STEMS = `SELECT lexeme FROM unnest(tsvector_to_array(to_tsvector('indonesian', $1))) AS lexeme
  WHERE lexeme ~ '^[[:alpha:]][[:alpha:]-]{1,29}$'`

/** All that is known about the stems of a text. */
export async function readKnowledge(sql: Sql, text: string): Promise<SuggestionKnowledge> {
  const [evidence, history] = await Promise.all([
    sql.prepared<Evidence>(
      `WITH asked AS MATERIALIZED (${STEMS}), found AS (
         SELECT lexeme, category, true AS listed, 0 AS complaints FROM asked JOIN category_word USING (lexeme)
         UNION ALL
         SELECT lexeme, category, false, complaints FROM asked JOIN category_lexeme USING (lexeme))
       SELECT lexeme, category, bool_or(listed) AS listed, sum(complaints)::integer AS complaints
       FROM found GROUP BY lexeme, category`,
      [text],
    ),
    sql.prepared<{ category: string; complaints: number }>('SELECT category, complaints FROM category_history'),
  ])
  return { evidence, history: new Map(history.map(({ category, complaints }) => [category, complaints])) }
}

/** A complaint of which somebody has verified the category. */
export interface Lesson {
  readonly complaint: string
  readonly category: string
  readonly text: string
}

/**
 * Counts a complaint's stems for its category; what it was counted for before is taken back, so that it counts once
 * however often it is verified.
 */
export async function learn(tx: Transaction, { complaint, category, text }: Lesson): Promise<void> {
  await tx.query(
    `WITH gone AS (DELETE FROM learned_complaint WHERE complaint = $1 RETURNING category, lexemes),
     fewer AS (
       UPDATE category_lexeme AS it SET complaints = it.complaints - 1
       FROM gone WHERE it.category = gone.category AND it.lexeme = ANY(gone.lexemes))
     UPDATE category_history AS it SET complaints = it.complaints - 1 FROM gone WHERE it.category = gone.category`,
    [complaint],
  )
  await tx.query(
    `WITH stems AS (${STEMS}),
     counted AS (
       INSERT INTO category_lexeme AS it (lexeme, category, complaints) SELECT lexeme, $3::text, 1 FROM stems
       ON CONFLICT (lexeme, category) DO UPDATE SET complaints = it.complaints + 1),
     history AS (
       INSERT INTO category_history AS it (category, complaints) VALUES ($3, 1)
       ON CONFLICT (category) DO UPDATE SET complaints = it.complaints + 1)
     INSERT INTO learned_complaint (complaint, category, lexemes)
     SELECT $2, $3, coalesce(array_agg(lexeme), '{}') FROM stems`,
    [text, complaint, category],
  )
}

interface VerifiedRow extends Lesson {
  readonly n: string
  readonly confidential: boolean
}

/**
 * The verifications after a row of the feed, oldest first, each with the complaint as it is now. What is confidential is
 * marked: nothing is to be learned from it.
 */
export function readVerified(tx: Transaction, after: number, limit: number): Promise<readonly VerifiedRow[]> {
  return tx.query<VerifiedRow>(
    `SELECT f.n, c.id AS complaint, c.category, c.title || ' ' || c.body AS text, c.confidential
     FROM feed AS f JOIN complaint AS c ON c.id = f.complaint
     WHERE f.event ->> 'type' = 'VERIFIED' AND f.n > $1 AND c.category IS NOT NULL ORDER BY f.n LIMIT $2`,
    [after, limit],
  )
}

/** Up to where the feed has been learned from; locked until the transaction ends. */
export async function lockLearned(tx: Transaction): Promise<number> {
  const [row] = await tx.query<{ feed: string }>('SELECT feed FROM suggestions_learned FOR UPDATE')
  return Number(row?.feed ?? 0)
}

export async function saveLearned(tx: Transaction, feed: number): Promise<void> {
  await tx.query('UPDATE suggestions_learned SET feed = $1', [feed])
}
