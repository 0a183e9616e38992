import { defineEntity, p } from '@mikro-orm/core'

/** Personal data: written at filing, read by nothing in this release, and never sent anywhere. */
export const ReporterEntity = defineEntity({
  name: 'Reporter',
  tableName: 'reporter',
  schema: 'identity',
  properties: {
    complaint: p.text().primary(),
    name: p.text().nullable(),
    phone: p.text().nullable(),
    email: p.text().nullable(),
  },
})
