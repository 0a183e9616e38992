import type { Encoding, LiveEvent } from './live-event.ts'

const TEXT_FRAME = 0x81
const CLOSING_BRACE = 0x7d

/**
 * graphql-transport-ws `next` messages of one subscription as whole WebSocket frames of a server: text, in one piece,
 * neither masked nor compressed.
 */
export function frames(id: string): Encoding {
  const head = Buffer.from(`{"id":${JSON.stringify(id)},"type":"next","payload":`)
  return {
    key: `frames ${id}`,
    encode(events) {
      let size = 0
      for (const { body } of events) size += 10 + head.length + body.length + 1
      const target = Buffer.allocUnsafe(size)
      let at = 0
      for (const { body } of events) {
        at = writeFrameHeader(target, at, head.length + body.length + 1)
        at += head.copy(target, at)
        at += body.copy(target, at)
        target[at++] = CLOSING_BRACE
      }
      return target.subarray(0, at)
    },
  }
}

function writeFrameHeader(target: Buffer, start: number, length: number): number {
  target[start] = TEXT_FRAME
  if (length < 126) {
    target[start + 1] = length
    return start + 2
  }
  if (length < 65_536) {
    target[start + 1] = 126
    return target.writeUInt16BE(length, start + 2)
  }
  target[start + 1] = 127
  return target.writeBigUInt64BE(BigInt(length), start + 2)
}

/** Server-sent events of a stream that carries one operation, named by their cursor for Last-Event-ID. */
export const DISTINCT_EVENTS: Encoding = {
  key: 'events',
  encode: (events) =>
    joined(events, ({ cursor }) => `${cursor === undefined ? '' : `id: ${cursor}\n`}event: next\ndata: `, '\n\n'),
}

/** Server-sent events of one of the operations that a stream carries. */
export function eventsOf(operationId: string): Encoding {
  const head = `event: next\ndata: {"id":${JSON.stringify(operationId)},"payload":`
  return { key: `events ${operationId}`, encode: (events) => joined(events, () => head, '}\n\n') }
}

function joined(events: readonly LiveEvent[], head: (event: LiveEvent) => string, tail: string): Buffer {
  const end = Buffer.from(tail)
  return Buffer.concat(events.flatMap((event) => [Buffer.from(head(event)), event.body, end]))
}
