import type {
  EntityFetch,
  EntityPart,
  ExecutableNode,
  ExecutablePlan,
  PathStep,
  Requirement,
  Rewrite,
  RootFetch,
} from './executable.ts'
import type { FetchRewrite, FlattenNodePathSegment, PlanNode, RequiresSelection } from './planner.ts'
import { isWeight, withoutWeights } from './preferred-keys.ts'
import { type RoutedArgument, readRootOperation } from './root-operation.ts'

type FetchNode = Extract<PlanNode, { kind: 'Fetch' }>
type BatchFetchNode = Extract<PlanNode, { kind: 'BatchFetch' }>

/** Turns the planner's tree into the executor's. Throws on a node that the executor does not know. */
export function compilePlan(node: PlanNode | undefined, routed: RoutedArgument): ExecutablePlan {
  if (!node) return { subscription: undefined, node: undefined }
  if (node.kind === 'Subscription') return { subscription: rootFetch(node.primary, routed), node: undefined }
  if (node.kind === 'Sequence' && node.nodes[0]?.kind === 'Subscription') {
    const [subscription, ...rest] = node.nodes
    return {
      subscription: rootFetch(subscription.primary, routed),
      node: { kind: 'sequence', nodes: rest.map((inner) => compileNode(inner, routed)) },
    }
  }
  return { subscription: undefined, node: compileNode(node, routed) }
}

function compileNode(node: PlanNode, routed: RoutedArgument): ExecutableNode {
  switch (node.kind) {
    case 'Fetch':
      return rootFetch(node, routed)
    case 'BatchFetch':
      return batchFetch(node)
    case 'Flatten':
      if (node.node.kind !== 'Fetch') throw new Error(`The planner put a ${node.node.kind} into a Flatten`)
      return entityFetch(node.node, node.path)
    case 'Sequence':
      return { kind: 'sequence', nodes: node.nodes.map((inner) => compileNode(inner, routed)) }
    case 'Parallel':
      return { kind: 'parallel', nodes: node.nodes.map((inner) => compileNode(inner, routed)) }
    case 'Condition':
      return {
        kind: 'condition',
        variable: node.condition,
        whenTrue: node.ifClause ? compileNode(node.ifClause, routed) : undefined,
        whenFalse: node.elseClause ? compileNode(node.elseClause, routed) : undefined,
      }
    default:
      throw new Error(`The planner made a node of a kind that is not known: ${node.kind}`)
  }
}

function rootFetch(node: Omit<FetchNode, 'kind'>, routed: RoutedArgument): RootFetch {
  return {
    kind: 'root',
    contract: node.serviceName,
    operation: readRootOperation(withoutWeights(node.operation), node.variableUsages ?? [], routed),
    outputRewrites: rewrites(node.outputRewrites),
  }
}

function entityFetch(node: FetchNode, path: readonly FlattenNodePathSegment[]): EntityFetch {
  const part: EntityPart = {
    alias: '_entities',
    variable: 'representations',
    paths: [path.map(pathStep)],
    requires: requirements(node.requires ?? []),
    inputRewrites: rewrites(node.inputRewrites),
    outputRewrites: rewrites(node.outputRewrites).map((rewrite) => withoutRoot(rewrite, '_entities')),
  }
  return entities(node, [part])
}

function batchFetch(node: BatchFetchNode): EntityFetch {
  const parts = node.entityBatch.aliases.map(
    (alias): EntityPart => ({
      alias: alias.alias,
      variable: alias.representationsVariableName,
      paths: alias.paths.map((path) => path.map(pathStep)),
      requires: requirements(alias.requires),
      inputRewrites: rewrites(alias.inputRewrites),
      outputRewrites: rewrites(alias.outputRewrites).map((rewrite) => withoutRoot(rewrite, alias.alias)),
    }),
  )
  return entities(node, parts)
}

function entities(node: FetchNode | BatchFetchNode, parts: readonly EntityPart[]): EntityFetch {
  const text = withoutWeights(node.operation)
  return {
    kind: 'entities',
    contract: node.serviceName,
    text,
    textJson: JSON.stringify(text),
    variables: node.variableUsages ?? [],
    parts,
  }
}

function pathStep(segment: FlattenNodePathSegment): PathStep {
  if (segment === '@') return { kind: 'list' }
  if ('Field' in segment) return { kind: 'field', key: segment.Field }
  return { kind: 'type', conditions: segment.TypeCondition }
}

function requirements(selections: readonly RequiresSelection[]): readonly Requirement[] {
  return selections
    .filter((selection) => selection.kind !== 'Field' || !isWeight(selection.alias ?? ''))
    .map(requirement)
}

function requirement(selection: RequiresSelection): Requirement {
  switch (selection.kind) {
    case 'Field':
      return {
        kind: 'field',
        source: selection.name,
        key: selection.alias ?? selection.name,
        inner: requirements(selection.selections ?? []),
      }
    case 'InlineFragment':
      return { kind: 'type', condition: selection.typeCondition, inner: requirements(selection.selections) }
    default:
      throw new Error(`The planner requires by a ${selection.kind}`)
  }
}

function rewrites(planned: readonly FetchRewrite[] | undefined): readonly Rewrite[] {
  return (planned ?? []).map((rewrite): Rewrite => {
    if ('KeyRenamer' in rewrite) {
      return { kind: 'rename', path: rewrite.KeyRenamer.path.map(rewriteStep), to: rewrite.KeyRenamer.renameKeyTo }
    }
    const setter = 'ValueSetter' in rewrite ? rewrite.ValueSetter : rewrite
    return { kind: 'set', path: setter.path.map(rewriteStep), to: setter.setValueTo }
  })
}

type FetchStep = Extract<FetchRewrite, { KeyRenamer: unknown }>['KeyRenamer']['path'][number]

function rewriteStep(segment: FetchStep): Rewrite['path'][number] {
  return 'Key' in segment ? { kind: 'key', key: segment.Key } : { kind: 'type', conditions: segment.TypenameEquals }
}

/** Output rewrites of entities are written from `_entities` on; the executor applies them to each entity. */
function withoutRoot(rewrite: Rewrite, alias: string): Rewrite {
  const [first, ...rest] = rewrite.path
  return first?.kind === 'key' && (first.key === '_entities' || first.key === alias)
    ? { ...rewrite, path: rest }
    : rewrite
}
