import { type ExecutionResult, parse } from 'graphql'
import type { OperationRequest } from '../execute/operation.ts'

/** The cursor of an event: the field `cursor` of its only root field, when the client selects it. */
export function cursorOf({ data }: ExecutionResult): string | undefined {
  const [event] = Object.values(data ?? {})
  if (typeof event !== 'object' || event === null || !('cursor' in event)) return undefined
  // A line end would break the event stream's framing.
  return typeof event.cursor === 'string' && !/[\r\n\0]/.test(event.cursor) ? event.cursor : undefined
}

/**
 * The request continued after the last event that the client has seen (its Last-Event-ID): `variables.after`, when
 * the document declares that variable. A document that does not parse is left for `prepare` to refuse.
 */
export function resumeAfter(request: OperationRequest, lastEventId: string | undefined): OperationRequest {
  if (!lastEventId || !declaresAfter(request.query)) return request
  return { ...request, variables: { ...request.variables, after: lastEventId } }
}

function declaresAfter(query: string): boolean {
  try {
    return parse(query, { noLocation: true, maxTokens: 10_000 }).definitions.some(
      (definition) =>
        definition.kind === 'OperationDefinition' &&
        definition.variableDefinitions?.some(({ variable }) => variable.name.value === 'after'),
    )
  } catch {
    return false
  }
}
