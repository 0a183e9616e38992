import { type QueryPlan, QueryPlanner } from '@graphql-hive/router-query-planner'

export type {
  FetchRewrite,
  FlattenNodePathSegment,
  PlanNode,
  RequiresSelection,
} from '@graphql-hive/router-query-planner'

/** Plans one valid, limited operation without introspection. Rejects when the operation cannot be planned. */
export type Planner = (operation: string) => Promise<QueryPlan>

const NO_LABELS: ReadonlySet<string> = new Set()

/**
 * The only file that knows the planner's package. It plans on a thread of its own, so that a large operation does
 * not hold up the others. It must never see a document that graphql-js has not validated: a cyclic fragment ends
 * the process. Throws when the text is no supergraph.
 */
export function createPlanner(supergraphSdl: string): Planner {
  const planner = new QueryPlanner(supergraphSdl)
  return (operation) => planner.planAsync(operation, null, new Set(NO_LABELS), 0)
}
