import { answersOf, journeyOf, repliesIn } from '../domain/complaint.ts'
import type { ComplaintQueries } from '../ports.ts'
import { readDoorChains } from './chains.ts'
import type { Database } from './database.ts'
import { ComplaintEntity } from './entities/complaint.ts'
import { inOrder } from './in-order.ts'
import { findUnreadFilings } from './log.ts'
import { toComplaintRecord } from './records.ts'

/** The complaints of the doors here, one query per call. Journeys and answers are read from the door's chains. */
export function complaintQueries(database: Database): ComplaintQueries {
  return {
    async byIds(ids) {
      const rows = await database.em().find(ComplaintEntity, { id: { $in: [...ids] } })
      return inOrder(ids, rows.map(toComplaintRecord), (complaint) => complaint.id)
    },
    async journeysOf(ids) {
      const chains = await readDoorChains(database, ids)
      return ids.map((id) => journeyOf(chains.get(id) ?? []))
    },
    async answersOf(ids) {
      const chains = await readDoorChains(database, ids)
      return ids.map((id) => answersOf(chains.get(id) ?? []))
    },
    async repliesOf(ids) {
      const chains = await readDoorChains(database, ids)
      return ids.map((id) => repliesIn(chains.get(id) ?? []))
    },
    async areSecured(ids) {
      const unread = await findUnreadFilings(database, ids)
      return ids.map((id) => !unread.has(id))
    },
  }
}
