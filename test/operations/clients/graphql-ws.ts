import { createClient } from 'graphql-ws'
import { WebSocket } from 'ws'
import { type Answered, type AnsweredError, type Asked, bearer, type ClientKind } from './client.ts'

/** graphql-ws: everything over one WebSocket. */
export const graphqlWsClient: ClientKind = {
  name: 'graphql-ws',
  connect(url, token) {
    const client = createClient({
      url: `${url.replace(/^http/, 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: bearer(token),
    })
    async function* follow<T>({ query, variables }: Asked): AsyncGenerator<Answered<T>> {
      try {
        for await (const { data, errors } of client.iterate({ query, variables: { ...variables } })) {
          yield { data: data as T, errors }
        }
      } catch (errors) {
        if (!isErrorMessage(errors)) throw errors
        yield { errors }
      }
    }
    return {
      follow,
      async ask<T>(asked: Asked) {
        for await (const answered of follow<T>(asked)) return answered
        throw new Error('graphql-ws completed without an answer')
      },
      close: async () => client.dispose(),
    }
  },
}

function isErrorMessage(thrown: unknown): thrown is readonly AnsweredError[] {
  return Array.isArray(thrown)
}
