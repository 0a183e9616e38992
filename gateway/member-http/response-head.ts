/** How a response's body ends. */
export type Framing =
  | { readonly kind: 'length'; readonly bytes: number }
  | { readonly kind: 'chunked' }
  | { readonly kind: 'until-close' }

/** What a client has to know of a response's head. */
export interface ResponseHead {
  readonly status: number
  readonly framing: Framing
  /** Whether the connection can carry another request afterwards. */
  readonly isKept: boolean
  /** For how long the server keeps a connection on which nothing is asked, where it says so. */
  readonly keptForMs: number | undefined
}

export type ReadHead = (text: string) => ResponseHead | undefined

const HEADS_KEPT = 256

/** Remembers the last heads: a server's differ by the second that they tell, and by their bodies' length. */
export function rememberingHeads(read: ReadHead = readResponseHead): ReadHead {
  const known = new Map<string, ResponseHead>()
  return (text) => {
    const remembered = known.get(text)
    if (remembered) return remembered
    const head = read(text)
    if (known.size >= HEADS_KEPT) known.clear()
    if (head) known.set(text, head)
    return head
  }
}

const STATUS_LINE = /^HTTP\/1\.([01]) ([1-5]\d\d)(?: |$)/

/**
 * Reads a head by RFC 9112, without the empty line that ends it: undefined for what is no HTTP/1 response, and for one
 * whose length can be read in two ways. Only headers that say something of the connection are looked at.
 */
export function readResponseHead(text: string): ResponseHead | undefined {
  const endOfLine = text.indexOf('\r\n')
  const statusLine = STATUS_LINE.exec(endOfLine < 0 ? text : text.slice(0, endOfLine))
  if (!statusLine) return undefined
  const headers = endOfLine < 0 ? NO_HEADERS : readHeaders(text, endOfLine + 2)
  if (!headers) return undefined
  const status = Number(statusLine[2])
  const framing = framingOf(status, headers)
  if (!framing) return undefined
  const connection = headers.connection?.toLowerCase() ?? ''
  const isKept = statusLine[1] === '1' ? !hasToken(connection, 'close') : hasToken(connection, 'keep-alive')
  const seconds = headers.keepAlive === undefined ? undefined : /timeout=(\d{1,6})/i.exec(headers.keepAlive)?.[1]
  return {
    status,
    framing,
    isKept: isKept && framing.kind !== 'until-close',
    keptForMs: seconds === undefined ? undefined : Number(seconds) * 1000,
  }
}

interface Headers {
  readonly length?: string | undefined
  readonly encoding?: string | undefined
  readonly connection?: string | undefined
  readonly keepAlive?: string | undefined
}

const NO_HEADERS: Headers = {}

/** The names that count, by their length: the others are passed over without being read. */
const NAMES: ReadonlyMap<number, readonly [name: string, key: keyof Headers][]> = new Map([
  [14, [['content-length', 'length']]],
  [17, [['transfer-encoding', 'encoding']]],
  [
    10,
    [
      ['connection', 'connection'],
      ['keep-alive', 'keepAlive'],
    ],
  ],
])

function readHeaders(text: string, start: number): Headers | undefined {
  const found: { -readonly [Key in keyof Headers]: Headers[Key] } = {}
  for (let at = start; at < text.length; ) {
    const next = text.indexOf('\r\n', at)
    const end = next < 0 ? text.length : next
    const colon = text.indexOf(':', at)
    if (colon <= at || colon > end) return undefined
    const names = NAMES.get(colon - at)
    if (names) {
      const name = text.slice(at, colon).toLowerCase()
      for (const [wanted, key] of names) {
        if (name !== wanted) continue
        const value = text.slice(colon + 1, end).trim()
        const known = found[key]
        found[key] = known === undefined || known === value ? value : `${known}, ${value}`
      }
    }
    at = end + 2
  }
  return found
}

/** A body with both a length and chunks, or with two lengths, may be a forged one: it is none. */
function framingOf(status: number, { length, encoding }: Headers): Framing | undefined {
  if (encoding !== undefined) {
    return length === undefined && encoding.toLowerCase() === 'chunked' ? { kind: 'chunked' } : undefined
  }
  if (status < 200 || status === 204 || status === 304) return { kind: 'length', bytes: 0 }
  if (length === undefined) return { kind: 'until-close' }
  return /^\d{1,15}$/.test(length) ? { kind: 'length', bytes: Number(length) } : undefined
}

function hasToken(list: string, token: string): boolean {
  return list === token || (list.includes(token) && list.split(',').some((one) => one.trim() === token))
}
