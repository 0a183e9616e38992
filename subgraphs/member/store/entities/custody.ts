import { defineEntity, type InferEntity, p } from '@mikro-orm/core'

/** A government's custody of one complaint; the table's checks keep the columns to the states' union. */
export const CustodyEntity = defineEntity({
  name: 'Custody',
  tableName: 'custody',
  primaryKeys: ['complaint', 'government'],
  properties: {
    complaint: p.text().primary(),
    government: p.text().primary(),
    door: p.text(),
    state: p.text().$type<'HOLDING' | 'OFFERING' | 'RELEASED' | 'CLOSED'>(),
    epoch: p.bigint('number'),
    request: p.text().nullable(),
    passedTo: p.text().nullable(),
    newEpoch: p.bigint('number').nullable(),
  },
})
export type CustodyRow = InferEntity<typeof CustodyEntity>
