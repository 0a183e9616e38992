import type { ComplaintStatus } from '@lawang/schema/exchange/messages'
import { STATUS_TEXTS } from '@lawang/schema/words/status-texts'
import type { ComplaintRecord } from '../../domain/model.ts'
import { COMPLAINT, TUESDAY } from '../../domain/testing/samples.ts'

export const COMPLAINT_STATUSES = Object.keys(STATUS_TEXTS).filter((name): name is ComplaintStatus =>
  Object.hasOwn(STATUS_TEXTS, name),
)

/** What a text message is made of: by default a complaint in progress at an agency with a long name. */
export function sampleStatus({
  status = 'IN_PROGRESS',
  deadline = new Date('2026-03-31T16:00:00Z'),
}: {
  readonly status?: ComplaintStatus
  readonly deadline?: Date
}): Pick<ComplaintRecord, 'id' | 'door' | 'status' | 'handledBy' | 'case'> {
  const agency = {
    id: '6408-AGENCY',
    name: 'Dinas Perumahan, Kawasan Permukiman dan Pertanahan Kabupaten Kutai Timur',
    shortName: 'Disperkim',
  }
  return {
    ...{ id: COMPLAINT, door: '64.08', status, handledBy: agency },
    case: { id: 'case', status: 'IN_PROGRESS', openedAt: TUESDAY, agency, deadline: { at: deadline, clock: 'SETTLE' } },
  }
}
