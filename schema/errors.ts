/**
 * Every refusal that a client can meet: a stable code, and what to do about it. Clients branch on the code
 * (`extensions.code`); the sentence is for people. Refusals carry no personal data and no text that a client sent.
 * Codes that graphql-js and the GraphQL server give (GRAPHQL_PARSE_FAILED, GRAPHQL_VALIDATION_FAILED) are theirs.
 */
export const REFUSALS = {
  // who is asking
  UNAUTHENTICATED: 'This needs a bearer token that this server accepts. Sign in again and send the new token.',
  UNTRUSTED_REQUEST:
    'The signature or the assertion of this request is not one that this server takes; reason says why. Sign it as the registry asks for, or send a bearer token without a signature.',
  FORBIDDEN: 'Your role does not allow this here. Ask the coordinator of the government that holds the case.',
  NO_MANDATE:
    'No decree in force names you for this agency. Ask its coordinator, who registers decrees, or the national administrator.',
  // what was sent
  BAD_REQUEST:
    'This is no request of GraphQL over HTTP. Send a JSON object with query, and variables and operationName if need be.',
  OPERATION_RESOLUTION_FAILURE: 'The document has not the one operation that is to run. Name it in operationName.',
  BAD_USER_INPUT: 'A value has not the form that the schema asks for. See the message for which one.',
  WRONG_ID_KIND: 'This id names another kind of thing. Send the id of the kind that the field asks for.',
  UNKNOWN_JURISDICTION:
    'No government that is connected has this code. Use 00, the national door, or a code of regions.',
  UNKNOWN_CATEGORY: 'There is no such category. Take a code from categories.',
  UNKNOWN_LOCATION: 'There is no such place in the country. Take a code from regions.',
  UNKNOWN_DETAIL: 'The category does not know this detail or value. See categories { details }.',
  EMPTY_TITLE: 'The title is empty. Say in a few words what it is about.',
  EMPTY_BODY: 'The text is empty. Say what happened.',
  TEXT_TOO_LONG: 'A text is longer than is taken here. Shorten it.',
  PAYLOAD_TOO_LARGE: 'The request is larger than is taken here. Send less in one request.',
  FUTURE_MONTH: 'The month has not begun yet. Ask for a month that has.',
  FUTURE_DATE: 'The day lies in the future. Send the day on which it was received.',
  RECEIVED_AT_NEEDS_OFFICER:
    "receivedAt is for letters, kiosks and other systems' reports: send it with an officer's, kiosk's or integrator's token.",
  CONSENT_REQUIRED:
    'Who files for somebody else says when and how the reporter agreed: onBehalf { consentAt: a day, consentBy }.',
  RECEIPT_NOT_RECOGNISED: 'No complaint here has this id and this secret. Send both as they stand on the receipt.',
  IDEMPOTENCY_CONFLICT: 'This idempotencyKey was used for another content. Use a new key for a new complaint.',
  QUERY_TOO_DEEP: 'The operation is nested deeper than is taken here. Ask in several smaller operations.',
  QUERY_TOO_LARGE:
    'The operation has more tokens, aliases or root fields than are taken here. Ask in several smaller operations.',
  QUERY_TOO_COSTLY:
    'The operation may bring more rows than are taken in one request. Ask for smaller pages, or in several operations.',
  DOCUMENT_NOT_TRUSTED: 'This server executes operations that it knows only. Send one of them, or its hash.',
  RATE_LIMITED: 'You ask more often than is taken here. Wait the seconds that retryAfter says, then go on.',
  PAGE_TOO_LARGE: 'first is larger than a page may be. Ask for less and follow pageInfo.endCursor.',
  INVALID_CURSOR: 'This cursor was not given by this list. Start again without after.',
  RESYNC: 'This cursor belongs to another log or is too old. Read the list again and continue from its feedCursor.',
  // what is the case
  NOT_FOUND: 'There is no such thing here.',
  NOT_HOLDER: 'This government has handed the complaint over and cannot act on it any more.',
  HANDOVER_PENDING: 'The complaint is on its way to another government. Wait until it is taken or comes back.',
  NO_HANDOVER_PENDING:
    'No handover of this case waits to be taken. Read the case: it may have been taken or withdrawn.',
  CUSTODY_SUSPENDED:
    'This government has not heard the national hub for too long, or is being restored, and cannot act on what came from others. It can again as soon as contact is back.',
  CASE_CLOSED: 'The case is closed.',
  WRONG_CASE_STATUS:
    'The case is not in a status that allows this. See the message for the next step that is possible.',
  UNKNOWN_AGENCY: 'This government has no such agency. Take an id from agencies(region).',
  INVALID_HANDOVER_TARGET:
    'The complaint cannot be handed to this target. Name another government or agency, or leave out "to".',
  NOT_MERGEABLE:
    'Merge into another open complaint that this government has itself. What another government has is put into a cluster: use clusterCase.',
  NOT_CLUSTERABLE:
    'A confidential complaint is in no cluster: that it is about the same thing as others would tell what it says.',
  WRONG_NUMBER_OF_PARTS: 'A report is split into 2 to 10 parts. Send as many.',
  SPLIT_CASE:
    'The case was split and waits for its parts: work on these. It closes by itself when all of them have ended.',
  INVALID_ARCHIVE_REASON: 'This is no reason to archive. "Not ours" is handed over, never archived: use handOverCase.',
  IDENTITY_STAYS_AT_DOOR:
    "The reporter's identity is at the door where it was filed and never leaves it. Ask the reporter through the case.",
  IDENTITY_ERASED: "The reporter's identity was erased at the reporter's wish. The complaint goes on without it.",
  REPORTER_IS_ANONYMOUS:
    'The reporter wants to stay unknown to those who handle it. Ask the reporter through the case.',
  LINK_NOT_VALID: 'This link was used, has ended, or was never given. Ask for a new one.',
  FILE_TYPE_NOT_TAKEN: 'The file is not of the type that was announced. JPEG, PNG, WebP and PDF are taken.',
  FILE_NOT_WHOLE: 'The file is broken or holds more than its type allows. Save it anew and send that.',
  IMAGE_TOO_LARGE: 'The picture has more pixels than are taken here. Make it smaller.',
  FILE_HAS_ACTIVE_CONTENT: 'The document has scripts, forms, embedded files or a password. Print it to a plain PDF.',
  FILE_TELLS_AUTHOR: 'The document says who has written it in a way that cannot be taken out. Print it to a plain PDF.',
  FILE_INFECTED: 'The scanner takes the file for harmful. It was not kept.',
  TOO_MANY_FLAGS: 'The complaint has been marked as often as is taken. Its coordinators know of it.',
  TOO_MANY_ATTACHMENTS: 'The complaint has as many attachments as are taken.',
  SCANNER_UNAVAILABLE: 'Files cannot be looked through at the moment. Try again later.',
  INVALID_MANDATE: 'The decree cannot be registered so. See the message for what is wrong.',
  INVALID_CHANNEL: 'The channel cannot be registered so. See the message for what is wrong.',
  INVALID_TEMPLATE: 'The text cannot be used so. See the message for what is wrong.',
  INVALID_WEBHOOK: 'Events cannot be sent there. See the message for what is wrong.',
  EMPTY_REASON: 'A reason is required. It is shown to the reporter.',
  TWO_PERSONS_NEEDED:
    'Answers of this government need two persons. Write it with draftAnswer; somebody else gives it with releaseAnswer.',
  NO_DRAFT: 'No answer has been drafted. Write one with draftAnswer.',
  RELEASED_BY_ANOTHER: 'Whoever drafted an answer cannot release it. Ask somebody else to.',
  FIELD_WORK_PHASE: 'Field work begins and ends in turns. See the message for what is possible now.',
  EXTENSION_LIMIT:
    'The deadline cannot be moved so far, or not once more. See the message for how far the rules allow.',
  // what the reporter does
  WRONG_COMPLAINT_STATUS: 'The complaint is not in a status that allows this. See the message for what is possible.',
  NO_CONSENT_ASKED: 'Nobody has asked for this consent. It is asked for in the journey.',
  // what cannot be done now
  INPUT_NOT_SERVED:
    'The government that answers for this serves an older version of the contract, which does not take all that was sent. Nothing was done. Leave out what extensions.inputs names, or try again when it has been renewed.',
  MEMBER_UNAVAILABLE: 'The government that holds this does not answer at the moment. Try again; nothing is lost.',
  NOT_YET_AVAILABLE: 'This part of the contract is not filled yet.',
  SUBSCRIPTION_NEEDS_SOCKET: 'Subscriptions are served over WebSocket (graphql-transport-ws) and server-sent events.',
  TOO_MANY_SUBSCRIPTIONS:
    'This connection carries as many operations as are taken. End some, or open another connection.',
  INTERNAL: 'Something went wrong on our side. It is logged; try again.',
} as const satisfies Record<string, string>

export type RefusalCode = keyof typeof REFUSALS

/** What `extensions` may carry beside the code: never personal data. */
export type RefusalFacts = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>

/**
 * A refusal inside the product. The edges (GraphQL, HTTP, WebSocket) map it once to their own form, with
 * `extensions: {code, ...facts}`. `message` replaces the standard sentence where more can be said.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: RefusalCode
  readonly facts: RefusalFacts

  constructor(code: RefusalCode, message?: string, facts: RefusalFacts = {}) {
    super(message ?? REFUSALS[code])
    this.code = code
    this.facts = facts
  }
}
