import { AsyncLocalStorage } from 'node:async_hooks'
import { createSpanExporter, type Span } from '@lawang/trust/traces/span-exporter'
import { childOf, formatTraceparent, parseTraceparent, type TraceContext } from '@lawang/trust/traces/trace-context'

/**
 * Makes spans of what a member does. Spans hold the route, the kind of each statement and how it ended: nothing that
 * anybody sent or that is stored.
 */
export interface Tracing {
  /** Begins a span: under `traceparent` where a header says so, else under the one that this is run in, else by itself. */
  begin(start: SpanStart, traceparent?: string): OpenSpan
  /** A span of a statement that has just ended, where it was run in one. */
  readonly onStatement: (text: string, took: number, hasFailed: boolean) => void
  /** The header by which another server's spans are put under this one's. */
  traceparent(): string | undefined
  /** The span that this is run in has failed, whatever it is ended with. */
  fail(): void
  /** Sends what is left. */
  close(): Promise<void>
}

export type SpanStart = Pick<Span, 'name' | 'kind' | 'attributes'>

export interface OpenSpan {
  /** What `work` does is under this span, also later. */
  run<T>(work: () => T): T
  end(hasFailed: boolean): void
}

interface Current {
  readonly context: TraceContext
  hasFailed: boolean
}

/** Statements whose kind is shown; the first word of all others is nobody's business. */
const KINDS = /^\s*(SELECT|INSERT|UPDATE|DELETE|WITH|BEGIN|COMMIT|ROLLBACK)\b/i

/** `endpoint` is the collector's base url, `member` the name that its spans bear. */
export function createTracing(endpoint: string, member: string): Tracing {
  const onFault = () => console.error('The collector of traces does not answer: spans are lost')
  const exporter = createSpanExporter({ endpoint, serviceName: `lawang-${member}`, onFault })
  const inside = new AsyncLocalStorage<Current>()
  const now = () => performance.timeOrigin + performance.now()
  const add = (span: Omit<Span, 'endedAt'>) => {
    if (span.context.sampled) exporter.add({ ...span, endedAt: now() })
  }
  return {
    begin(start, traceparent) {
      const parent = parseTraceparent(traceparent) ?? inside.getStore()?.context
      const current: Current = { context: childOf(parent), hasFailed: false }
      const startedAt = now()
      const { context } = current
      return {
        run: (work) => inside.run(current, work),
        end: (hasFailed) =>
          add({ ...start, context, parentSpanId: parent?.spanId, startedAt, failed: hasFailed || current.hasFailed }),
      }
    },
    onStatement(text, took, failed) {
      const parent = inside.getStore()?.context
      if (!parent) return
      const operation = KINDS.exec(text)?.[1]?.toUpperCase() ?? 'OTHER'
      const attributes = { 'db.system.name': 'postgresql', 'db.operation.name': operation }
      const place = { context: childOf(parent), parentSpanId: parent.spanId }
      add({ ...place, name: operation, kind: 'client', attributes, startedAt: now() - took, failed })
    },
    traceparent() {
      const current = inside.getStore()
      return current && formatTraceparent(current.context)
    },
    fail() {
      const current = inside.getStore()
      if (current) current.hasFailed = true
    },
    close: () => exporter.close(),
  }
}

/** Runs `work` as a span that fails when it throws; without tracing it just runs. */
export async function inSpan<T>(tracing: Tracing | undefined, start: SpanStart, work: () => Promise<T>): Promise<T> {
  if (!tracing) return work()
  const span = tracing.begin(start)
  let hasFailed = true
  try {
    const result = await span.run(work)
    hasFailed = false
    return result
  } finally {
    span.end(hasFailed)
  }
}
