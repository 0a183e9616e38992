import { isJsonObject, type JsonObject } from '../execute/member-answer.ts'
import { type CallContext, OperationRefused, type Operations } from '../execute/operation.ts'

/** An error of the graph, as far as it matters here. */
export interface GraphFault {
  readonly code: string
  readonly message: string
  /** Seconds after which it is worth asking again. */
  readonly retryAfter?: number
}

export interface GraphAnswer {
  readonly data: JsonObject
  readonly faults: readonly GraphFault[]
}

/** Asks the gateway's own graph, as any client does. */
export type AskGraph = (
  query: string,
  variables: Readonly<Record<string, unknown>>,
  call: CallContext,
) => Promise<GraphAnswer>

export function graphAsker(operations: Operations): AskGraph {
  return async (query, variables, call) => {
    try {
      const { data, errors = [] } = await operations.execute(await operations.prepare({ query, variables }), call)
      return { data: isJsonObject(data) ? data : {}, faults: errors.map(faultOf) }
    } catch (error) {
      if (!(error instanceof OperationRefused)) throw error
      return { data: {}, faults: error.errors.map(faultOf) }
    }
  }
}

function faultOf({ message, extensions }: { message: string; extensions?: Record<string, unknown> }): GraphFault {
  const { code, retryAfter } = extensions ?? {}
  return {
    message,
    code: typeof code === 'string' ? code : 'INTERNAL',
    ...(typeof retryAfter === 'number' && { retryAfter }),
  }
}

/** The value at a path of an answer; undefined where the path ends before. */
export function valueAt(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((found, key) => (isJsonObject(found) ? found[key] : undefined), value)
}

export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = valueAt(value, ...path)
  return typeof found === 'string' ? found : undefined
}

export function listAt(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = valueAt(value, ...path)
  return Array.isArray(found) ? found : []
}
