import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import { frames } from './encodings.ts'
import { type Outlet, Room } from './outlet.ts'

/**
 * Writes events to a WebSocket as frames that are made already, on the stream under it. That keeps whole frames in their
 * order because the socket writes its own ones at once and whole: it neither compresses nor masks.
 */
export class SocketOutlet {
  readonly #socket: WebSocket
  readonly #connection: Duplex
  readonly #room: Room

  constructor(socket: WebSocket, connection: Duplex) {
    this.#socket = socket
    this.#connection = connection
    this.#room = new Room(connection)
  }

  /** For the events of one subscription of the socket. */
  forSubscription(id: string): Outlet {
    const encoding = frames(id)
    const room = this.#room
    return {
      get hasRoom() {
        return room.isThere
      },
      send: (batch) => this.#send(batch.written(encoding)),
      onRoom: (listener) => room.wait(listener),
    }
  }

  /** Nothing may follow the frame that closes a socket. */
  #send(frames: Buffer): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#connection.write(frames)
  }
}
