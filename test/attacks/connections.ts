import { connect, type Socket } from 'node:net'

/** A bare TCP connection, for what no HTTP client sends. */
export interface Bare {
  readonly socket: Socket
  /** All that has come so far. */
  received(): string
  /** Settles when the other side has closed, with all that came. */
  readonly closed: Promise<string>
}

/** Connects to a server's base url and writes these bytes. */
export function openBare(url: string, bytes: string | Uint8Array): Bare {
  const { port, hostname } = new URL(url)
  const socket = connect(Number(port), hostname)
  let text = ''
  socket.on('data', (data) => {
    text += data.toString('latin1')
  })
  // whatever is reset or refused: what counts is what came before
  socket.on('error', () => {})
  const closed = new Promise<string>((resolve) => socket.once('close', () => resolve(text)))
  socket.write(bytes)
  return { socket, received: () => text, closed }
}

/** The status of the first answer of a bare connection; undefined where it was closed without one. */
export function statusIn(text: string): number | undefined {
  const status = /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1]
  return status === undefined ? undefined : Number(status)
}
