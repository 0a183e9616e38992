import type { ClockContext } from '@lawang/member/domain/clocks'
import type { Transaction } from '@lawang/member/store/database'
import { sendRows } from '@lawang/member/store/send-rows'
import { WORK_INDICATORS } from '@lawang/member/work'
import type { RegisterChange } from '../hub/register-change.ts'
import { villageDeltas, workDeltas } from './deltas.ts'

/** Keeps the days of governments and villages equal to a recount of all chains. */
export function saveDays(
  tx: Pick<Transaction, 'send'>,
  changes: readonly RegisterChange[],
  clocks: ClockContext,
): void {
  sendRows(tx, ADD_WORK, workDeltas(changes, clocks))
  sendRows(tx, ADD_VILLAGES, villageDeltas(changes))
}

const COLUMNS = WORK_INDICATORS.join(', ')

const ADD_WORK = `
  INSERT INTO hub.work_day (government, day, ${COLUMNS})
  SELECT government, day, ${COLUMNS} FROM json_populate_recordset(NULL::hub.work_day, $1)
  ON CONFLICT (government, day) DO UPDATE SET
    ${WORK_INDICATORS.map((column) => `${column} = work_day.${column} + excluded.${column}`).join(', ')}`

const ADD_VILLAGES = `
  INSERT INTO hub.village_day (village, day, filed, settled)
  SELECT village, day, filed, settled FROM json_populate_recordset(NULL::hub.village_day, $1)
  ON CONFLICT (village, day) DO UPDATE SET
    filed = village_day.filed + excluded.filed, settled = village_day.settled + excluded.settled`
