import type { Database } from '../store/database.ts'
import { learn, lockLearned, readVerified, saveLearned } from '../store/suggestion-knowledge.ts'

/** Verifications that one transaction learns from. */
const PAGE = 200

/**
 * Learns from the complaints of the doors here that officers have verified since the last time. Two processes at once
 * learn nothing twice. Returns how many complaints were counted; from confidential ones nothing is learned.
 */
export async function learnCategories(database: Database): Promise<number> {
  let counted = 0
  for (;;) {
    const page = await database.transaction(async (tx) => {
      const rows = await readVerified(tx, await lockLearned(tx), PAGE)
      const open = rows.filter(({ confidential }) => !confidential)
      for (const row of open) await learn(tx, row)
      const last = rows.at(-1)
      if (last) await saveLearned(tx, Number(last.n))
      return { rows: rows.length, counted: open.length }
    })
    counted += page.counted
    if (page.rows < PAGE) return counted
  }
}
