import {
  type DefinitionNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  print,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql'
import type { Names } from './names.ts'

export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>

/** The fields of the root that the gateway answers itself. */
const META_FIELDS: ReadonlySet<string> = new Set(['__typename', '__schema', '__type'])

/**
 * The text that the planner gets for a valid operation: that operation alone, with the fragments that it uses, its
 * names made safe, and without the root's meta fields and what its own text never asks (`@skip(if: true)`): of nothing
 * at all the planner makes no plan. Undefined when nothing else is asked.
 */
export function plannerText(
  operation: OperationDefinitionNode,
  fragments: Fragments,
  names: Names,
): string | undefined {
  const selectionSet = keepRootFields(operation.selectionSet, fragments, (field) => !META_FIELDS.has(field.name.value))
  if (!selectionSet) return undefined
  return withFragments({ ...operation, selectionSet }, fragments)
    .map((definition) => print(rename(definition, names)))
    .join('\n')
}

/** The root's introspection as an operation of its own, undefined when none is asked. */
export function introspectionText(operation: OperationDefinitionNode, fragments: Fragments): string | undefined {
  const selectionSet = keepRootFields(
    operation.selectionSet,
    fragments,
    (field) => field.name.value === '__schema' || field.name.value === '__type',
  )
  if (!selectionSet) return undefined
  return withFragments({ ...operation, selectionSet }, fragments)
    .map(print)
    .join('\n')
}

/** Fragments of the root are written out, so that a fragment of which only a part stays needs no second name. */
function keepRootFields(
  selectionSet: SelectionSetNode,
  fragments: Fragments,
  keep: (field: FieldNode) => boolean,
): SelectionSetNode | undefined {
  const selections: SelectionNode[] = []
  for (const selection of selectionSet.selections) {
    if (isNeverAsked(selection)) continue
    if (selection.kind === Kind.FIELD) {
      if (keep(selection)) selections.push(selection)
      continue
    }
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value)
    const inner = fragment && keepRootFields(fragment.selectionSet, fragments, keep)
    if (!inner) continue
    selections.push({
      kind: Kind.INLINE_FRAGMENT,
      typeCondition: fragment.typeCondition,
      directives: selection.directives,
      selectionSet: inner,
    })
  }
  return selections.length > 0 ? { kind: Kind.SELECTION_SET, selections } : undefined
}

function isNeverAsked({ directives = [] }: SelectionNode): boolean {
  return directives.some(({ name, arguments: given = [] }) => {
    const condition = given.find((argument) => argument.name.value === 'if')?.value
    if (condition?.kind !== Kind.BOOLEAN) return false
    return (name.value === 'skip' && condition.value) || (name.value === 'include' && !condition.value)
  })
}

function withFragments(operation: OperationDefinitionNode, fragments: Fragments): readonly DefinitionNode[] {
  const used = new Map<string, FragmentDefinitionNode>()
  const collect = (node: DefinitionNode) => {
    visit(node, {
      FragmentSpread: (spread) => {
        const fragment = fragments.get(spread.name.value)
        if (!fragment || used.has(spread.name.value)) return
        used.set(spread.name.value, fragment)
        collect(fragment)
      },
    })
  }
  collect(operation)
  return [operation, ...used.values()]
}

function rename(definition: DefinitionNode, names: Names): DefinitionNode {
  return visit(definition, {
    Field: (field) => {
      // the planner adds no second __typename beside one of another name, and the executor reads that key
      if (field.name.value === '__typename') return { ...field, alias: undefined }
      const sourceKey = names.sourceKey(field)
      if (sourceKey === (field.alias?.value ?? field.name.value)) return undefined
      return { ...field, alias: { kind: Kind.NAME, value: sourceKey } }
    },
    Variable: (variable) => ({
      ...variable,
      name: { kind: Kind.NAME, value: names.variable(variable.name.value) },
    }),
  })
}
