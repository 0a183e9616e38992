import { apolloClient } from './apollo.ts'
import type { ClientKind } from './client.ts'
import { fetchClient } from './fetch.ts'
import { graphqlSseClient } from './graphql-sse.ts'
import { graphqlWsClient } from './graphql-ws.ts'

/** Every client that the operations are sent with. */
export const CLIENT_KINDS: readonly ClientKind[] = [
  fetchClient,
  graphqlWsClient,
  graphqlSseClient(false),
  graphqlSseClient(true),
  apolloClient,
]
