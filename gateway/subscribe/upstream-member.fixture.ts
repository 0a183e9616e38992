import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { GraphQLError, GraphQLInt, GraphQLNonNull, GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql'
import { useServer } from 'graphql-ws/use/ws'
import { type WebSocket, WebSocketServer } from 'ws'

/**
 * A member for tests: `ticked(after)` tells numbers from a log, whose cursor is `c<number>`; `hello` is a query. Its log
 * outlives `kill`, as a database does.
 */
export class UpstreamMember {
  readonly #log: number[] = []
  readonly #waiting = new Set<() => void>()
  #port = 0
  #stop: () => Promise<void> = async () => {}
  /** Subscriptions that run at the moment. */
  subscriptions = 0
  /** Connections that were accepted so far. */
  connections = 0

  get url(): string {
    return `http://127.0.0.1:${this.#port}/graphql`
  }

  get schema(): GraphQLSchema {
    const cursor = { type: new GraphQLNonNull(GraphQLString), resolve: (n: number) => `c${n}` }
    const number = { type: new GraphQLNonNull(GraphQLInt), resolve: (n: number) => n }
    const tick = new GraphQLObjectType<number>({ name: 'Tick', fields: { cursor, number } })
    return new GraphQLSchema({
      query: new GraphQLObjectType({ name: 'Query', fields: { hello: { type: GraphQLString } } }),
      mutation: new GraphQLObjectType({ name: 'Mutation', fields: { greet: { type: GraphQLString } } }),
      subscription: new GraphQLObjectType({
        name: 'Subscription',
        fields: {
          ticked: {
            type: tick,
            args: { after: { type: GraphQLString } },
            subscribe: (_root, { after }) => this.#follow(after == null ? this.#log.length : Number(after.slice(1))),
            resolve: (n) => n,
          },
        },
      }),
    })
  }

  emit(...numbers: number[]): void {
    this.#log.push(...numbers)
    for (const wake of this.#waiting) wake()
  }

  /** Listens, after `kill` on the same port. */
  async start(): Promise<void> {
    const server = createServer()
    const sockets = new WebSocketServer({ server, path: '/graphql' })
    const served = useServer(
      {
        schema: this.schema,
        onConnect: () => {
          this.connections += 1
        },
        onSubscribe: ({ connectionParams }) =>
          connectionParams?.authorization === 'Bearer foreign'
            ? [new GraphQLError('Who are you?', { extensions: { code: 'UNAUTHENTICATED', reason: 'FOREIGN' } })]
            : undefined,
      },
      sockets,
    )
    const connections = new Set<Socket>()
    server.on('connection', (socket) => connections.add(socket))
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve))
    this.#port = (server.address() as AddressInfo).port
    this.#stop = async () => {
      for (const socket of connections) socket.destroy()
      for (const socket of sockets.clients as Set<WebSocket>) socket.terminate()
      await served.dispose()
      await new Promise((resolve) => server.close(resolve))
    }
  }

  /** As a process that is killed: every connection is gone, without a word. */
  async kill(): Promise<void> {
    await this.#stop()
    this.#stop = async () => {}
  }

  #follow(after: number): AsyncGenerator<number> {
    let position = after
    let ended = false
    let wake = () => {}
    this.subscriptions += 1
    const end = async (): Promise<IteratorResult<number>> => {
      if (!ended) this.subscriptions -= 1
      ended = true
      this.#waiting.delete(wake)
      wake()
      return { done: true, value: undefined }
    }
    const next = async (): Promise<IteratorResult<number>> => {
      for (;;) {
        if (ended) return { done: true, value: undefined }
        const value = this.#log[position]
        if (value !== undefined) {
          position += 1
          return { done: false, value }
        }
        await new Promise<void>((resolve) => {
          wake = resolve
          this.#waiting.add(wake)
        })
        this.#waiting.delete(wake)
      }
    }
    return {
      next,
      return: end,
      throw: end,
      [Symbol.asyncIterator]() {
        return this
      },
      async [Symbol.asyncDispose]() {
        await end()
      },
    }
  }
}
