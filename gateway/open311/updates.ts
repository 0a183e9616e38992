import { ENUM_WORDS } from '@lawang/schema/words/enums'
import type { CallContext } from '../execute/operation.ts'
import { type AskGraph, listAt, textAt, valueAt } from './ask-graph.ts'
import { faultFrom, Open311Fault } from './faults.ts'
import type { Parameters } from './parameters.ts'
import { isClosed } from './request-row.ts'
import type { Row } from './xml.ts'

const JOURNEY = 'query ($id: ID!) { complaint(id: $id) { id journey { sequence type at status } } }'

/**
 * GET servicerequestupdates, the extension that FixMyStreet knows: the steps of one request. Whoever wants those of
 * all requests as they happen follows the feed or has them sent.
 */
export async function listUpdates(ask: AskGraph, parameters: Parameters, call: CallContext): Promise<readonly Row[]> {
  const id = parameters.text('service_request_id')
  if (id === undefined) throw new Open311Fault(400, 'service_request_id is missing: updates are read for one request.')
  const { data, faults } = await ask(JOURNEY, { id }, call)
  const [fault] = faults
  if (valueAt(data, 'complaint') == null)
    throw fault ? faultFrom(fault) : new Open311Fault(404, 'There is no request with this id.')
  return listAt(data, 'complaint', 'journey').map((step) => {
    const status = textAt(step, 'status')
    return {
      update_id: `${id}-${String(valueAt(step, 'sequence'))}`,
      service_request_id: textAt(data, 'complaint', 'id'),
      status: isClosed(status) ? 'closed' : 'open',
      updated_datetime: textAt(step, 'at'),
      description: ENUM_WORDS.EventType?.[textAt(step, 'type') ?? '']?.id ?? null,
      media_url: null,
    }
  })
}
