import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createFrontDoor, type FrontDoor } from './front-door.ts'

const KNOWN = JSON.stringify({ query: '{ known }' })
const JSON_TYPE = { 'content-type': 'application/json' }

/** What answers within tells what it was asked. */
function within(request: IncomingMessage, response: ServerResponse): void {
  const pieces: Buffer[] = []
  request.on('data', (piece: Buffer) => pieces.push(piece))
  request.on('end', () => response.end(`within: ${Buffer.concat(pieces)}`))
  request.resume()
}

let door: FrontDoor
let isAdmitted: boolean
let answer: string
let url: string
let close: () => Promise<unknown>
beforeEach(async () => {
  isAdmitted = true
  answer = '{"data":{"known":1}}'
  door = createFrontDoor({
    clientOf: () => undefined,
    origins: { fieldsFor: () => [] },
    admits: () => isAdmitted,
    onFault: () => {},
    shortWay: {
      contentType: ({ accept }) => (accept === 'image/png' ? undefined : 'application/json; charset=utf-8'),
      findPosted: (body) => (body === KNOWN ? { kind: 'query' } : undefined),
      findInQuery: ({ query }) => (query === '{ known }' ? { kind: 'query' } : undefined),
      answer: async () => answer,
      learn: () => {},
    },
  })
  const server = createServer(door.opened(within)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`
  close = () => new Promise((resolve) => server.close(resolve))
})
afterEach(async () => {
  await close()
})

const post = async (body: string, headers: Record<string, string> = JSON_TYPE) =>
  (await fetch(url, { method: 'POST', headers, body })).text()

it('what is known is answered at the door', async () => {
  expect(await post(KNOWN)).toBe(answer)
  expect(await (await fetch(`${url}?query=${encodeURIComponent('{ known }')}`)).text()).toBe(answer)
})

it('an answer with letters of more than one byte is whole', async () => {
  answer = '{"data":{"known":"Désa ⌂"}}'
  expect(await post(KNOWN)).toBe(answer)
})

describe('goes on with its body whole', () => {
  it('what is not known', async () => {
    expect(await post('{"query":"{ other }"}')).toBe('within: {"query":"{ other }"}')
  })
  it('what is of another type, packed, or accepts what nobody has asked for yet', async () => {
    for (const headers of [
      { 'content-type': 'text/plain' },
      { ...JSON_TYPE, 'content-encoding': 'identity' },
      { ...JSON_TYPE, accept: 'image/png' },
    ]) {
      expect(await post(KNOWN, headers)).toBe(`within: ${KNOWN}`)
    }
  })
  it('what is asked too often', async () => {
    isAdmitted = false
    expect(await post(KNOWN)).toBe(`within: ${KNOWN}`)
  })
  it('what is asked while the server stops', async () => {
    door.close()
    expect(await post(KNOWN)).toBe(`within: ${KNOWN}`)
  })
  it('what comes in pieces', async () => {
    const other = JSON.stringify({ query: `{ other${'x'.repeat(50_000)} }` })
    expect(await post(other)).toBe(`within: ${other}`)
    const { port, hostname } = new URL(url)
    const socket = connect(Number(port), hostname)
    socket.setEncoding('utf8')
    const head = `POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nconnection: close\r\n`
    socket.write(`${head}content-length: 10\r\n\r\n{"a":`)
    await new Promise(setImmediate)
    socket.write('"123"')
    let text = ''
    for await (const piece of socket) text += piece
    expect(text).toContain('within: {"a":"123"')
  })
  it('what is asked without any body', async () => {
    expect(await (await fetch(url)).text()).toBe('within: ')
    expect(await (await fetch(`${url}?query=x`)).text()).toBe('within: ')
  })
})
