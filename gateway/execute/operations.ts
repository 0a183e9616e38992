import { REFUSALS } from '@lawang/schema/errors'
import { hideValues } from '@lawang/schema/hide-values'
import { GraphQLError, getVariableValues } from 'graphql'
import type { ExecutableNode } from '../plan/executable.ts'
import type { PlannedOperation, Prepare } from '../plan/prepare.ts'
import type { Variables } from '../plan/projection.ts'
import type { Supergraph } from '../plan/supergraph.ts'
import { type Completed, completeAnswer } from './complete.ts'
import { FoundErrors } from './found-errors.ts'
import { introspect } from './introspect.ts'
import { readAnswer } from './member-answer.ts'
import {
  type CallContext,
  OperationRefused,
  type OperationRequest,
  type Operations,
  type PreparedOperation,
  type SubscriptionFetch,
} from './operation.ts'
import type { Network, Run } from './run.ts'
import { runNode } from './run-plan.ts'
import { placeSubscription, takeRootAnswer } from './run-root-fetch.ts'

export interface OperationsOptions {
  readonly supergraph: Supergraph
  readonly prepare: Prepare
  readonly network: Network
  /** Told of faults of the gateway itself: the client learns only that there was one. */
  readonly onFault: (fault: unknown) => void
}

const MAX_VARIABLE_ERRORS = 20

/** The executor behind every transport. */
export function createOperations(options: OperationsOptions): Operations {
  const { network, onFault } = options
  return {
    async prepare(request) {
      const planned = await plan(options, request)
      return new Prepared(planned, request.variables ?? {}, coerceVariables(options.supergraph, planned, request))
    },
    async execute(prepared, call) {
      try {
        return await executePlan(options, own(prepared), call)
      } catch (fault) {
        onFault(fault)
        return { data: null, errors: [internalError()] }
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
  let preparation: Awaited<ReturnType<Prepare>>
  try {
    preparation = await options.prepare(request.query, request.operationName ?? undefined)
  } catch (fault) {
    options.onFault(fault)
    throw new OperationRefused([internalError()])
  }
  if (preparation.kind === 'refused') throw new OperationRefused(preparation.errors)
  return preparation.planned
}

function coerceVariables(supergraph: Supergraph, planned: PlannedOperation, request: OperationRequest): Variables {
  const definitions = planned.operation.variableDefinitions ?? []
  if (definitions.length === 0) return {}
  const result = getVariableValues(supergraph.publicSchema, definitions, request.variables ?? {}, {
    maxErrors: MAX_VARIABLE_ERRORS,
  })
  if (result.coerced) return result.coerced
  throw new OperationRefused(
    result.errors.map(
      ({ message, nodes }) => new GraphQLError(hideValues(message), { nodes, extensions: { code: 'BAD_USER_INPUT' } }),
    ),
  )
}

function startRun(network: Network, prepared: Prepared, call: CallContext): Run {
  const { names } = prepared.planned
  const variables = Object.fromEntries(
    Object.entries(prepared.variables).map(([name, value]) => [names.variable(name), value]),
  )
  return { network, call, variables, data: {}, errors: new FoundErrors() }
}

async function executePlan(options: OperationsOptions, prepared: Prepared, call: CallContext) {
  if (prepared.kind === 'subscription') {
    const code = 'SUBSCRIPTION_NEEDS_SOCKET'
    return { errors: [new GraphQLError(REFUSALS[code], { extensions: { code } })] }
  }
  const { planned } = prepared
  const run = startRun(options.network, prepared, call)
  if (planned.introspection) {
    Object.assign(run.data, introspect(options.supergraph.publicSchema, planned.introspection, prepared.sent))
  }
  return finish(run, prepared, planned.plan.node)
}

async function finish(run: Run, prepared: Prepared, node: ExecutableNode | undefined) {
  if (node) await runNode(run, node)
  const { projection, names } = prepared.planned
  return asResult(completeAnswer(projection(prepared.variables), run.data, run.errors.list, names))
}

function asResult({ data, errors }: Completed) {
  return errors.length > 0 ? { errors, data } : { data }
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
    url: endpoint.url,
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
