import type { EntityFetch, EntityPart } from '../plan/executable.ts'
import type { Endpoint, Placement } from '../route/router.ts'
import type { EntityAnswer } from './gather-entities.ts'
import { type ErrorPath, isJsonObject, type JsonObject, type MemberError } from './member-answer.ts'
import { mergeInto } from './merge.ts'
import { type Representation, representationOf } from './representation.ts'
import { applyRewrites } from './rewrites.ts'
import type { Run } from './run.ts'
import { pathsOf, walkTargets } from './targets.ts'

/** The rows of one part that one member answers: equal representations are sent once and serve all their targets. */
interface Batch {
  readonly part: EntityPart
  /** As JSON. */
  readonly representations: string[]
  readonly targets: JsonObject[][]
  readonly regions: (string | undefined)[]
  readonly indexOf: Map<string, number>
}

interface MemberBatches {
  readonly endpoints: readonly Endpoint[]
  readonly batches: Map<EntityPart, Batch>
}

/**
 * Asks the entities of one contract: one request to each member that holds some of them, all at once. A row whose
 * member does not answer stays as it is, with an error at its path; the other rows are answered.
 */
export async function runEntityFetch(run: Run, fetch: EntityFetch): Promise<void> {
  const members = new Map<string, MemberBatches>()
  for (const part of fetch.parts) collectPart(run, fetch.contract, part, members)
  const asked = [...members.values()]
  const [only] = asked
  if (only && asked.length === 1) return askMember(run, fetch, only)
  await Promise.all(asked.map((member) => askMember(run, fetch, member)))
}

function collectPart(run: Run, contract: string, part: EntityPart, members: Map<string, MemberBatches>): void {
  const { types } = run.network
  for (const path of part.paths) {
    walkTargets(run.data, path, types, (target, trail) => {
      const representation = representationOf(target, part.requires, part.inputRewrites, types)
      if (!representation) return
      const placement = placeEntity(run, contract, representation)
      if (placement.kind === 'refused') {
        const { code, message, facts } = placement.refusal
        run.errors.refuse(code, [...trail], message, facts)
      } else if (placement.kind === 'endpoint') {
        addRow(members, part, placement, representation, target)
      }
    })
  }
}

type EntityPlacement =
  | Exclude<Placement, { kind: 'endpoint' }>
  | { readonly kind: 'endpoint'; readonly endpoints: readonly Endpoint[]; readonly region: string | undefined }

function placeEntity(run: Run, contract: string, representation: Representation): EntityPlacement {
  const { router } = run.network
  const key = router.routedKey(representation.__typename)
  if (key === undefined) {
    const endpoints = router.anyOf(contract)
    return { kind: 'endpoint', endpoints, region: endpoints[0]?.region }
  }
  const placement = router.place(contract, representation[key])
  return placement.kind === 'endpoint'
    ? { kind: 'endpoint', endpoints: [placement.endpoint], region: placement.region }
    : placement
}

function addRow(
  members: Map<string, MemberBatches>,
  part: EntityPart,
  placement: Extract<EntityPlacement, { kind: 'endpoint' }>,
  representation: Representation,
  target: JsonObject,
): void {
  // rows that any member answers go together, whoever is first in turn at the moment
  const name = placement.endpoints.length > 1 ? '' : (placement.endpoints[0]?.name ?? '')
  let member = members.get(name)
  if (!member) {
    member = { endpoints: placement.endpoints, batches: new Map() }
    members.set(name, member)
  }
  let batch = member.batches.get(part)
  if (!batch) {
    batch = { part, representations: [], targets: [], regions: [], indexOf: new Map() }
    member.batches.set(part, batch)
  }
  const key = JSON.stringify(representation)
  const index = batch.indexOf.get(key)
  if (index === undefined) {
    batch.indexOf.set(key, batch.representations.length)
    batch.representations.push(key)
    batch.targets.push([target])
    batch.regions.push(placement.region)
  } else {
    batch.targets[index]?.push(target)
  }
}

async function askMember(run: Run, fetch: EntityFetch, member: MemberBatches): Promise<void> {
  const rows = fetch.parts.map((part) => member.batches.get(part)?.representations ?? [])
  const otherVariables = writeVariables(run, fetch)
  const { endpoints } = member
  const answer = await run.network.askEntities({ endpoints, fetch, rows, otherVariables, call: run.call })
  for (const batch of member.batches.values()) {
    if (answer.kind === 'unavailable') reportUnavailable(run, batch, answer.retryAfter)
    else takeBatchAnswer(run, fetch, batch, answer)
  }
}

/** The inside of a JSON object. */
function writeVariables(run: Run, fetch: EntityFetch): string {
  let written = ''
  for (const name of fetch.variables) {
    const value = JSON.stringify(run.variables[name])
    if (value !== undefined) written += `${written === '' ? '' : ','}"${name}":${value}`
  }
  return written
}

function reportUnavailable(run: Run, batch: Batch, retryAfter: number): void {
  const paths = batchPaths(run, batch)
  for (const [index, targets] of batch.targets.entries()) {
    const { id }: JsonObject = JSON.parse(batch.representations[index] ?? '{}')
    for (const target of targets) run.errors.lose(paths.get(target), { region: batch.regions[index], retryAfter }, id)
  }
}

const NO_ENTITIES: MemberError = {
  message: 'The member did not answer the entities that it was asked for.',
  path: undefined,
  extensions: {},
}

function takeBatchAnswer(
  run: Run,
  fetch: EntityFetch,
  batch: Batch,
  answer: Extract<EntityAnswer, { kind: 'answered' }>,
): void {
  if (answer.errors.length > 0) passErrors(run, fetch, batch, answer.errors)
  const entities = answer.entities[fetch.parts.indexOf(batch.part)]
  if (!entities) {
    if (answer.errors.length === 0) passErrors(run, fetch, batch, [NO_ENTITIES])
    return
  }
  const { outputRewrites } = batch.part
  for (const [index, targets] of batch.targets.entries()) {
    const entity = entities[index]
    if (!isJsonObject(entity)) continue
    const rewritten = outputRewrites.length > 0 && answer.shared ? structuredClone(entity) : entity
    applyRewrites(rewritten, outputRewrites, run.network.types)
    // the last target takes the answer's own objects, those before it copies
    for (const [turn, target] of targets.entries()) {
      mergeInto(target, rewritten, !answer.shared && turn === targets.length - 1, run.network.types)
    }
  }
}

/** Puts each error from `_entities[i]` to the rows that the entity serves; one without a row concerns all rows. */
function passErrors(run: Run, fetch: EntityFetch, batch: Batch, errors: readonly MemberError[]): void {
  const paths = batchPaths(run, batch)
  for (const error of errors) {
    const [alias, index, ...rest] = error.path ?? []
    const row = typeof index === 'number' ? batch.targets[index] : undefined
    if (alias !== batch.part.alias && fetch.parts.some((part) => part.alias === alias)) continue
    if (alias === batch.part.alias && row) {
      for (const target of row) run.errors.pass(error, [...(paths.get(target) ?? []), ...rest])
    } else {
      for (const path of paths.values()) run.errors.pass(error, path)
    }
  }
}

function batchPaths(run: Run, batch: Batch): ReadonlyMap<JsonObject, ErrorPath> {
  return pathsOf(run.data, batch.part.paths, run.network.types, new Set(batch.targets.flat()))
}
