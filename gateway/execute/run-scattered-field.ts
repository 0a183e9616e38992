import type { RootFetch } from '../plan/executable.ts'
import type { RootField } from '../plan/root-operation.ts'
import { AFTER, CURSOR, FIRST, PAGE, placeKey, REGIONS, ROWS, type ScatteredField } from '../plan/scattered-field.ts'
import type { AskAnswer } from '../route/ask.ts'
import type { Endpoint } from '../route/router.ts'
import { isJsonObject, type JsonObject, type MemberError } from './member-answer.ts'
import { mergeInto } from './merge.ts'
import { mergePages, type PlacedRow, type SourcePage } from './merge-pages.ts'
import { applyRewrites } from './rewrites.ts'
import { type Run, request } from './run.ts'
import { formatPositions, type Positions, parsePositions } from './scatter-cursor.ts'
import { writePage } from './write-page.ts'

const MOST_GOVERNMENTS = 100
const DEFAULT_PAGE = 20
const MOST_ROWS = 1000

export type FieldToScatter = RootField & { readonly scattered: ScatteredField }

/** Governments of one member that have been read equally far. */
interface Share {
  readonly endpoint: Endpoint
  readonly governments: string[]
  readonly after: string | undefined
}

/** What a share has brought; `page` is undefined where its member gave none. */
interface Brought {
  readonly share: Share
  readonly connection: JsonObject
  readonly page: SourcePage | undefined
  readonly errors: readonly MemberError[]
  readonly isLost: boolean
}

/**
 * Asks a list of many governments: each member once, all at the same time. The page holds the first rows of all of them in
 * their common order. A member that does not answer leaves an error for each of its governments, and their position as
 * it was: its rows come when it is back.
 */
export async function runScatteredField(run: Run, fetch: RootFetch, field: FieldToScatter): Promise<void> {
  const { scattered } = field
  const positions = readPositions(run, field)
  if (!positions) return
  const shares = divide(run, fetch.contract, field, positions)
  const first = scattered.argument('first', run.variables) ?? DEFAULT_PAGE
  const brought = await Promise.all(shares.map((share) => askShare(run, fetch, field, share, first)))
  // an answer that was put together of several is none that a member has written
  run.text = undefined
  const merged = merge(brought, positions, typeof first === 'number' ? first : 0)
  passErrors(run, field, brought, merged?.placeOf)
  if (!merged) return
  const page = writePage(scattered.connection, {
    connections: brought.map(({ connection }) => connection),
    isComplete: brought.every(({ page }) => page !== undefined),
    hasPreviousPage: positions.size > 0,
    ...merged.page,
  })
  const data = { [field.key]: page }
  applyRewrites(data, fetch.outputRewrites, run.network.types)
  mergeInto(run.data, data, true, run.network.types)
}

function readPositions(run: Run, field: FieldToScatter): Positions | undefined {
  const after = field.scattered.argument('after', run.variables)
  if (after === undefined || after === null) return new Map()
  try {
    return parsePositions(after)
  } catch {
    run.errors.refuse('INVALID_CURSOR', [field.key])
    return undefined
  }
}

/** By member and position; a code that leads nowhere gets an error of its own. */
function divide(run: Run, contract: string, field: FieldToScatter, positions: Positions): readonly Share[] {
  const { scattered, key } = field
  const given = scattered.argument(scattered.by, run.variables)
  const codes = new Set(Array.isArray(given) ? given : [given])
  if (codes.size > MOST_GOVERNMENTS) {
    run.errors.refuse('BAD_USER_INPUT', [key], `${scattered.by} names more than ${MOST_GOVERNMENTS} governments.`)
    return []
  }
  const shares: Share[] = []
  for (const code of codes) {
    const placement = run.network.router.place(contract, code)
    if (placement.kind === 'nowhere') {
      run.errors.refuse('UNKNOWN_JURISDICTION', [key], undefined, { region: placement.code })
    } else if (placement.kind === 'refused') {
      const { code: refusal, message, facts } = placement.refusal
      run.errors.refuse(refusal, [key], message, facts)
    } else {
      const { endpoint, region: government = String(code) } = placement
      const after = positions.get(government)
      const share = shares.find((one) => one.endpoint === endpoint && one.after === after)
      if (!share) shares.push({ endpoint, governments: [government], after })
      else if (!share.governments.includes(government)) share.governments.push(government)
    }
  }
  return shares
}

