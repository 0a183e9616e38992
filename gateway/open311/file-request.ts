import type { CallContext } from '../execute/operation.ts'
import { type AskGraph, textAt } from './ask-graph.ts'
import { faultFrom, Open311Fault } from './faults.ts'
import type { Parameters } from './parameters.ts'
import type { Row } from './xml.ts'

const FILE = `mutation ($input: FileComplaintInput!) {
  fileComplaint(input: $input) { id receipt { secret } }
}`
const LONGEST_TITLE = 100
const NATION = '00'

/**
 * POST requests: a complaint at the door that jurisdiction_id names, or the nation's. Its answer has the secret of the
 * receipt beside the id: the reporter needs it to reply, and it is shown once.
 */
export async function fileRequest(
  ask: AskGraph,
  parameters: Parameters,
  call: CallContext & { readonly idempotencyKey?: string | undefined },
): Promise<Row> {
  if (call.authorization === undefined) {
    throw new Open311Fault(
      403,
      'api_key is missing: it is the token that the government has given to this application.',
    )
  }
  const { idempotencyKey, ...asked } = call
  const input = { ...inputOf(parameters), ...(idempotencyKey !== undefined && { idempotencyKey }) }
  const { data, faults } = await ask(FILE, { input }, asked)
  const id = textAt(data, 'fileComplaint', 'id')
  const [fault] = faults
  if (id === undefined)
    throw fault ? faultFrom(fault) : new Open311Fault(500, 'The complaint was not filed. Try again.')
  return {
    service_request_id: id,
    service_notice: parameters.text('media_url')
      ? 'Foto tidak diambil dari media_url: kirim melalui requestUpload dengan receipt_secret.'
      : null,
    account_id: parameters.text('account_id') ?? null,
    receipt_secret: textAt(data, 'fileComplaint', 'receipt', 'secret'),
  }
}

function inputOf(parameters: Parameters): Record<string, unknown> {
  const description = required(parameters, 'description')
  const reporter = reporterOf(parameters)
  return {
    door: parameters.text('jurisdiction_id') ?? NATION,
    kind: 'COMPLAINT',
    category: required(parameters, 'service_code'),
    title: titleOf(description),
    body: [description, ...placeOf(parameters)].join('\n\n'),
    location: parameters.text('address_id'),
    channel: 'PARTNER',
    // who gives no name wants none known, and leaves none in the text
    anonymous: reporter === undefined,
    reporter,
    details: [...parameters.attributes()].map(([key, value]) => ({ key, value })),
  }
}

function required(parameters: Parameters, name: string): string {
  const value = parameters.text(name)
  if (value === undefined) throw new Open311Fault(400, `${name} is missing.`)
  return value
}

/** The standard has no title: the first sentence, or as much of it as fits. */
function titleOf(description: string): string {
  const [sentence = description] = description.split(/(?<=[.!?])\s|\n/, 1)
  const letters = [...sentence]
  return letters.length <= LONGEST_TITLE
    ? sentence
    : `${letters
        .slice(0, LONGEST_TITLE - 1)
        .join('')
        .trimEnd()}…`
}

/** Places are regions here; what the standard says more exactly goes into the text for whoever looks for it. */
function placeOf(parameters: Parameters): readonly string[] {
  const address = parameters.text('address_string')
  const [lat, long] = [parameters.text('lat'), parameters.text('long')]
  const isPoint = [lat, long].every((each) => each !== undefined && /^-?\d{1,3}(\.\d+)?$/.test(each))
  if ((lat !== undefined || long !== undefined) && !isPoint) {
    throw new Open311Fault(400, 'lat and long are two numbers in degrees.')
  }
  if (address === undefined && !isPoint && parameters.text('address_id') === undefined) {
    throw new Open311Fault(400, 'A place is missing: send address_id (a region code), address_string, or lat and long.')
  }
  return [...(address === undefined ? [] : [`Alamat: ${address}`]), ...(isPoint ? [`Koordinat: ${lat}, ${long}`] : [])]
}

function reporterOf(parameters: Parameters): Record<string, string> | undefined {
  const name = [parameters.text('first_name'), parameters.text('last_name')].filter((part) => part !== undefined)
  const [email, phone] = [parameters.text('email'), parameters.text('phone')]
  const reporter = {
    ...(name.length > 0 && { name: name.join(' ') }),
    ...(email !== undefined && { email }),
    ...(phone !== undefined && { phone }),
  }
  return Object.keys(reporter).length > 0 ? reporter : undefined
}
