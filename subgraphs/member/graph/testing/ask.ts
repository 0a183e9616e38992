import { execute, type FormattedExecutionResult, type GraphQLSchema, parse, subscribe, validate } from 'graphql'
import type { Actor } from '../../domain/model.ts'
import type { MemberServices } from '../../ports.ts'
import { buildMemberSchema } from '../build-schema.ts'
import { complaintChanged } from '../complaint-changed.ts'
import type { GraphContext } from '../context.ts'
import { createLoaders } from '../loaders.ts'
import { errorFormatter, type ReportFault } from '../refusal-to-error.ts'

/** What every member serves, without a tier's own modules. */
export const memberSchema: GraphQLSchema = buildMemberSchema([complaintChanged('OWN_DOORS')], 'the contracts')

export const PUBLIC: Actor = { kind: 'public' }

/** The coordinator of a government. */
export function coordinator(region: string): Actor {
  return { kind: 'person', subject: 'officer', role: 'coordinator', region }
}

export interface Question {
  readonly variables?: Record<string, unknown>
  readonly actor?: Actor
  /** The moment of each question; a fixed one unless told otherwise. */
  readonly now?: () => Date
  /** Told of errors that are no refusals; without it they are thrown. */
  readonly onFault?: ReportFault
}

/** What a client reads as the answer to a query or mutation. */
export async function ask(
  services: MemberServices,
  query: string,
  question: Question = {},
): Promise<FormattedExecutionResult> {
  const result = await execute(executionArgs(services, query, question))
  return {
    data: plain(result.data),
    ...(result.errors && { errors: result.errors.map(errorFormatter(question.onFault ?? rethrow)) }),
  }
}

/** All events that a client reads of a subscription that ends, or the refusal. */
export async function listen(
  services: MemberServices,
  query: string,
  question: Question = {},
): Promise<readonly FormattedExecutionResult[]> {
  const format = errorFormatter(question.onFault ?? rethrow)
  const results = await subscribe(executionArgs(services, query, question))
  if (!(Symbol.asyncIterator in results)) return [{ errors: results.errors?.map(format) ?? [] }]
  const events: FormattedExecutionResult[] = []
  for await (const { data, errors } of results)
    events.push({ data: plain(data), ...(errors && { errors: errors.map(format) }) })
  return events
}

function rethrow(fault: unknown): never {
  throw fault
}

function executionArgs(
  services: MemberServices,
  query: string,
  { variables, actor = PUBLIC, now = fixedNow }: Question,
) {
  const document = parse(query)
  const [invalid] = validate(memberSchema, document)
  if (invalid) throw invalid
  return { schema: memberSchema, document, variableValues: variables, contextValue: contextOf(services, actor, now) }
}

function fixedNow(): Date {
  return new Date('2026-11-21T02:00:00Z')
}

function contextOf(services: MemberServices, actor: Actor, now: () => Date): GraphContext {
  return {
    services,
    actor,
    loaders: createLoaders(services),
    noteSecret: () => {},
    now,
    signal: new AbortController().signal,
  }
}

/** As JSON carries it: execution makes objects without a prototype. */
function plain(data: FormattedExecutionResult['data']): FormattedExecutionResult['data'] {
  return data == null ? data : JSON.parse(JSON.stringify(data))
}
