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
    ...readingChains((ids) => readDoorChains(database, ids)),
    async areSecured(ids) {
      const unread = await findUnreadFilings(database, ids)
      return ids.map((id) => !unread.has(id))
    },
  }
}

/** What is read from the door's chains, however they are had. */
export function readingChains(
  chainsOf: (complaints: readonly string[]) => Promise<ReadonlyMap<string, Chain>>,
): Pick<ComplaintQueries, 'journeysOf' | 'answersOf' | 'repliesOf' | 'relationsOf' | 'whyHereOf'> {
  const upToMoments = async (moments: readonly Moment[]): Promise<readonly Chain[]> => {
    const chains = await chainsOf(moments.map(({ id }) => id))
    return moments.map(({ id, tip }) => upTo(chains.get(id) ?? [], tip))
  }
  return {
    journeysOf: async (moments) => (await upToMoments(moments)).map(journeyOf),
    answersOf: async (moments) => (await upToMoments(moments)).map(answersOf),
    repliesOf: async (moments) => (await upToMoments(moments)).map(repliesIn),
    relationsOf: async (moments) => (await upToMoments(moments)).map(relationsIn),
    whyHereOf: async (moments) => (await upToMoments(moments)).map(whyHere),
  }
}

/** A chain that was written anew since, in a restore, has no such event any more: it is shown whole. */
function upTo(chain: Chain, tip: string | undefined): Chain {
  const last = tip === undefined ? -1 : chain.findIndex((event) => event.hash === tip)
  return last < 0 ? chain : chain.slice(0, last + 1)
}
