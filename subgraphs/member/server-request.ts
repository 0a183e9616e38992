import { Refusal } from '@lawang/schema/errors'

/** A GraphQL request as HTTP carries it. */
export interface GraphRequest {
  readonly query: string
  readonly operationName?: string
  readonly variables: Readonly<Record<string, unknown>>
}

/** Reads the JSON body of a GraphQL request. Refuses with BAD_REQUEST and what is wrong. */
export function readGraphRequest(body: unknown): GraphRequest {
  const fields = new Map<string, unknown>(Object.entries(asObject(body, 'The body')))
  const query = fields.get('query')
  if (typeof query !== 'string' || query.trim() === '') throw wrong('query is the text of an operation.')
  const operationName = fields.get('operationName') ?? undefined
  if (operationName !== undefined && typeof operationName !== 'string') throw wrong('operationName is a text.')
  return { query, operationName, variables: asObject(fields.get('variables') ?? {}, 'variables') }
}

function asObject(value: unknown, name: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(`${name} is a JSON object.`)
  return { ...value }
}

function wrong(message: string): Refusal {
  return new Refusal('BAD_REQUEST', message)
}
