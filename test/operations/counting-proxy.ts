import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** A GraphQL request that passed, in the order of arrival over all proxies of one recorder. */
export interface Passed {
  readonly member: string
  readonly query: string
}

/**
 * Stands before members and records what they are asked. `gather(first, round)` lets the first requests pass and holds
 * those of the round back until all of them are there together: fetches that wait for one another never are.
 */
export class Recorder {
  readonly passed: Passed[] = []
  readonly #stops: (() => Promise<void>)[] = []
  #gate: { first: number; readonly round: number; readonly held: (() => void)[] } | undefined

  reset(): void {
    this.passed.length = 0
  }

  gather(first: number, round: number): void {
    this.#gate = { first, round, held: [] }
  }

  /** A proxy before the server at `url`; gives its own URL. */
  async before(member: string, url: string): Promise<string> {
    const server = createServer((incoming, outgoing) => {
      this.#pass(member, url, incoming, outgoing).catch(() => outgoing.destroy())
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    this.#stops.push(async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    })
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  async close(): Promise<void> {
    await Promise.all(this.#stops.map((stop) => stop()))
  }

  async #pass(member: string, url: string, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await text(incoming)
    if (incoming.method === 'POST') {
      this.passed.push({ member, query: JSON.parse(body).query })
      await this.#admitted()
    }
    const { method, headers } = incoming
    const onward = request(new URL(incoming.url ?? '/', url), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
    })
    onward.on('error', () => outgoing.destroy())
    onward.end(body)
  }

  async #admitted(): Promise<void> {
    const gate = this.#gate
    if (!gate) return
    if (gate.first > 0) {
      gate.first -= 1
      return
    }
    const { promise, resolve } = Promise.withResolvers<void>()
    gate.held.push(resolve)
    if (gate.held.length === gate.round) {
      this.#gate = undefined
      for (const admit of gate.held) admit()
    }
    await promise
  }
}
