import type { CallContext } from '../execute/operation.ts'
import { type AskGraph, type GraphAnswer, listAt, textAt, valueAt } from './ask-graph.ts'
import { faultFrom, Open311Fault } from './faults.ts'
import type { Parameters } from './parameters.ts'
import { type Period, periodOf } from './period.ts'
import { REQUEST_FIELDS, requestRow, STATUSES } from './request-row.ts'
import type { Row } from './xml.ts'

/** What the standard says of one answer at most. */
const MOST = 1000
const PAGE = 100
/** Of what the directory gives for whole days, where few of it lie between the instants that were asked for. */
const MOST_READ = 3 * MOST
/** Each is a search of its own. */
const MOST_SERVICES = 10

const ONE = `query ($id: ID!) { complaint(id: $id) { ${REQUEST_FIELDS} } }`
const LIST = `query ($filter: ComplaintFilter, $after: String) {
  complaints(filter: $filter, first: ${PAGE}, after: $after) {
    pageInfo { hasNextPage endCursor } edges { node { complaint { ${REQUEST_FIELDS} } } }
  }
}`

/** GET requests/[id]. */
export async function readRequest(ask: AskGraph, id: string, call: CallContext): Promise<Row> {
  const complaint = valueAt(required(await ask(ONE, { id }, call), 'complaint'), 'complaint')
  if (complaint == null) throw new Open311Fault(404, 'There is no request with this id.')
  return requestRow(complaint)
}

/**
 * GET requests: by ids, or by jurisdiction, services, statuses and days of filing, newest first. A government that is
 * away is left out of the list; its requests come back with it.
 */
export async function listRequests(
  ask: AskGraph,
  parameters: Parameters,
  now: Date,
  call: CallContext,
): Promise<readonly Row[]> {
  const ids = parameters.list('service_request_id')
  if (ids.length > PAGE) throw new Open311Fault(400, `service_request_id names at most ${PAGE} requests.`)
  if (ids.length > 0) return (await search(ask, { ids }, call)).map(requestRow)
  const services = parameters.list('service_code')
  if (services.length > MOST_SERVICES) {
    throw new Open311Fault(400, `service_code names at most ${MOST_SERVICES} services.`)
  }
  const period = periodOf(parameters, now)
  const filter = commonFilter(parameters, period)
  const found: unknown[] = []
  for (const category of services.length > 0 ? services : [undefined]) {
    found.push(...(await search(ask, category === undefined ? filter : { ...filter, category }, call, period)))
  }
  return found
    .toSorted((a, b) => (textAt(b, 'filedAt') ?? '').localeCompare(textAt(a, 'filedAt') ?? ''))
    .slice(0, MOST)
    .map(requestRow)
}

function commonFilter(parameters: Parameters, period: Period): Record<string, unknown> {
  const statuses = parameters.list('status').flatMap((status) => {
    if (status !== 'open' && status !== 'closed') throw new Open311Fault(400, 'status is open, closed, or both.')
    return STATUSES[status]
  })
  const region = parameters.text('jurisdiction_id')
  return {
    ...period.days,
    ...(region !== undefined && { region }),
    ...(statuses.length > 0 && { status: statuses }),
  }
}

async function search(
  ask: AskGraph,
  filter: Readonly<Record<string, unknown>>,
  call: CallContext,
  period?: Period,
): Promise<readonly unknown[]> {
  const found: unknown[] = []
  let after: string | undefined
  let read = 0
  do {
    if (read >= MOST_READ) throw new Open311Fault(400, TOO_MANY)
    const page = required(await ask(LIST, { filter, after }, call), 'complaints')
    const edges = listAt(page, 'complaints', 'edges')
    read += edges.length
    const complaints = edges.map((edge) => valueAt(edge, 'node', 'complaint')).filter((complaint) => complaint != null)
    found.push(...complaints.filter((complaint) => placeOf(complaint, period) === 'WITHIN'))
    // They come newest first: behind one from before the period there is nothing of it.
    const isOver = complaints.some((complaint) => placeOf(complaint, period) === 'BEFORE')
    const hasNext = !isOver && valueAt(page, 'complaints', 'pageInfo', 'hasNextPage') === true
    after = hasNext ? textAt(page, 'complaints', 'pageInfo', 'endCursor') : undefined
  } while (after !== undefined && found.length < MOST)
  return found
}

const TOO_MANY =
  'Too many requests were filed on that day to look for those of an hour: name a jurisdiction_id, a service_code, or whole days.'

function placeOf(complaint: unknown, period: Period | undefined): ReturnType<Period['placeOf']> {
  const filedAt = textAt(complaint, 'filedAt')
  return period === undefined || filedAt === undefined ? 'WITHIN' : period.placeOf(filedAt)
}

/** The data, if it has the field that was asked for: what is refused below it is left out. */
function required({ data, faults }: GraphAnswer, field: string): unknown {
  const [fault] = faults
  if (fault && data[field] == null) throw faultFrom(fault)
  return data
}
