import type { Transaction } from '@lawang/member/store/database'
import type { RegisterChange } from '../hub/register-change.ts'
import { listingOf } from './project.ts'

/** Remembers the words of titles that are new, so that their beginnings are found. */
export function saveWords(tx: Pick<Transaction, 'send'>, changes: readonly RegisterChange[]): void {
  const titles = changes.flatMap(({ before, after }) => {
    const title = listingOf(after)?.title
    return title === undefined || title === (before && listingOf(before)?.title) ? [] : [title]
  })
  if (titles.length > 0) tx.send(SAVE, [titles])
}

const SAVE = `
  INSERT INTO hub.word (word)
  SELECT DISTINCT unnest(tsvector_to_array(to_tsvector('simple', title))) FROM unnest($1::text[]) AS title
  ON CONFLICT DO NOTHING`
