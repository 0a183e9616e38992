import { REFUSALS } from '@lawang/schema/errors'
import { GraphQLError } from 'graphql'
import type { RootFetch } from '../plan/executable.ts'
import type { Variables } from '../plan/projection.ts'
import type { ArgumentSource, RootField } from '../plan/root-operation.ts'
import type { Endpoint, Placement } from '../route/router.ts'
import { isJsonObject, type JsonObject, type MemberAnswer } from './member-answer.ts'
import { mergeInto } from './merge.ts'
import { applyRewrites } from './rewrites.ts'
import { type Run, request } from './run.ts'
import { type FieldToScatter, runScatteredField } from './run-scattered-field.ts'

const UNAVAILABLE = { code: 'MEMBER_UNAVAILABLE' }

/** Root fields that one member answers together, with the government that each names. */
interface Group {
  /** In the order of preference; more than one only for fields that any member answers. */
  readonly endpoints: readonly Endpoint[]
  readonly fields: RootField[]
  readonly regions: (string | undefined)[]
}

/**
 * Asks the root fields of one contract. Queries go to all their members at once; mutations in document order, those
 * that follow each other at one member in one operation. A field that leads nowhere, or whose member does not answer,
 * stays null with an error of its own.
 */
export async function runRootFetch(run: Run, fetch: RootFetch): Promise<void> {
  const { operation } = fetch
  const asked = operation.fields.filter((field) => isAsked(field, run.variables))
  const scattered = asked.filter(isScattered)
  if (scattered.length === 0) return askFields(run, fetch, asked)
  const others = asked.filter((field) => !isScattered(field))
  await Promise.all([askFields(run, fetch, others), ...scattered.map((field) => runScatteredField(run, fetch, field))])
}

function isScattered(field: RootField): field is FieldToScatter {
  return field.scattered !== undefined
}

/** Each field of one member. */
async function askFields(run: Run, fetch: RootFetch, fields: readonly RootField[]): Promise<void> {
  const inOrder = fetch.operation.type === 'mutation'
  const groups = groupFields(run, fetch.contract, fields, inOrder)
  const [only] = groups
  if (only && groups.length === 1) return askGroup(run, fetch, only)
  if (!inOrder) {
    await Promise.all(groups.map((group) => askGroup(run, fetch, group)))
    return
  }
  for (const group of groups) {
    if (run.call.signal.aborted) return
    await askGroup(run, fetch, group)
  }
}

function isAsked(field: RootField, variables: Variables): boolean {
  return field.occurrences.some((conditions) =>
    conditions.every(({ variable, expected }) => (variables[variable] === true) === expected),
  )
}

function groupFields(run: Run, contract: string, fields: readonly RootField[], inOrder: boolean): readonly Group[] {
  const groups: Group[] = []
  let anyOf: readonly Endpoint[] | undefined
  for (const field of fields) {
    let endpoints: readonly Endpoint[]
    let region: string | undefined
    if (field.jurisdiction) {
      const placement = run.network.router.place(contract, readArgument(field.jurisdiction, run.variables))
      if (placement.kind !== 'endpoint') {
        refuse(run, field, placement)
        continue
      }
      endpoints = [placement.endpoint]
      region = placement.region
    } else {
      anyOf ??= run.network.router.anyOf(contract)
      endpoints = anyOf
      region = endpoints[0]?.region
    }
    const candidates = inOrder ? groups.slice(-1) : groups
    const group = candidates.find(
      (one) => one.endpoints.length === endpoints.length && one.endpoints[0] === endpoints[0],
    )
    if (group) {
      group.fields.push(field)
      group.regions.push(region)
    } else {
      groups.push({ endpoints, fields: [field], regions: [region] })
    }
  }
  return groups
}

function refuse(run: Run, field: RootField, placement: Exclude<Placement, { kind: 'endpoint' }>): void {
  if (placement.kind === 'nowhere') {
    run.errors.refuse('UNKNOWN_JURISDICTION', [field.key], undefined, { region: placement.code })
  } else {
    const { code, message, facts } = placement.refusal
    run.errors.refuse(code, [field.key], message, facts)
  }
}

export type SubscriptionPlacement =
  | { readonly endpoint: Endpoint }
  | { readonly endpoint: undefined; readonly refusal: GraphQLError }

/** The member that streams a subscription's only root field, or why there is none. */
export function placeSubscription(run: Run, fetch: RootFetch): SubscriptionPlacement {
  const [group] = groupFields(run, fetch.contract, fetch.operation.fields.slice(0, 1), true)
  const endpoint = group?.endpoints[0]
  if (endpoint) return { endpoint }
  const [found] = run.errors.list
  const { message, extensions } = found ?? { message: REFUSALS.MEMBER_UNAVAILABLE, extensions: UNAVAILABLE }
  return { endpoint: undefined, refusal: new GraphQLError(message, { extensions }) }
}

/** The value at an argument source; undefined when a variable has nothing there. */
function readArgument(source: ArgumentSource, variables: Variables): unknown {
  if (source.kind === 'literal') return source.value
  let value: unknown = variables[source.name]
  for (const key of source.path) value = isJsonObject(value) ? value[key] : undefined
  return value
}

async function askGroup(run: Run, fetch: RootFetch, group: Group): Promise<void> {
  const part = fetch.operation.part(group.fields)
  const answer = await request(run, group.endpoints, fetch.operation.type === 'query', part)
  if (answer.kind === 'unavailable') {
    const { retryAfter } = answer
    for (const [index, field] of group.fields.entries()) {
      const id = field.jurisdiction && readArgument(field.jurisdiction, run.variables)
      run.errors.lose([field.key], { region: group.regions[index], retryAfter }, id)
    }
    return
  }
  takeRootAnswer(run, fetch, group.fields, answer)
}

/** Adds a member's answer to root fields to the run. */
export function takeRootAnswer(
  run: Run,
  fetch: RootFetch,
  fields: readonly RootField[],
  answer: Extract<MemberAnswer, { kind: 'answered' }>,
): void {
  for (const error of answer.errors) {
    if (error.path) run.errors.pass(error, error.path)
    else for (const field of fields) run.errors.pass(error, [field.key])
  }
  if (!answer.data) return
  // rewriting an answer and merging two leave nothing that a member has written so
  run.text = isEmpty(run.data) && fetch.outputRewrites.length === 0 ? answer.text : undefined
  applyRewrites(answer.data, fetch.outputRewrites, run.network.types)
  mergeInto(run.data, answer.data, true, run.network.types)
}

function isEmpty(data: JsonObject): boolean {
  for (const _ in data) return false
  return true
}
