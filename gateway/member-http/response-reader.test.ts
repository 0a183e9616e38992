import { describe, expect, it } from 'vitest'
import { readResponseHead, rememberingHeads } from './response-head.ts'
import { type Reading, ResponseReader } from './response-reader.ts'

const LIMIT = 1000
const OK = 'HTTP/1.1 200 OK\r\n'

/** Reads the text, cut into pieces of so many bytes. */
function read(text: string, size = text.length * 4): Reading {
  const reader = new ResponseReader(LIMIT)
  const bytes = Buffer.from(text)
  let last: Reading = { kind: 'more' }
  for (let at = 0; at < bytes.length && last.kind === 'more'; at += size) {
    // the socket reads the next bytes to the same place
    const piece = Buffer.from(bytes.subarray(at, at + size))
    last = reader.add(piece)
    piece.fill(0)
  }
  return last
}

const body = (text: string) => ({ kind: 'done', response: { text } })

describe('a response, however its bytes are cut', () => {
  const responses: Readonly<Record<string, readonly [string, string]>> = {
    'with a length': [`${OK}Content-Length: 7\r\n\r\n{"a":1}`, '{"a":1}'],
    'with letters beyond ASCII': [`${OK}content-length: 9\r\n\r\nKutai ⌂`, 'Kutai ⌂'],
    'in chunks': [`${OK}Transfer-Encoding: chunked\r\n\r\n3;x=y\r\n{"a\r\n4\r\n":1}\r\n0\r\nX: y\r\n\r\n`, '{"a":1}'],
    'after a provisional one': [`HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n${OK}content-length: 2\r\n\r\n{}`, '{}'],
    'with the same length twice': [`${OK}content-length: 2\r\nContent-Length: 2\r\n\r\n{}`, '{}'],
    'without a body': ['HTTP/1.1 204 No Content\r\n\r\n', ''],
    'with a status that is no success': ['HTTP/1.1 500 Oops\r\ncontent-length: 2\r\n\r\n{}', '{}'],
  }
  for (const [name, [text, expected]] of Object.entries(responses)) {
    it(`is read: ${name}`, () => {
      for (const size of [1, 2, 7, 50, text.length * 4]) expect(read(text, size)).toMatchObject(body(expected))
    })
  }
})

describe('what can be read in two ways is not read', () => {
  const broken: Readonly<Record<string, string>> = {
    'a length and chunks': `${OK}content-length: 3\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
    'two lengths': `${OK}content-length: 3\r\ncontent-length: 4\r\n\r\nabcd`,
    'a length that is no number': `${OK}content-length: -1\r\n\r\n`,
    'a packing that was not asked for': `${OK}transfer-encoding: gzip, chunked\r\n\r\n0\r\n\r\n`,
    'a chunk without a size': `${OK}transfer-encoding: chunked\r\n\r\nzz\r\n`,
    'a chunk that is longer than it says': `${OK}transfer-encoding: chunked\r\n\r\n1\r\nab\r\n`,
    'a line without a colon': `${OK}nothing\r\n\r\n`,
    'another protocol': 'HTTP/1.1 101 Switching Protocols\r\n\r\n',
    'no HTTP': 'SSH-2.0-x\r\n\r\n',
    'a body that is too long': `${OK}content-length: ${LIMIT + 1}\r\n\r\n`,
    'chunks that are too long': `${OK}transfer-encoding: chunked\r\n\r\n${(LIMIT + 1).toString(16)}\r\n${'x'.repeat(LIMIT + 1)}\r\n`,
    'a head without an end': `${OK}${'x: y\r\n'.repeat(10_000)}`,
  }
  for (const [name, text] of Object.entries(broken)) {
    it(name, () => {
      expect(read(text)).toEqual({ kind: 'broken' })
    })
  }
})

describe('a connection is used again', () => {
  const isKept = (text: string) => {
    const reading = read(text)
    return reading.kind === 'done' && reading.response.isKept
  }
  it('when neither side has said otherwise', () => {
    expect(isKept(`${OK}content-length: 2\r\n\r\n{}`)).toBe(true)
    expect(isKept('HTTP/1.0 200 OK\r\nconnection: Keep-Alive\r\ncontent-length: 2\r\n\r\n{}')).toBe(true)
  })
  it('never after close, HTTP/1.0, or bytes that nobody has asked for', () => {
    expect(isKept(`${OK}connection: close\r\ncontent-length: 2\r\n\r\n{}`)).toBe(false)
    expect(isKept('HTTP/1.0 200 OK\r\ncontent-length: 2\r\n\r\n{}')).toBe(false)
    expect(isKept(`${OK}content-length: 2\r\n\r\n{}more`)).toBe(false)
    expect(isKept(`${OK}transfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\nmore`)).toBe(false)
  })
  it('for as long as its server says', () => {
    expect(read(`${OK}keep-alive: timeout=72, max=9\r\ncontent-length: 2\r\n\r\n{}`)).toMatchObject({
      response: { keptForMs: 72_000 },
    })
  })
})

it('a head that has come before is not read again, and means the same', () => {
  let turns = 0
  const readHead = rememberingHeads((text) => {
    turns++
    return readResponseHead(text)
  })
  const reader = new ResponseReader(LIMIT, readHead)
  for (const text of ['{}', '[]', '{}']) {
    expect(reader.add(Buffer.from(`${OK}content-length: 2\r\n\r\n${text}`))).toMatchObject(body(text))
  }
  expect(turns).toBe(1)
})

it('a body without a length ends with its connection', () => {
  const reader = new ResponseReader(LIMIT)
  expect(reader.add(Buffer.from(`${OK}\r\n{"a"`))).toEqual({ kind: 'more' })
  expect(reader.add(Buffer.from(':1}'))).toEqual({ kind: 'more' })
  expect(reader.end()).toMatchObject({ kind: 'done', response: { text: '{"a":1}', isKept: false } })
})

it('a body that ends before its length is none', () => {
  const reader = new ResponseReader(LIMIT)
  reader.add(Buffer.from(`${OK}content-length: 9\r\n\r\n{`))
  expect(reader.end()).toEqual({ kind: 'broken' })
})
