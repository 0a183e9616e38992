import { defineEntity, type InferEntity, p } from '@mikro-orm/core'

/** An agency of a government hosted here. */
export const AgencyEntity = defineEntity({
  name: 'Agency',
  tableName: 'agency',
  properties: {
    id: p.text().primary(),
    government: p.text(),
    kind: p.text(),
    name: p.text(),
    shortName: p.text(),
    affairs: p.array(),
    region: p.text(),
    coordinator: p.boolean(),
    position: p.integer(),
  },
})
export type AgencyRow = InferEntity<typeof AgencyEntity>
