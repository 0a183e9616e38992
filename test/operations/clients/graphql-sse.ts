import { createClient } from 'graphql-sse'
import { type Answered, type Asked, bearer, type ClientKind } from './client.ts'

/** graphql-sse: everything over event streams, in either of its modes. */
export function graphqlSseClient(singleConnection: boolean): ClientKind {
  return {
    name: singleConnection ? 'graphql-sse, single connection' : 'graphql-sse',
    connect(url, token) {
      const client = createClient({ url: `${url}/graphql/stream`, singleConnection, headers: bearer(token) })
      async function* follow<T>({ query, variables }: Asked): AsyncGenerator<Answered<T>> {
        for await (const { data, errors } of client.iterate({ query, variables: { ...variables } })) {
          yield { data: data as T, errors: errors as Answered<T>['errors'] }
        }
      }
      return {
        follow,
        async ask<T>(asked: Asked) {
          for await (const answered of follow<T>(asked)) return answered
          throw new Error('graphql-sse completed without an answer')
        },
        close: async () => client.dispose(),
      }
    },
  }
}
