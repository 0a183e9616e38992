import type { PeerTls } from '@lawang/trust/tls/pinned-connection'
import { createSpanExporter, type SpanExporter } from '@lawang/trust/traces/span-exporter'
import { createHttpSend } from './execute/http-send.ts'
import type { WritingOperations } from './execute/operation.ts'
import { createOperations } from './execute/operations.ts'
import { createMetrics, type Metrics } from './observe/metrics.ts'
import { observedOperations } from './observe/observed-operations.ts'
import { createTracing } from './observe/tracing.ts'
import { DEFAULT_LIMITS } from './plan/limits.ts'
import { createPrepare, type Prepare } from './plan/prepare.ts'
import type { Supergraph } from './plan/supergraph.ts'
import type { Graph } from './reload/graph-files.ts'
import { reloadable } from './reload/reloadable-operations.ts'
import { adaptedAsk } from './route/adapted-ask.ts'
import { adaptedSubscriptions } from './route/adapted-subscriptions.ts'
import { type Availability, createAvailability } from './route/availability.ts'
import { type Contracts, followContracts } from './route/follow-contracts.ts'
import { type GuardedAsk, guardedAsk } from './route/guarded-ask.ts'
import { jurisdictionRouter } from './route/jurisdiction-router.ts'
import { directoryLastKnown } from './route/last-known.ts'
import { DEFAULT_GUARD, type GuardObserver } from './route/member-guard.ts'
import { fixedRouter, type Router } from './route/router.ts'
import { createStreamingTurns, isHealthy, type StreamingTurns } from './subscribe/streaming-turns.ts'
import { introducedSend } from './trust/introduced-send.ts'
import type { Introduce } from './trust/introduction.ts'

export interface GraphServerOptions {
  readonly memberTimeoutMs: number
  /** The version of the contracts that the first graph is made of: members are asked for theirs. Undefined: nobody is. */
  readonly contractVersion: string | undefined
  /** The base url of an OpenTelemetry collector; undefined for no traces. */
  readonly traces: string | undefined
  /** How members are told who asks; by the client's own token where nothing is signed. */
  readonly introduce: Introduce | undefined
  readonly peer: PeerTls | undefined
  /** Told of faults of the gateway itself. */
  readonly onFault: (fault: unknown) => void
  /** Told in a few words what changes at the members. */
  readonly onChange: (what: Readonly<Record<string, unknown>>, sentence: string) => void
}

/** The executor of a graph that can be replaced while it serves. */
export interface GraphServer {
  readonly operations: WritingOperations
  readonly metrics: Metrics
  readonly turns: StreamingTurns
  current(): Graph
  replace(graph: Graph): void
  /** Waits for what is under way at the members. */
  close(): Promise<void>
}

const PLAN_CACHE_SIZE = 1000

export function serveGraph(first: Graph, options: GraphServerOptions): GraphServer {
  const now = () => performance.now()
  let current = first
  const availability = createAvailability(now)
  const http = createHttpSend({ timeoutMs: options.memberTimeoutMs, peer: options.peer, report: availability.report })
  const turns = createStreamingTurns({ isReady: isHealthy, now })
  const metrics = createMetrics(() => guarded.guards)
  const guarded: GuardedAsk = guardedAsk({
    send: options.introduce ? introducedSend(http.send, options.introduce) : http.send,
    settings: { ...DEFAULT_GUARD, timeoutMs: options.memberTimeoutMs },
    observer: observer(metrics, options.onChange),
    now,
    random: Math.random,
  })
  const prepareOf = preparing(metrics)
  const contracts = followMembers(() => current, options)
  const adapted = contracts ? adaptedAsk(guarded.ask, contracts.older) : guarded.ask
  const spans = options.traces === undefined ? undefined : exporterOf(options.traces, options.onFault)
  const tracing = spans && createTracing(spans, () => performance.timeOrigin + performance.now())
  const ask = tracing ? tracing.ask(adapted) : adapted
  const operationsOf = (graph: Graph) => {
    const router = routerOf(graph, availability, turns)
    const made = createOperations({
      supergraph: graph.supergraph,
      prepare: prepareOf(graph.supergraph, router),
      network: {
        router,
        ask,
        types: graph.supergraph.types,
        lastKnown: graph.members && directoryLastKnown(router, ask),
      },
      onFault: options.onFault,
    })
    return contracts ? adaptedSubscriptions(made, contracts.older) : made
  }
  const operations = reloadable(operationsOf(first))
  return {
    operations: observedOperations(tracing ? tracing.operations(operations) : operations, metrics),
    metrics,
    turns,
    current: () => current,
    replace(graph) {
      operations.replace(operationsOf(graph))
      if (graph.supergraph !== current.supergraph) current.supergraph.planner.close()
      current = graph
      if (graph.members) guarded.keepOnly(new Set(graph.members.map(({ url }) => `${url}/graphql`)))
      metrics.reloaded('taken')
      contracts?.renew()
    },
    async close() {
      contracts?.close()
      await spans?.close()
      await http.close()
    },
  }
}

function routerOf({ supergraph, members }: Graph, availability: Availability, turns: StreamingTurns): Router {
  return members
    ? jurisdictionRouter(members, supergraph.routed, availability, turns.isDown)
    : fixedRouter(supergraph.subgraphs)
}

function exporterOf(endpoint: string, onFault: (fault: unknown) => void): SpanExporter {
  return createSpanExporter({ endpoint, serviceName: 'lawang-gateway', onFault })
}

function followMembers(graph: () => Graph, { contractVersion, onChange }: GraphServerOptions): Contracts | undefined {
  const first = graph()
  if (contractVersion === undefined || !first.members) return undefined
  return followContracts({
    members: () => graph().members ?? [],
    fields: () => graph().supergraph.contractFields,
    version: () => (graph().supergraph === first.supergraph ? contractVersion : undefined),
    onChange: ({ name }, isOlder) => onChange({ member: name, isOlder }, 'What contract a member serves has changed'),
  })
}

/** Plans depend on the supergraph alone: they stay when only the members change. */
function preparing(metrics: Metrics): (supergraph: Supergraph, router: Router) => Prepare {
  let last: { readonly supergraph: Supergraph; readonly prepare: Prepare } | undefined
  return (supergraph, router) => {
    if (last?.supergraph !== supergraph) {
      const limits = { limits: DEFAULT_LIMITS, cacheSize: PLAN_CACHE_SIZE }
      const prepare = createPrepare(supergraph, router.routedArgument, limits)
      last = { supergraph, prepare: counted(prepare, metrics) }
    }
    return last.prepare
  }
}

function counted(prepare: Prepare, metrics: Metrics): Prepare {
  const recall: Prepare['recall'] = (query, operationName) => {
    const planned = prepare.recall(query, operationName)
    if (planned) metrics.planned('cache')
    return planned
  }
  return {
    recall,
    plan(query, operationName) {
      if (!recall(query, operationName)) metrics.planned('planner')
      return prepare.plan(query, operationName)
    },
  }
}

function observer(metrics: Metrics, onChange: GraphServerOptions['onChange']): GuardObserver {
  return {
    attempted: ({ name }, outcome, ms) => metrics.attempt(name, outcome, ms / 1000),
    repeated: ({ name }, reason) => metrics.repeated(name, reason),
    circuitChanged({ name }, state) {
      metrics.circuit(name, state)
      onChange({ member: name, circuit: state }, 'The circuit of a member has changed')
    },
  }
}
