import { REFUSALS } from '@lawang/schema/errors'
import { type ExecutionResult, GraphQLError } from 'graphql'
import type { ExecutableNode } from '../plan/executable.ts'
import type { PlannedOperation, Preparation, Prepare } from '../plan/prepare.ts'
import type { Variables } from '../plan/projection.ts'
import type { Supergraph } from '../plan/supergraph.ts'
import { completeAnswer } from './complete.ts'
import { FoundErrors } from './found-errors.ts'
import { gatherEntities } from './gather-entities.ts'
import { isAnswer } from './identity.ts'
import { introspect } from './introspect.ts'
import { type CallOptions, readAnswer } from './member-answer.ts'
import {
  OperationRefused,
  type OperationRequest,
  type PreparedOperation,
  type SubscriptionFetch,
  type WritingOperations,
  type WrittenResult,
} from './operation.ts'
import type { Network, Run } from './run.ts'
import { runNode } from './run-plan.ts'
import { placeSubscription, takeRootAnswer } from './run-root-fetch.ts'
import { shareInFlight } from './share-in-flight.ts'

export interface OperationsOptions {
  readonly supergraph: Supergraph
  readonly prepare: Prepare
  readonly network: Omit<Network, 'askEntities'>
  /** Told of faults of the gateway itself: the client learns only that there was one. */
  readonly onFault: (fault: unknown) => void
}

const NO_VARIABLES: Variables = {}

/** The executor behind every transport. */
export function createOperations(options: OperationsOptions): WritingOperations {
  const { onFault } = options
  const { router, types, ask, lastKnown } = options.network
  const network: Network = { router, types, ask: shareInFlight(ask), askEntities: gatherEntities(ask), lastKnown }
  return {
    async prepare(request) {
      const planned = await plan(options, request)
      const coerced = planned.coerceVariables(request.variables ?? NO_VARIABLES)
      if (!coerced.variables) throw new OperationRefused(coerced.errors)
      const costly = planned.refuseCostly(coerced.variables)
      if (costly) throw new OperationRefused([costly])
      return new Prepared(planned, request.variables ?? NO_VARIABLES, coerced.variables)
    },
    recall(request) {
      const planned = options.prepare.recall(request.query, request.operationName ?? undefined)
      const sent = request.variables ?? NO_VARIABLES
      const variables = planned?.coerceVariables(sent).variables
      if (!planned || !variables || planned.refuseCostly(variables)) return undefined
      return new Prepared(planned, sent, variables)
    },
    async execute(prepared, call) {
      try {
        return await executePlan(options, network, own(prepared), call)
      } catch (fault) {
        onFault(fault)
        return { data: null, errors: [internalError()] }
      }
    },
    async write(prepared, call) {
      try {
        return await writePlan(options, network, own(prepared), call)
      } catch (fault) {
        onFault(fault)
        return { kind: 'result', result: { data: null, errors: [internalError()] } }
      }
    },
    subscriptionFetch: (prepared) => subscriptionFetch(network, own(prepared), onFault),
  }
}

class Prepared implements PreparedOperation {
  readonly kind: PreparedOperation['kind']
  readonly planned: PlannedOperation
  /** As the client sent them: graphql-js coerces them again for introspection. */
  readonly sent: Variables
  readonly variables: Variables

  constructor(planned: PlannedOperation, sent: Variables, variables: Variables) {
    this.kind = planned.operation.operation
    this.planned = planned
    this.sent = sent
    this.variables = variables
  }
}

function own(prepared: PreparedOperation): Prepared {
  if (prepared instanceof Prepared) return prepared
  throw new TypeError('The operation was not prepared here')
}

async function plan(options: OperationsOptions, request: OperationRequest): Promise<PlannedOperation> {
  let preparation: Preparation
  try {
    preparation = await options.prepare.plan(request.query, request.operationName ?? undefined)
  } catch (fault) {
    options.onFault(fault)
    throw new OperationRefused([internalError()])
  }
  if (preparation.kind === 'refused') throw new OperationRefused(preparation.errors)
  return preparation.planned
}

function startRun(network: Network, prepared: Prepared, call: CallOptions): Run {
  const { names } = prepared.planned
  const variables: Record<string, unknown> = {}
  for (const name in prepared.variables) variables[names.variable(name)] = prepared.variables[name]
  return { network, call, variables, data: {}, errors: new FoundErrors(), text: undefined }
}

