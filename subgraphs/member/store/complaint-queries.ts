import type { Chain } from '@lawang/schema/exchange/chain'
import { answersOf, journeyOf, repliesIn } from '../domain/complaint.ts'
import { relationsIn } from '../domain/relations.ts'
import { whyHere } from '../domain/why-here.ts'
import type { ComplaintQueries, Moment } from '../ports.ts'
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
    async journeysOf(moments) {
      return (await chainsUpTo(database, moments)).map(journeyOf)
    },
    async answersOf(moments) {
      return (await chainsUpTo(database, moments)).map(answersOf)
    },
    async repliesOf(moments) {
      return (await chainsUpTo(database, moments)).map(repliesIn)
    },
    async relationsOf(moments) {
      return (await chainsUpTo(database, moments)).map(relationsIn)
    },
    async whyHereOf(moments) {
      return (await chainsUpTo(database, moments)).map(whyHere)
    },
    async areSecured(ids) {
      const unread = await findUnreadFilings(database, ids)
      return ids.map((id) => !unread.has(id))
    },
  }
}

async function chainsUpTo(database: Database, moments: readonly Moment[]): Promise<readonly Chain[]> {
  const chains = await readDoorChains(
    database,
    moments.map(({ id }) => id),
  )
  return moments.map(({ id, tip }) => upTo(chains.get(id) ?? [], tip))
}

/** A chain that was written anew since, in a restore, has no such event any more: it is shown whole. */
function upTo(chain: Chain, tip: string | undefined): Chain {
  const last = tip === undefined ? -1 : chain.findIndex((event) => event.hash === tip)
  return last < 0 ? chain : chain.slice(0, last + 1)
}
