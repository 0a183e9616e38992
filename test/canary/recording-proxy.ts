import type { AddressInfo } from 'node:net'
import { connect, createServer, type Socket } from 'node:net'

/** A TCP proxy that keeps every byte that passes, each way by itself. */
export interface RecordingProxy {
  readonly url: string
  /** Says where the other side is; connections that came before are refused. */
  lead(url: string): void
  /** What the side that dialled has sent. */
  sent(): Buffer
  /** What it was answered. */
  answered(): Buffer
  close(): Promise<void>
}

/** Opens it on a port of the loopback address. */
export async function openRecordingProxy(): Promise<RecordingProxy> {
  const sockets = new Set<Socket>()
  const sent: Buffer[] = []
  const answered: Buffer[] = []
  let target: URL | undefined
  const server = createServer((dialling) => {
    if (!target) return dialling.destroy()
    const behind = connect(Number(target.port), target.hostname)
    record(dialling, behind, sent)
    record(behind, dialling, answered)
    for (const [socket, other] of [
      [dialling, behind],
      [behind, dialling],
    ] as const) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.once('close', () => {
        sockets.delete(socket)
        other.destroy()
      })
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    lead: (url) => {
      target = new URL(url)
    },
    sent: () => Buffer.concat(sent),
    answered: () => Buffer.concat(answered),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

function record(from: Socket, to: Socket, into: Buffer[]): void {
  from.on('data', (bytes) => {
    into.push(bytes)
    to.write(bytes)
  })
}
