import type { IncomingMessage } from 'node:http'
import { REFUSALS } from '@lawang/schema/errors'
import { type ExecutionResult, GraphQLError } from 'graphql'
import type { CallContext, OperationRequest, Operations, PreparedOperation } from '../execute/operation.ts'
import type { NameClient } from '../http/client-names.ts'
import type { Feeds } from './feeds.ts'
import { fitForClient, isFault } from './fit-for-client.ts'
import { Batch, LiveEvent } from './live-event.ts'
import type { MandateEnds } from './mandate-ends.ts'
import type { Outlet } from './outlet.ts'
import { whenExpired } from './token-expiry.ts'

/** What serves operations, beside the transport. */
export interface Running {
  readonly operations: Operations
  readonly feeds: Feeds
  readonly mandateEnds: MandateEnds
  /** Told of failures that are nobody's refusal. */
  readonly onFault: (error: unknown) => void
  /** The pseudonym that members count a client's network by. */
  readonly clientOf: NameClient
  /** Lets the next operation of a WebSocket through, or throws a refusal. */
  readonly admit?: ((request: IncomingMessage, authorization: string | undefined) => void) | undefined
}

/** How an operation ended on an event stream. `lost`: the client has to be made to come again. */
export type Outcome = 'over' | 'lost'

/** Sends the results of any operation: one of a query or mutation, many of a subscription. Refusals are results. */
export async function runOperation(
  running: Running,
  request: () => OperationRequest,
  check: (prepared: PreparedOperation) => void,
  call: CallContext,
  outlet: Outlet,
): Promise<Outcome> {
  const send = (result: ExecutionResult) => outlet.send(new Batch([new LiveEvent(result)]))
  try {
    const asked = request()
    const prepared = await running.operations.prepare(asked)
    check(prepared)
    if (prepared.kind !== 'subscription') {
      send(await running.operations.execute(prepared, call))
      return 'over'
    }
    const ending = await followWhileAllowed(running, { request: asked, prepared }, outlet, call)
    if (ending?.is === 'lost') return 'lost'
    if (ending?.is === 'refused') send({ errors: ending.errors })
  } catch (error) {
    if (isFault(error)) running.onFault(error)
    send({ errors: fitForClient(error) })
  }
  return 'over'
}

async function followWhileAllowed(
  { feeds, mandateEnds }: Running,
  asked: Parameters<Feeds['follow']>[0],
  outlet: Outlet,
  call: CallContext,
): ReturnType<Feeds['follow']> {
  const expired = new AbortController()
  const ended = new AbortController()
  const stopWaiting = whenExpired(call.authorization, () => expired.abort())
  const stopWatching = mandateEnds.watch(call.authorization, () => ended.abort())
  try {
    const signal = AbortSignal.any([call.signal, expired.signal, ended.signal])
    const ending = await feeds.follow(asked, outlet, { ...call, signal })
    if (ending) return ending
    if (ended.signal.aborted) return { is: 'refused', errors: [endedError()] }
    return expired.signal.aborted ? { is: 'refused', errors: [expiredError()] } : undefined
  } finally {
    stopWaiting()
    stopWatching()
  }
}

function expiredError(): GraphQLError {
  return new GraphQLError(REFUSALS.UNAUTHENTICATED, { extensions: { code: 'UNAUTHENTICATED', reason: 'EXPIRED' } })
}

function endedError(): GraphQLError {
  return new GraphQLError(REFUSALS.NO_MANDATE, { extensions: { code: 'NO_MANDATE' } })
}
