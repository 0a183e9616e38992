import { REFUSALS } from '@lawang/schema/errors'
import { type FragmentDefinitionNode, GraphQLError, type SelectionSetNode, type ValidationRule } from 'graphql'

/**
 * A validation rule that refuses operations of more than `most` levels of selections with QUERY_TOO_DEEP. Inline
 * fragments are levels too; named ones count where they are spread, and a cyclic one is left to the rule of the
 * specification that refuses it.
 */
export function maxDepth(most: number): ValidationRule {
  return (context) => ({
    OperationDefinition(operation) {
      const fragments = new Map<string, number>()
      const depth = depthOf(operation.selectionSet, (name) => context.getFragment(name), fragments)
      if (depth <= most) return
      context.reportError(
        new GraphQLError(REFUSALS.QUERY_TOO_DEEP, { nodes: operation, extensions: { code: 'QUERY_TOO_DEEP', most } }),
      )
    },
  })
}

type FindFragment = (name: string) => FragmentDefinitionNode | null | undefined

/** `known` remembers each fragment's depth, so that a document of many spreads is walked once; a cycle counts 0. */
function depthOf(selections: SelectionSetNode, find: FindFragment, known: Map<string, number>): number {
  let deepest = 0
  for (const selection of selections.selections) {
    let depth = 0
    if (selection.kind === 'FragmentSpread') {
      depth = fragmentDepth(selection.name.value, find, known)
    } else {
      depth = 1 + (selection.selectionSet ? depthOf(selection.selectionSet, find, known) : 0)
    }
    deepest = Math.max(deepest, depth)
  }
  return deepest
}

function fragmentDepth(name: string, find: FindFragment, known: Map<string, number>): number {
  const remembered = known.get(name)
  if (remembered !== undefined) return remembered
  known.set(name, 0)
  const fragment = find(name)
  const depth = fragment ? depthOf(fragment.selectionSet, find, known) : 0
  known.set(name, depth)
  return depth
}