async function askShare(
  run: Run,
  fetch: RootFetch,
  field: FieldToScatter,
  share: Share,
  first: unknown,
): Promise<Brought> {
  const own = { [REGIONS]: share.governments, [FIRST]: first, [AFTER]: share.after }
  const asking = { ...run, variables: { ...run.variables, ...own } }
  const answer = await request(asking, [share.endpoint], true, fetch.operation.part([field]))
  return readBrought(run, field, share, answer)
}

function readBrought(run: Run, field: FieldToScatter, share: Share, answer: AskAnswer): Brought {
  const nothing = { share, connection: {}, page: undefined }
  if (answer.kind === 'unavailable') {
    const { retryAfter } = answer
    for (const region of share.governments) {
      run.errors.refuse('MEMBER_UNAVAILABLE', [field.key], undefined, { region, retryAfter })
    }
    return { ...nothing, errors: [], isLost: true }
  }
  const { errors } = answer
  const connection = answer.data?.[field.key]
  if (!isJsonObject(connection)) return { ...nothing, errors, isLost: false }
  return { share, connection, page: readPage(connection, field.scattered.orderedBy), errors, isLost: false }
}

function readPage(connection: JsonObject, orderedBy: number): SourcePage {
  const { [ROWS]: found, [PAGE]: page } = connection
  const rows = (Array.isArray(found) ? found : []).slice(0, MOST_ROWS).map((row: unknown): PlacedRow => {
    const { [CURSOR]: cursor, node } = isJsonObject(row) ? row : {}
    const place = Array.from({ length: orderedBy }, (_, index) =>
      isJsonObject(node) ? node[placeKey(index)] : undefined,
    )
    return { cursor: typeof cursor === 'string' ? cursor : '', place }
  })
  return { rows, hasNextPage: isJsonObject(page) && page.hasNextPage === true }
}

/** Undefined where no member gave a page. */
function merge(brought: readonly Brought[], before: Positions, first: number) {
  if (!brought.some(({ page }) => page)) return undefined
  const { rows, hasNextPage } = mergePages(
    brought.map(({ page }) => page ?? { rows: [], hasNextPage: false }),
    first,
  )
  const cursorAfter = (count: number) => {
    const positions = new Map(before)
    for (const { source, index } of rows.slice(0, count)) {
      const { share, page } = brought[source] ?? {}
      for (const government of share?.governments ?? []) positions.set(government, page?.rows[index]?.cursor ?? '')
    }
    return positions.size > 0 ? formatPositions(positions) : undefined
  }
  const places = new Map(rows.map(({ source, index }, place) => [`${source} ${index}`, place]))
  return {
    page: { rows, cursorAfter, hasNextPage: hasNextPage || brought.some(({ isLost }) => isLost) },
    placeOf: (source: number, index: number) => places.get(`${source} ${index}`),
  }
}

/** An error at a row goes to the row's place on the page; one at a row that is not on the page has no place. */
function passErrors(
  run: Run,
  { key }: FieldToScatter,
  brought: readonly Brought[],
  placeOf: ((source: number, index: number) => number | undefined) | undefined,
): void {
  for (const [source, { errors }] of brought.entries()) {
    for (const error of errors) {
      const [, list, index, ...rest] = error.path ?? []
      if (list === ROWS || list === PAGE) continue
      if (list === undefined || typeof index !== 'number') run.errors.pass(error, error.path ?? [key])
      else {
        const place = placeOf?.(source, index)
        if (place !== undefined) run.errors.pass(error, [key, list, place, ...rest])
      }
    }
  }
}
