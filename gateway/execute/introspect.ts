import { type DocumentNode, executeSync, type GraphQLSchema } from 'graphql'
import type { JsonObject } from './member-answer.ts'

/** Answers the introspection of a valid operation from the schema that clients see, by the client's keys. */
export function introspect(
  schema: GraphQLSchema,
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
): JsonObject {
  const { data, errors } = executeSync({ schema, document, variableValues: variables })
  if (errors?.[0]) throw errors[0]
  return data ?? {}
}
