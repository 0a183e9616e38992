import type { Hub } from '@lawang/schema/exchange/hub-state'
import type { LeaseClass, LogMessage, ReportRow } from '@lawang/schema/exchange/messages'
import {
  bool,
  type Fields,
  integerFrom,
  listOf,
  MalformedMessage,
  oneOf,
  optional,
  type Parse,
  record,
  textThat,
} from '@lawang/schema/exchange/parse'
import type { Claim, Granted, OpenRequest, Turn, WaitingMessage } from '@lawang/schema/exchange/register'
import { parseLogMessage } from '@lawang/schema/exchange/validate'

/** Reads the columns of the register that hold more than one value. What is in them was written by this hub. */

const text = textThat(() => true, 'a text')
const natural = integerFrom(0)
const leaseClass = oneOf<LeaseClass>({ NORMAL: true, URGENT: true })

/** Instants of the hub's clock are milliseconds with a fraction. */
const instant: Parse<number> = (value, path) => {
  if (typeof value === 'number' && Number.isFinite(value)) return value
  throw new MalformedMessage(path, 'a number')
}

const turnFields: Fields<Turn> = { candidates: listOf(text), position: natural, deadline: instant }
const turn = record<Turn>(turnFields)
const request = record<OpenRequest>({
  ...turnFields,
  id: text,
  to: text,
  agency: optional(text),
  reason: text,
  why: oneOf<OpenRequest['why']>({ REQUEST: true, DECISION: true }),
})
const granted = record<Granted>({
  from: text,
  to: text,
  why: oneOf<Granted['why']>({ REQUEST: true, SEIZURE: true, RESTORE: true, DECISION: true }),
  reason: text,
  agency: optional(text),
})
const claim = record<Claim>({
  government: text,
  restored: bool,
  state: oneOf<ReportRow['state']>({ HOLDING: true, OFFERING: true, RELEASED: true, CLOSED: true }),
  epoch: natural,
  hashes: listOf(text),
})
const waitingMessage = record<WaitingMessage>({
  member: text,
  message: (value, path) => {
    const message: LogMessage = parseLogMessage(value)
    if (message.type !== 'Report') return message
    throw new MalformedMessage(path, 'a message about one complaint')
  },
})
const recovery = record<NonNullable<Hub['recovery']>>({ since: instant, settled: listOf(leaseClass) })

export const parseRequest = (value: unknown): OpenRequest => request(value, 'request')
export const parseSeizure = (value: unknown): Turn => turn(value, 'seizure')
export const parseGranted = (value: unknown): Granted => granted(value, 'granted')
export const parseClaims = (value: unknown): readonly Claim[] => listOf(claim)(value, 'claims')
export const parseWaiting = (value: unknown): readonly WaitingMessage[] => listOf(waitingMessage)(value, 'waiting')
export const parseRecovery = (value: unknown): NonNullable<Hub['recovery']> => recovery(value, 'recovery')
