import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** An OpenTelemetry collector that keeps what it is sent. */
export interface Collector {
  readonly url: string
  received(): Buffer
  close(): Promise<void>
}

export async function startCollector(): Promise<Collector> {
  const received: Buffer[] = []
  const server = createServer((request, response) => {
    request.on('data', (bytes: Buffer) => received.push(bytes))
    request.on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received: () => Buffer.concat(received),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
