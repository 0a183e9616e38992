import type {
  AgencyName,
  CaseCopy,
  Channel,
  ComplaintKind,
  ComplaintStatus,
  Detail,
} from '@lawang/schema/exchange/messages'
import { defineEntity, type InferEntity, p } from '@mikro-orm/core'

/** The door's record of a complaint. `currentCase` is the copy of the case that came with the holder's last event. */
export const ComplaintEntity = defineEntity({
  name: 'Complaint',
  tableName: 'complaint',
  properties: {
    id: p.text().primary(),
    door: p.text(),
    kind: p.text().$type<ComplaintKind>(),
    title: p.text(),
    body: p.text(),
    category: p.text().nullable(),
    location: p.text().nullable(),
    details: p.json<readonly Detail[]>(),
    channel: p.text().$type<Channel>(),
    anonymous: p.boolean(),
    confidential: p.boolean(),
    status: p.text().$type<ComplaintStatus>(),
    filedAt: p.datetime(),
    receivedAt: p.date().nullable(),
    updatedAt: p.datetime(),
    holder: p.text(),
    epoch: p.bigint('number'),
    handledBy: p.json<AgencyName>(),
    currentCase: p.json<CaseCopy>().nullable(),
    contentHash: p.text(),
    secretHash: p.text(),
    tip: p.text().nullable(),
  },
})
export type ComplaintRow = InferEntity<typeof ComplaintEntity>
