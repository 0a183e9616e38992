import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { DISTINCT_EVENTS, eventsOf, frames } from './encodings.ts'
import { Batch, type Encoding, LiveEvent } from './live-event.ts'

const event = (text: string, cursor?: string) => new LiveEvent({ data: { told: { text, cursor } } })

/** What a WebSocket client reads from bytes that are written past the server's socket. */
async function received(bytes: Buffer, count: number): Promise<unknown[]> {
  const server = createServer()
  const sockets = new WebSocketServer({ noServer: true })
  server.on('upgrade', (request, connection, head) => {
    sockets.handleUpgrade(request, connection, head, () => connection.write(bytes))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const messages: unknown[] = []
  await new Promise<void>((resolve, reject) => {
    client.on('error', reject)
    client.on('message', (data) => messages.push(JSON.parse(String(data))) === count && resolve())
  })
  client.terminate()
  server.close()
  return messages
}

describe('frames', () => {
  it.each([
    ['as short as frames begin', 1],
    ['of some hundred bytes', 300],
    ['of more than 65,535 bytes', 70_000],
  ])('%s are read by a WebSocket client, several in one piece', async (_name, size) => {
    const [one, other] = [event('ü'.repeat(size)), event('x')]
    const id = 'an "id" of the client'
    expect(await received(frames(id).encode([one, other, one]), 3)).toEqual(
      [one, other, one].map(({ body }) => ({ id, type: 'next', payload: JSON.parse(String(body)) })),
    )
  })
})

describe('server-sent events', () => {
  it('carry the cursor as their id, when there is one', () => {
    expect(String(DISTINCT_EVENTS.encode([event('a', 'c1'), event('b')]))).toBe(
      'id: c1\nevent: next\ndata: {"data":{"told":{"text":"a","cursor":"c1"}}}\n\n' +
        'event: next\ndata: {"data":{"told":{"text":"b"}}}\n\n',
    )
  })

  it('name the operation on a stream that carries several', () => {
    expect(String(eventsOf('1').encode([event('a')]))).toBe(
      'event: next\ndata: {"id":"1","payload":{"data":{"told":{"text":"a"}}}}\n\n',
    )
  })
})

it('a batch is written once for all who read it in the same way', () => {
  let written = 0
  const counting = (key: string): Encoding => ({
    key,
    encode: () => {
      written += 1
      return Buffer.from(key)
    },
  })
  const batch = new Batch([event('a')])
  expect(batch.written(counting('a'))).toBe(batch.written(counting('a')))
  expect(String(batch.written(counting('b')))).toBe('b')
  expect(written).toBe(2)
})
