import { REFUSALS } from '@lawang/schema/errors'
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { CircuitState } from '../route/circuit.ts'
import type { GuardedAsk } from '../route/guarded-ask.ts'
import type { AttemptOutcome } from '../route/member-guard.ts'
import { CountTally, DurationTally } from './tally.ts'

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
  'DOWNSTREAM_SERVICE_ERROR',
])

/** `guards` are the members that have been asked: their places and circuits are read when somebody looks. */
export function createMetrics(guards: () => GuardedAsk['guards']): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const counters = createCounters(registry)
  const tallies = createTallies()
  const subscriptions = new Gauge({
    name: 'lawang_gateway_subscriptions',
    help: 'Streams from members that are open; subscribers that share one count once.',
    registers: [registry],
  })
  addMemberGauges(registry, guards)
  return {
    operation: (kind, outcome, seconds) => tallies.operation.observe(seconds, kind, outcome),
    error: (code) => counters.errors.inc({ code: typeof code === 'string' && KNOWN_CODES.has(code) ? code : 'OTHER' }),
    attempt: (member, outcome, seconds) => {
      tallies.attempts.add(member, outcome)
      if (outcome === 'answered') tallies.member.observe(seconds, member)
    },
    repeated: (member, reason) => counters.repeated.inc({ member, reason }),
    circuit: (member, state) => counters.circuits.inc({ member, state }),
    planned: (from) => tallies.plans.add(from),
    subscription: (change) => subscriptions.inc(change),
    reloaded: (outcome) => counters.reloads.inc({ outcome }),
    rateLimited: () => counters.limited.inc(),
    async text() {
      const texts = [await registry.metrics(), ...Object.values(tallies).map((tally) => tally.text())]
      return { contentType: registry.contentType, body: `${texts.map((text) => text.trimEnd()).join('\n\n')}\n` }
    },
  }
}

function createCounters(registry: Registry) {
  const counter = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
    new Counter({ name: `lawang_gateway_${name}_total`, help, labelNames, registers: [registry] })
  return {
    errors: counter('errors', 'Errors that clients saw, by code.', 'code'),
    repeated: counter('member_repeats', 'Requests that were sent a second time, and why.', 'member', 'reason'),
    circuits: counter('member_circuit_changes', 'Changes of a member’s circuit, by its new state.', 'member', 'state'),
    reloads: counter('reloads', 'Files of the graph that changed.', 'outcome'),
    limited: counter('rate_limited', 'Requests refused because their client asks too much.'),
  }
}

/** What every request adds to. */
function createTallies() {
  return {
    attempts: new CountTally('lawang_gateway_member_requests_total', 'Requests to members, by how they ended.', [
      'member',
      'outcome',
    ]),
    plans: new CountTally('lawang_gateway_plans_total', 'Operations prepared, by where the plan came from.', ['from']),
    operation: new DurationTally(
      'lawang_gateway_operation_seconds',
      'How long operations took, by kind and outcome.',
      ['kind', 'outcome'],
      SECONDS,
    ),
    member: new DurationTally(
      'lawang_gateway_member_seconds',
      'How long members took to answer, their waiting here included.',
      ['member'],
      SECONDS,
    ),
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
