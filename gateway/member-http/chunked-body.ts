const MAX_SIZE_LINE = 1024
const MAX_TRAILER_BYTES = 16 * 1024
const LINE_FEED = 10

type State = 'size' | 'data' | 'data-end' | 'trailer'

/**
 * Takes a chunked body apart (RFC 9112, section 7.1): `add` gets the bytes as they come and tells how many of them
 * belong to the body's end when it is reached.
 */
export class ChunkedBody {
  readonly #sink: (bytes: Buffer) => void
  #state: State = 'size'
  #line = ''
  #left = 0
  #trailerBytes = 0

  /** `sink` gets the data in pieces that are valid during the call only. */
  constructor(sink: (bytes: Buffer) => void) {
    this.#sink = sink
  }

  /** `ended` with the place after the body's last byte, `more` when it goes on, `broken` when it is no such body. */
  add(bytes: Buffer): { readonly kind: 'ended'; readonly at: number } | 'more' | 'broken' {
    let at = 0
    while (at < bytes.length) {
      if (this.#state === 'data') {
        const end = Math.min(bytes.length, at + this.#left)
        this.#sink(bytes.subarray(at, end))
        this.#left -= end - at
        at = end
        if (this.#left === 0) this.#state = 'data-end'
        continue
      }
      const feed = bytes.indexOf(LINE_FEED, at)
      const end = feed < 0 ? bytes.length : feed + 1
      this.#line += bytes.toString('latin1', at, end)
      at = end
      if (this.#line.length > MAX_SIZE_LINE) return 'broken'
      if (feed < 0) return 'more'
      const line = this.#line
      this.#line = ''
      if (!line.endsWith('\r\n')) return 'broken'
      const next = this.#take(line.slice(0, -2))
      if (next === 'broken') return next
      if (next === 'ended') return { kind: 'ended', at }
    }
    return 'more'
  }

  #take(line: string): 'more' | 'ended' | 'broken' {
    if (this.#state === 'data-end') {
      this.#state = 'size'
      return line === '' ? 'more' : 'broken'
    }
    if (this.#state === 'trailer') {
      this.#trailerBytes += line.length
      if (line === '') return 'ended'
      return this.#trailerBytes > MAX_TRAILER_BYTES ? 'broken' : 'more'
    }
    const size = /^([0-9a-f]{1,8})[ \t]*(?:;.*)?$/i.exec(line)?.[1]
    if (size === undefined) return 'broken'
    this.#left = Number.parseInt(size, 16)
    this.#state = this.#left === 0 ? 'trailer' : 'data'
    return 'more'
  }
}
