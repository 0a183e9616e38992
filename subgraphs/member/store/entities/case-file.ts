import type { AgencyName, CaseStatus, Dossier } from '@lawang/schema/exchange/messages'
import { defineEntity, type InferEntity, p } from '@mikro-orm/core'
import type { Timeline } from '../../domain/timeline.ts'

/** A government's handling of a complaint, with its own copy of the dossier. */
export const CaseFileEntity = defineEntity({
  name: 'CaseFile',
  tableName: 'case_file',
  properties: {
    id: p.text().primary(),
    government: p.text(),
    complaint: p.text(),
    door: p.text(),
    epoch: p.bigint('number'),
    status: p.text().$type<CaseStatus>(),
    openedAt: p.datetime(),
    updatedAt: p.datetime(),
    deadlineAt: p.datetime().nullable(),
    deadlineClock: p.text().nullable(),
    agencyId: p.text(),
    agency: p.json<AgencyName>(),
    dossier: p.json<Dossier>(),
    timeline: p.json<Timeline>().nullable(),
    dueAt: p.datetime().nullable(),
  },
})
export type CaseFileRow = InferEntity<typeof CaseFileEntity>
