import { ApolloClient, ApolloLink, CombinedGraphQLErrors, gql, HttpLink, InMemoryCache } from '@apollo/client'
import { GraphQLWsLink } from '@apollo/client/link/subscriptions'
import { type DocumentNode, getOperationAST } from 'graphql'
import { createClient } from 'graphql-ws'
import { WebSocket } from 'ws'
import { type Answered, type Asked, bearer, type ClientKind } from './client.ts'

/** Apollo Client 4: HTTP for queries and mutations, WebSocket for subscriptions. */
export const apolloClient: ClientKind = {
  name: 'Apollo Client',
  connect(url, token) {
    const sockets = createClient({
      url: `${url.replace(/^http/, 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: bearer(token),
    })
    const client = new ApolloClient({
      cache: new InMemoryCache(),
      link: ApolloLink.split(
        ({ query }) => getOperationAST(query)?.operation === 'subscription',
        new GraphQLWsLink(sockets),
        new HttpLink({ uri: `${url}/graphql`, headers: bearer(token) }),
      ),
    })
    return {
      async ask<T>({ query, variables }: Asked) {
        const document = gql(query)
        const send = { variables: { ...variables }, fetchPolicy: 'no-cache', errorPolicy: 'all' } as const
        const isMutation = kindOf(document) === 'mutation'
        const { data, error } = isMutation
          ? await client.mutate({ mutation: document, ...send })
          : await client.query({ query: document, ...send })
        return answered<T>(data, error)
      },
      async *follow<T>({ query, variables }: Asked) {
        const waiting: Answered<T>[] = []
        let wake = (): void => {}
        let isOver = false
        const end = (): void => {
          isOver = true
          wake()
        }
        const subscription = client
          .subscribe({ query: gql(query), variables: { ...variables }, fetchPolicy: 'no-cache', errorPolicy: 'all' })
          .subscribe({
            next: ({ data, error }) => {
              waiting.push(answered<T>(data, error))
              wake()
            },
            error: end,
            complete: end,
          })
        try {
          while (!isOver || waiting.length > 0) {
            const next = waiting.shift()
            if (next) yield next
            else await new Promise<void>((resolve) => (wake = resolve))
          }
        } finally {
          subscription.unsubscribe()
        }
      },
      close: async () => {
        client.stop()
        await sockets.dispose()
      },
    }
  },
}

function kindOf(document: DocumentNode): string | undefined {
  return getOperationAST(document)?.operation
}

function answered<T>(data: unknown, error: unknown): Answered<T> {
  if (error !== undefined && !CombinedGraphQLErrors.is(error)) throw error
  return { data: data as T, errors: error?.errors }
}
