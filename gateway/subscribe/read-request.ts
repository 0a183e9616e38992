import { Refusal } from '@lawang/schema/errors'
import type { FastifyRequest } from 'fastify'
import type { OperationRequest } from '../execute/operation.ts'

export interface StreamRequest extends OperationRequest {
  /** Of graphql-sse's single connection mode. */
  readonly operationId?: string
}

/** Reads GraphQL parameters of a POST's JSON body or a GET's query string; throws `Refusal` BAD_USER_INPUT. */
export function readStreamRequest(request: FastifyRequest): StreamRequest {
  const source = record(request.method === 'GET' ? request.query : request.body, 'The request')
  const { query, operationName } = source
  if (typeof query !== 'string') throw new Refusal('BAD_USER_INPUT', 'query is missing: send the GraphQL document.')
  if (operationName != null && typeof operationName !== 'string') {
    throw new Refusal('BAD_USER_INPUT', 'operationName must be a string.')
  }
  const variables = parameter(source.variables, 'variables')
  const operationId = parameter(source.extensions, 'extensions')?.operationId
  return {
    query,
    ...(operationName ? { operationName } : {}),
    ...(variables ? { variables } : {}),
    ...(typeof operationId === 'string' ? { operationId } : {}),
  }
}

/** A JSON object; in a query string it comes as text. */
function parameter(value: unknown, name: string): Record<string, unknown> | undefined {
  if (value == null || value === '') return undefined
  return record(typeof value === 'string' ? json(value, name) : value, name)
}

function json(text: string, name: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Refusal('BAD_USER_INPUT', `${name} is not JSON.`)
  }
}

function record(value: unknown, name: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Refusal('BAD_USER_INPUT', `${name} must be a JSON object.`)
  }
  return { ...value }
}
