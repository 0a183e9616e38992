import type { TraceContext } from './trace-context.ts'

export interface Span {
  readonly context: TraceContext
  readonly parentSpanId: string | undefined
  readonly name: string
  /** `internal`: what a server does by itself. */
  readonly kind: 'server' | 'client' | 'internal'
  /** Milliseconds since 1970. */
  readonly startedAt: number
  readonly endedAt: number
  readonly attributes: Readonly<Record<string, string>>
  readonly failed: boolean
}

export interface SpanExporter {
  add(span: Span): void
  /** Sends what is left. */
  close(): Promise<void>
}

export interface ExporterOptions {
  /** The collector's base url, as OTEL_EXPORTER_OTLP_ENDPOINT gives it. */
  readonly endpoint: string
  readonly serviceName: string
  /** Told when spans begin to be lost, and again only after some could be sent. */
  readonly onFault: (fault: unknown) => void
}

const SENT_EVERY_MS = 2_000
const BATCH = 512
/** While the collector is away the newest spans are dropped: a server's memory is for requests. */
const MOST_WAITING = 4096
const PATIENCE_MS = 5_000

/**
 * Sends spans to an OpenTelemetry collector: OTLP over HTTP in its JSON form. That is all that is needed of the SDK,
 * whose packages would be more than everything else that is installed for a server.
 */
export function createSpanExporter({ endpoint, serviceName, onFault }: ExporterOptions): SpanExporter {
  const url = `${endpoint.replace(/\/+$/, '')}/v1/traces`
  const waiting: Span[] = []
  const send = async () => {
    while (waiting.length > 0) {
      const body = JSON.stringify(otlp(serviceName, waiting.splice(0, BATCH)))
      const headers = { 'content-type': 'application/json' }
      const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(PATIENCE_MS) })
      await response.body?.cancel()
      if (!response.ok) throw new Error(`The collector of traces answered ${response.status}`)
    }
  }
  let sending = Promise.resolve()
  let isLosing = false
  const attempt = async () => {
    try {
      await send()
      isLosing = false
    } catch (fault) {
      if (!isLosing) onFault(fault)
      isLosing = true
    }
  }
  const flush = () => {
    if (waiting.length > 0) sending = sending.then(attempt)
    return sending
  }
  const timer = setInterval(flush, SENT_EVERY_MS).unref()
  return {
    add(span) {
      if (waiting.length < MOST_WAITING) waiting.push(span)
    },
    async close() {
      clearInterval(timer)
      await flush()
    },
  }
}

/** OTLP's numbers for the kinds of spans and the status of one that failed. */
const KINDS = { internal: 1, server: 2, client: 3 } as const
const FAILED = 2

function otlp(serviceName: string, spans: readonly Span[]) {
  const resource = { attributes: attributes({ 'service.name': serviceName }) }
  const scope = { name: 'lawang' }
  return { resourceSpans: [{ resource, scopeSpans: [{ scope, spans: spans.map(otlpSpan) }] }] }
}

function otlpSpan({ context, parentSpanId, name, kind, startedAt, endedAt, attributes: facts, failed }: Span) {
  return {
    traceId: context.traceId,
    spanId: context.spanId,
    ...(parentSpanId === undefined ? {} : { parentSpanId }),
    name,
    kind: KINDS[kind],
    startTimeUnixNano: nanoseconds(startedAt),
    endTimeUnixNano: nanoseconds(endedAt),
    attributes: attributes(facts),
    status: failed ? { code: FAILED } : {},
  }
}

function nanoseconds(milliseconds: number): string {
  return String(BigInt(Math.round(milliseconds * 1000)) * 1000n)
}

function attributes(facts: Readonly<Record<string, string>>) {
  return Object.entries(facts).map(([key, value]) => ({ key, value: { stringValue: value } }))
}
