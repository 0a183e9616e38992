import type { SpanExporter } from '@lawang/trust/traces/span-exporter'
import { childOf, formatTraceparent, parseTraceparent } from '@lawang/trust/traces/trace-context'
import type { CallOptions } from '../execute/member-answer.ts'
import type { PreparedOperation, WritingOperations } from '../execute/operation.ts'
import type { Ask } from '../route/ask.ts'

/**
 * Makes spans of operations and of the requests to members under them. Spans hold which kind of operation it was, which
 * members were asked and whether they answered: nothing that a client sent.
 */
export interface Tracing {
  operations(operations: WritingOperations): WritingOperations
  ask(ask: Ask): Ask
}

/** `now` is milliseconds since 1970, with fractions. */
export function createTracing(exporter: SpanExporter, now: () => number): Tracing {
  async function spanned<Result>(
    call: CallOptions,
    span: {
      readonly name: string
      readonly kind: 'server' | 'client'
      readonly facts: Readonly<Record<string, string>>
    },
    run: (traceparent: string) => Promise<Result>,
    hasFailed: (result: Result) => boolean,
  ): Promise<Result> {
    const parent = parseTraceparent(call.traceparent)
    const context = childOf(parent)
    const startedAt = now()
    const result = await run(formatTraceparent(context))
    if (context.sampled) {
      const { name, kind, facts: attributes } = span
      const [endedAt, failed] = [now(), hasFailed(result)]
      exporter.add({ context, parentSpanId: parent?.spanId, name, kind, startedAt, endedAt, attributes, failed })
    }
    return result
  }

  const operation = <Call extends CallOptions, Result>(
    { kind }: PreparedOperation,
    call: Call,
    run: (call: Call) => Promise<Result>,
    hasFailed: (result: Result) => boolean,
  ) =>
    spanned(
      call,
      { name: `graphql ${kind}`, kind: 'server', facts: { 'graphql.operation.type': kind } },
      (traceparent) => run({ ...call, traceparent }),
      hasFailed,
    )

  return {
    operations: (operations) => ({
      ...operations,
      execute: (prepared, call) =>
        operation(
          prepared,
          call,
          (inner) => operations.execute(prepared, inner),
          ({ errors }) => errors !== undefined,
        ),
      write: (prepared, call) =>
        operation(
          prepared,
          call,
          (inner) => operations.write(prepared, inner),
          (written) => written.kind === 'result' && written.result.errors !== undefined,
        ),
    }),
    ask: (ask) => (endpoints, body, call, repeatable) => {
      const facts = { 'lawang.member': endpoints[0]?.name ?? '' }
      return spanned(
        call,
        { name: 'member', kind: 'client', facts },
        (traceparent) => ask(endpoints, body, { ...call, traceparent }, repeatable),
        ({ kind }) => kind === 'unavailable',
      )
    },
  }
}