/** What only the fetches of one run can tell is found out after them. */
async function writePlan(
  options: OperationsOptions,
  network: Network,
  prepared: Prepared,
  call: CallOptions,
): Promise<WrittenResult> {
  const { planned } = prepared
  if (planned.isOneFetch && planned.plan.node) {
    const run = startRun(network, prepared, call)
    await runToEnd(run, planned.plan.node)
    const shape = planned.projection(prepared.variables)
    if (run.text !== undefined && run.errors.list.length === 0 && isAnswer(shape, run.data)) {
      return { kind: 'written', json: run.text }
    }
    return written(complete(run, prepared))
  }
  return written(await executePlan(options, network, prepared, call))
}

function written(result: ExecutionResult): WrittenResult {
  return result.errors || result.extensions
    ? { kind: 'result', result }
    : { kind: 'written', json: JSON.stringify(result) }
}

async function executePlan(
  options: OperationsOptions,
  network: Network,
  prepared: Prepared,
  call: CallOptions,
): Promise<ExecutionResult> {
  if (prepared.kind === 'subscription') {
    const code = 'SUBSCRIPTION_NEEDS_SOCKET'
    return { errors: [new GraphQLError(REFUSALS[code], { extensions: { code } })] }
  }
  const { planned } = prepared
  const run = startRun(network, prepared, call)
  if (planned.introspection) {
    Object.assign(run.data, introspect(options.supergraph.publicSchema, planned.introspection, prepared.sent))
  }
  return finish(run, prepared, planned.plan.node)
}

async function finish(run: Run, prepared: Prepared, node: ExecutableNode | undefined) {
  if (node) await runToEnd(run, node)
  return complete(run, prepared)
}

/** Beside an error for a complaint stands what the directory last knew of it. */
async function runToEnd(run: Run, node: ExecutableNode): Promise<void> {
  await runNode(run, node)
  const { lost } = run.errors
  if (lost.size === 0 || !run.network.lastKnown || run.call.signal.aborted) return
  const known = await run.network.lastKnown([...lost.keys()], run.call.signal)
  for (const [id, { status, asOf }] of known) {
    for (const extensions of lost.get(id) ?? []) extensions.lastKnown = { status, asOf }
  }
}

function complete(run: Run, prepared: Prepared): ExecutionResult {
  const { projection, names } = prepared.planned
  const { data, errors } = completeAnswer(projection(prepared.variables), run.data, run.errors.list, names)
  const { warnings } = run.errors
  return {
    ...(errors.length > 0 ? { errors } : {}),
    data,
    ...(warnings.length > 0 ? { extensions: { warnings } } : {}),
  }
}

function subscriptionFetch(network: Network, prepared: Prepared, onFault: (fault: unknown) => void): SubscriptionFetch {
  const { subscription, node } = prepared.planned.plan
  if (!subscription) throw new TypeError('The operation is no subscription')
  const aborted = AbortSignal.abort()
  const start = startRun(network, prepared, { signal: aborted })
  const placement = placeSubscription(start, subscription)
  if (!placement.endpoint) throw new OperationRefused([placement.refusal])
  const { endpoint } = placement
  const part = subscription.operation.part()
  return {
    contract: subscription.contract,
    member: endpoint.name,
    memberUrl: endpoint.url,
    url: network.router.streamOf?.(endpoint) ?? endpoint.url,
    query: part.text,
    variables: Object.fromEntries(part.variables.map((name) => [name, start.variables[name]])),
    async onEvent(payload, context) {
      try {
        const run = startRun(network, prepared, context)
        const answer = readAnswer(payload)
        if (answer.kind === 'unavailable') throw new TypeError('A member sent an event that is no GraphQL result')
        takeRootAnswer(run, subscription, subscription.operation.fields, answer)
        return await finish(run, prepared, node)
      } catch (fault) {
        onFault(fault)
        return { data: null, errors: [internalError()] }
      }
    },
  }
}

function internalError(): GraphQLError {
  return new GraphQLError(REFUSALS.INTERNAL, { extensions: { code: 'INTERNAL' } })
}
