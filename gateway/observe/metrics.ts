import { REFUSALS } from '@lawang/schema/errors'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { CircuitState } from '../route/circuit.ts'
import type { GuardedAsk } from '../route/guarded-ask.ts'
import type { AttemptOutcome } from '../route/member-guard.ts'

export interface Metrics {
  /** How an operation ended, after how many seconds. */
  operation(kind: 'query' | 'mutation', outcome: 'ok' | 'errors', seconds: number): void
  /** An error that a client saw. */
  error(code: unknown): void
  attempt(member: string, outcome: AttemptOutcome, seconds: number): void
  repeated(member: string, reason: 'retry' | 'hedge'): void
  circuit(member: string, state: CircuitState): void
  planned(from: 'cache' | 'planner'): void
  subscription(change: 1 | -1): void
  reloaded(outcome: 'taken' | 'refused'): void
  rateLimited(): void
  /** Everything in Prometheus's text format, and its content type. */
  text(): Promise<{ readonly contentType: string; readonly body: string }>
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
/** Codes of GraphQL servers beside our own. What else a subgraph may write is counted as one: labels are kept for ever. */
const KNOWN_CODES: ReadonlySet<string> = new Set([
  ...Object.keys(REFUSALS),
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'DOWNSTREAM_SERVICE_ERROR',
])

/** `guards` are the members that have been asked: their places and circuits are read when somebody looks. */
export function createMetrics(guards: () => GuardedAsk['guards']): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const counters = createCounters(registry)
  const durations = createDurations(registry)
  const subscriptions = new Gauge({
    name: 'lawang_gateway_subscriptions',
    help: 'Subscriptions that are open.',
    registers: [registry],
  })
  addMemberGauges(registry, guards)
  return {
    operation: (kind, outcome, seconds) => durations.operation.observe({ kind, outcome }, seconds),
    error: (code) => counters.errors.inc({ code: typeof code === 'string' && KNOWN_CODES.has(code) ? code : 'OTHER' }),
    attempt: (member, outcome, seconds) => {
      counters.attempts.inc({ member, outcome })
      if (outcome === 'answered') durations.member.observe({ member }, seconds)
    },
    repeated: (member, reason) => counters.repeated.inc({ member, reason }),
    circuit: (member, state) => counters.circuits.inc({ member, state }),
    planned: (from) => counters.plans.inc({ from }),
    subscription: (change) => subscriptions.inc(change),
    reloaded: (outcome) => counters.reloads.inc({ outcome }),
    rateLimited: () => counters.limited.inc(),
    text: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
  }
}

function createCounters(registry: Registry) {
  const counter = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
    new Counter({ name: `lawang_gateway_${name}_total`, help, labelNames, registers: [registry] })
  return {
    errors: counter('errors', 'Errors that clients saw, by code.', 'code'),
    attempts: counter('member_requests', 'Requests to members, by how they ended.', 'member', 'outcome'),
    repeated: counter('member_repeats', 'Requests that were sent a second time, and why.', 'member', 'reason'),
    circuits: counter('member_circuit_changes', 'Changes of a member’s circuit, by its new state.', 'member', 'state'),
    plans: counter('plans', 'Operations prepared, by where the plan came from.', 'from'),
    reloads: counter('reloads', 'Files of the graph that changed.', 'outcome'),
    limited: counter('rate_limited', 'Requests refused because their client asks too much.'),
  }
}

function createDurations(registry: Registry) {
  return {
    operation: new Histogram({
      name: 'lawang_gateway_operation_seconds',
      help: 'How long operations took, by kind and outcome.',
      labelNames: ['kind', 'outcome'],
      buckets: SECONDS,
      registers: [registry],
    }),
    member: new Histogram({
      name: 'lawang_gateway_member_seconds',
      help: 'How long members took to answer, their waiting here included.',
      labelNames: ['member'],
      buckets: SECONDS,
      registers: [registry],
    }),
  }
}

const STATE_NUMBERS: Readonly<Record<CircuitState, number>> = { closed: 0, 'half-open': 1, open: 2 }

function addMemberGauges(registry: Registry, guards: () => GuardedAsk['guards']): void {
  type State = { readonly circuit: CircuitState; readonly active: number; readonly waiting: number }
  const gauge = (name: string, help: string, read: (state: State) => number) =>
    new Gauge({
      name: `lawang_gateway_member_${name}`,
      help,
      labelNames: ['member'],
      registers: [registry],
      collect() {
        this.reset()
        for (const { endpoint, guard } of guards().values()) this.set({ member: endpoint.name }, read(guard.state))
      },
    })
  gauge('circuit', 'A member’s circuit: 0 closed, 1 half-open, 2 open.', ({ circuit }) => STATE_NUMBERS[circuit])
  gauge('active', 'Requests that a member has at the moment.', ({ active }) => active)
  gauge('waiting', 'Requests that wait for their turn at a member.', ({ waiting }) => waiting)
}
