import { generateQuery, type Pick } from '../federation/generated-operations.ts'
import { WORLD } from './world.ts'

/** One thing that is sent to a gateway. */
export type Shot =
  | { readonly kind: 'post'; readonly body: string; readonly headers: Readonly<Record<string, string>> }
  | { readonly kind: 'get'; readonly path: string; readonly headers: Readonly<Record<string, string>> }
  /** Messages of one WebSocket connection. */
  | { readonly kind: 'socket'; readonly messages: readonly string[] }
  /** Bytes of one TCP connection, whatever they may be. */
  | { readonly kind: 'bytes'; readonly bytes: Buffer }

/** The next shot: from a valid operation to noise. */
export function nextShot(pick: Pick): Shot {
  const turn = pick(20)
  if (turn < 12) return { kind: 'post', body: bodyOf(pick), headers: headersOf(pick) }
  if (turn < 15) return { kind: 'get', path: pathOf(pick), headers: headersOf(pick) }
  if (turn < 18) return { kind: 'socket', messages: Array.from({ length: 1 + pick(6) }, () => frameOf(pick)) }
  return { kind: 'bytes', bytes: bytesOf(pick) }
}

function one<Item>(items: readonly [Item, ...Item[]], pick: Pick): Item {
  return items[pick(items.length)] ?? items[0]
}

function queryOf(pick: Pick): string {
  const query = pick(8) === 0 ? one(ODD_QUERIES, pick) : generateQuery(WORLD, pick)
  return pick(2) === 0 ? query : mutated(query, pick)
}

const ODD_QUERIES = [
  '{ road { ...A } } fragment A on Road { bridge { ...B } } fragment B on Bridge { near { next { ...C } } } fragment C on Part { next { ...C } }',
  `{ road ${'{ bridge '.repeat(60)}{ id }${'}'.repeat(61)}`,
  `{ ${Array.from({ length: 600 }, (_, index) => `a${index}: road { id }`).join(' ')} }`,
  `{ search(n: ${'['.repeat(3000)}1${']'.repeat(3000)}) { __typename } }`,
  `${'{ a '.repeat(20_000)}`,
  `query (${Array.from({ length: 500 }, (_, index) => `$v${index}: Int`).join(' ')}) { road { id } }`,
  '{ __schema { types { fields { type { fields { type { name } } } } } } }',
  'subscription { road { id } }',
  'mutation { __typename }',
  '{ search { ... on Road { x: lanes(n: 1) } ... on Bridge { x: lanes(n: 2) } } }',
  '{ road { __proto__: id constructor: v toString: v hasOwnProperty: v } }',
  '{ road { _entities: id representations: v } } # \u202e \u0000',
] as const

const TOKENS = [
  '{',
  '}',
  '(',
  ')',
  '...',
  '@include(if: $yes)',
  '"""',
  '\\',
  '$',
  '!',
  '0',
  '-1e400',
  'null',
  '\uD800',
  '#',
]

/** A text with a few changes: what parsers and validators are made to refuse. */
export function mutated(text: string, pick: Pick): string {
  let changed = text
  for (let times = 1 + pick(4); times > 0; times--) {
    const at = pick(changed.length + 1)
    const to = Math.min(changed.length, at + pick(20))
    const part = changed.slice(at, to)
    const change = pick(5)
    if (change === 0) changed = changed.slice(0, at) + changed.slice(to)
    else if (change === 1) changed = changed.slice(0, at) + part.repeat(1 + pick(30)) + changed.slice(at)
    else if (change === 2) changed = `${changed.slice(0, at)}${TOKENS[pick(TOKENS.length)]}${changed.slice(at)}`
    else if (change === 3) changed = changed.slice(0, at) + String.fromCharCode(pick(0x3000)) + changed.slice(to)
    else changed = changed.slice(at) + changed.slice(0, at)
  }
  return changed
}

function requestOf(pick: Pick): Record<string, unknown> {
  return {
    query: pick(40) === 0 ? one([null, 1, [], {}, ''], pick) : queryOf(pick),
    variables: one<unknown>(
      [{ yes: true, no: false }, { yes: true, no: false }, { yes: 'x' }, null, [], 7, { yes: { deep: [[]] } }],
      pick,
    ),
    ...(pick(6) === 0 ? { operationName: one<unknown>(['A', '', null, 3, 'x'.repeat(5000)], pick) } : {}),
    ...(pick(10) === 0
      ? { extensions: one<unknown>([{ persistedQuery: { version: 1, sha256Hash: 'a' } }, 1], pick) }
      : {}),
  }
}

function bodyOf(pick: Pick): string {
  const request = JSON.stringify(requestOf(pick))
  switch (pick(16)) {
    case 0:
      return mutated(request, pick)
    case 1:
      return `[${request},${request}]`
    case 2:
      return request.replace('{', '{"__proto__":{"query":"{ road { id } }"},')
    case 3:
      return '['.repeat(pick(50_000))
    default:
      return request
  }
}

function headersOf(pick: Pick): Readonly<Record<string, string>> {
  return {
    'content-type': one(
      ['application/json', 'application/json', 'application/json; charset=utf-8', 'text/plain', ';'],
      pick,
    ),
    accept: one(['*/*', 'application/json', 'application/graphql-response+json', 'text/event-stream', 'x/y;q=2'], pick),
    ...(pick(5) === 0 ? { 'accept-encoding': one(['gzip', 'br;q=1, gzip;q=0', '*', ',,;'], pick) } : {}),
    ...(pick(5) === 0 ? { authorization: one(['Bearer x', 'Bearer', 'x'.repeat(8000)], pick) } : {}),
    ...(pick(9) === 0 ? { traceparent: one(['00-0-0-0', 'x'], pick) } : {}),
  }
}

function pathOf(pick: Pick): string {
  const { query, variables } = requestOf(pick)
  const parameters = new URLSearchParams({ query: String(query), variables: JSON.stringify(variables) })
  const path = `/graphql?${parameters}`.slice(0, 12_000)
  return pick(4) === 0 ? `${path}&query=%ff%00&variables[]=1` : path
}

function frameOf(pick: Pick): string {
  const id = String(pick(3))
  const subscribe = JSON.stringify({ id, type: 'subscribe', payload: requestOf(pick) })
  return one(
    [
      '{"type":"connection_init"}',
      '{"type":"connection_init"}',
      subscribe,
      subscribe,
      mutated(subscribe, pick),
      `{"id":"${id}","type":"complete"}`,
      '{"type":"ping"}',
      '{',
      'null',
    ],
    pick,
  )
}

function bytesOf(pick: Pick): Buffer {
  const body = bodyOf(pick)
  const length = one([body.length, body.length + 10, -1, 1e9, Number.NaN], pick)
  const head = one(
    [
      `POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n`,
      'POST /graphql HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n',
      'GET /graphql HTTP/1.1\r\nhost: a\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n',
      `GET /${'a'.repeat(20_000)} HTTP/1.1\r\n`,
      '\u0016\u0003\u0001',
    ],
    pick,
  )
  return Buffer.from(pick(2) === 0 ? head + body : mutated(head + body, pick), pick(2) === 0 ? 'utf8' : 'latin1')
}
