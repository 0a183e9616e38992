import type { Sql } from '@lawang/member/store/database'
import { brokenAt } from '@lawang/schema/exchange/chain'
import { NATION } from '@lawang/schema/region'
import { loadRegister } from '../hub/load-register.ts'
import { complaintsAfter, type Difference, forgetMended, saveDifferences } from './rounds.ts'

/** Complaints whose chains are read at a time. */
const PAGE = 200

/** Hashes every event of the register's own chains anew. */
export async function checkHashes(sql: Sql, round: number, at: Date): Promise<void> {
  let after = ''
  for (;;) {
    const complaints = await complaintsAfter(sql, after, PAGE)
    const last = complaints.at(-1)
    if (last === undefined) break
    const broken = (await loadRegister(sql, complaints)).filter(({ chain }) => brokenAt(chain) !== undefined)
    const differences = broken.map(({ complaint }): Difference => {
      return { complaint, government: NATION, fault: 'HASH_BROKEN' }
    })
    await saveDifferences(sql, round, differences, 0, at)
    after = last
  }
  await forgetMended(sql, round, [NATION], 'HASHES')
}
