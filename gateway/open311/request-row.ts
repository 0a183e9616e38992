import { ENUM_WORDS } from '@lawang/schema/words/enums'
import { textAt, valueAt } from './ask-graph.ts'
import type { Row } from './xml.ts'

/** What a service request is made of, asked of a complaint. */
export const REQUEST_FIELDS = `id title body status filedAt receivedAt updatedAt location { code name }
  category { code name } handledBy { name } case { deadline { at } } answers { body }`

/** The statuses of GeoReport v2 that each status of a complaint is one of. */
export const STATUSES = {
  open: ['FILED', 'VERIFIED', 'IN_PROGRESS', 'ANSWERED'],
  closed: ['CLOSED', 'ARCHIVED'],
} as const

export function isClosed(status: string | undefined): boolean {
  return STATUSES.closed.some((closed) => closed === status)
}

/** A complaint as a service request. Nothing of who reported is in it; a confidential one has no text. */
export function requestRow(complaint: unknown): Row {
  const status = textAt(complaint, 'status')
  const answers = valueAt(complaint, 'answers')
  const answer: unknown = Array.isArray(answers) ? answers.at(-1) : undefined
  const words = status === undefined ? undefined : ENUM_WORDS.ComplaintStatus?.[status]?.id
  return {
    service_request_id: textAt(complaint, 'id'),
    status: isClosed(status) ? 'closed' : 'open',
    status_notes: [words, textAt(answer, 'body')].filter((part) => part !== undefined).join(': '),
    service_name: textAt(complaint, 'category', 'name') ?? null,
    service_code: textAt(complaint, 'category', 'code') ?? null,
    description: textAt(complaint, 'body') ?? textAt(complaint, 'title') ?? null,
    agency_responsible: textAt(complaint, 'handledBy', 'name') ?? null,
    service_notice: null,
    requested_datetime: textAt(complaint, 'filedAt'),
    updated_datetime: textAt(complaint, 'updatedAt'),
    expected_datetime: textAt(complaint, 'case', 'deadline', 'at') ?? null,
    address: textAt(complaint, 'location', 'name') ?? null,
    address_id: textAt(complaint, 'location', 'code') ?? null,
    zipcode: null,
    lat: null,
    long: null,
    media_url: null,
  }
}
