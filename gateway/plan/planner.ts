import { type QueryPlan, QueryPlanner } from '@graphql-hive/router-query-planner'
import { withPreferredKeys } from './preferred-keys.ts'

export type {
  FetchRewrite,
  FlattenNodePathSegment,
  PlanNode,
  QueryPlan,
  RequiresSelection,
} from '@graphql-hive/router-query-planner'

/** Plans the operations of one supergraph. */
export interface Planner {
  /** Plans one valid, limited operation without introspection. Rejects when the operation cannot be planned. */
  plan(operation: string): Promise<QueryPlan>
  /** Ends it when what is under way is planned. */
  close(): void
}

const NO_LABELS: ReadonlySet<string> = new Set()

/**
 * The only function that knows the planner's package. It must never see a document that graphql-js has not validated: a
 * cyclic fragment ends the process. Throws when the text is no supergraph.
 */
export function createPlan(supergraphSdl: string): (operation: string) => QueryPlan {
  const planner = new QueryPlanner(withPreferredKeys(supergraphSdl))
  return (operation) => planner.plan(operation, null, new Set(NO_LABELS), 0)
}

/** Plans in this process: for tests and tools, that need not outlive the planner. */
export function plannerInside(supergraphSdl: string): Planner {
  const plan = createPlan(supergraphSdl)
  return { plan: async (operation) => plan(operation), close: () => {} }
}
