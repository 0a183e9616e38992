import { isAscii } from 'node:buffer'
import { ChunkedBody } from './chunked-body.ts'
import { type ReadHead, type ResponseHead, readResponseHead } from './response-head.ts'

/** A response that has come whole; its status says nothing that its body does not say in GraphQL. */
export interface Response {
  /** The body, read as UTF-8. */
  readonly text: string
  readonly isKept: boolean
  readonly keptForMs: number | undefined
}

export type Reading = { readonly kind: 'done'; readonly response: Response } | { readonly kind: 'more' | 'broken' }

const MORE: Reading = { kind: 'more' }
const BROKEN: Reading = { kind: 'broken' }
const END_OF_HEAD = '\r\n\r\n'
const MAX_HEAD_BYTES = 32 * 1024

/** Reads the bytes of one connection as the responses to one request after the other. */
export class ResponseReader {
  readonly #maxBodyBytes: number
  readonly #readHead: ReadHead
  /** What has come of a head that is not whole yet. */
  #headBytes: Buffer | undefined
  #head: ResponseHead | undefined
  #chunked: ChunkedBody | undefined
  #pieces: Buffer[] = []
  #bodyBytes = 0

  constructor(maxBodyBytes: number, readHead: ReadHead = readResponseHead) {
    this.#maxBodyBytes = maxBodyBytes
    this.#readHead = readHead
  }

  /** Whether a response has begun that is not whole. */
  get hasBegun(): boolean {
    return this.#head !== undefined || this.#headBytes !== undefined
  }

  /** Takes what the socket has read; the bytes are not kept. After `broken` the connection is of no more use. */
  add(bytes: Buffer): Reading {
    if (this.#head) return this.#addBody(this.#head, bytes)
    const all = this.#headBytes ? Buffer.concat([this.#headBytes, bytes]) : bytes
    // one step out of JavaScript, and a search within: a search of the bytes costs more than all that follows
    const start = all.toString('latin1', 0, MAX_HEAD_BYTES)
    const end = start.indexOf(END_OF_HEAD)
    if (end < 0) {
      if (all.length > MAX_HEAD_BYTES) return BROKEN
      this.#headBytes = all === bytes ? Buffer.from(bytes) : all
      return MORE
    }
    this.#headBytes = undefined
    const head = this.#readHead(start.slice(0, end))
    // nobody has asked for another protocol
    if (!head || head.status === 101) return BROKEN
    const body = all.subarray(end + END_OF_HEAD.length)
    // a provisional answer: the real one follows
    if (head.status < 200) return body.length > 0 ? this.add(body) : MORE
    return this.#begin(head, body)
  }

  /** The other side sends no more: that is how some bodies end. */
  end(): Reading {
    return this.#head?.framing.kind === 'until-close' ? this.#done({ ...this.#head, isKept: false }) : BROKEN
  }

  #begin(head: ResponseHead, body: Buffer): Reading {
    const { framing } = head
    if (framing.kind === 'length') {
      if (framing.bytes > this.#maxBodyBytes) return BROKEN
      // the usual case: everything has come at once
      if (body.length >= framing.bytes) return doneWith(head, body.subarray(0, framing.bytes), body.length)
    }
    this.#head = head
    if (framing.kind === 'chunked') this.#chunked = new ChunkedBody((piece) => this.#keep(piece))
    return body.length > 0 ? this.#addBody(head, body) : MORE
  }

  #addBody(head: ResponseHead, bytes: Buffer): Reading {
    if (this.#chunked) {
      const read = this.#chunked.add(bytes)
      if (read === 'broken' || this.#bodyBytes > this.#maxBodyBytes) return BROKEN
      if (read === 'more') return MORE
      return this.#done(read.at === bytes.length ? head : { ...head, isKept: false })
    }
    this.#keep(bytes)
    if (this.#bodyBytes > this.#maxBodyBytes) return BROKEN
    return head.framing.kind === 'length' && this.#bodyBytes >= head.framing.bytes ? this.#done(head) : MORE
  }

  /** The socket reads the next bytes to the same place. */
  #keep(bytes: Buffer): void {
    this.#pieces.push(Buffer.from(bytes))
    this.#bodyBytes += bytes.length
  }

  #done(head: ResponseHead): Reading {
    const all = Buffer.concat(this.#pieces)
    this.#pieces = []
    this.#bodyBytes = 0
    this.#head = undefined
    this.#chunked = undefined
    const body = head.framing.kind === 'length' ? all.subarray(0, head.framing.bytes) : all
    return doneWith(head, body, all.length)
  }
}

/** More bytes than the response has are nothing that was asked for: such a connection is not used again. */
function doneWith({ isKept, keptForMs }: ResponseHead, body: Buffer, received: number): Reading {
  return { kind: 'done', response: { text: textOf(body), isKept: isKept && received === body.length, keptForMs } }
}

/** A text of one byte for each character is read, and written again, several times as fast. */
function textOf(body: Buffer): string {
  return body.toString(isAscii(body) ? 'latin1' : 'utf8')
}
