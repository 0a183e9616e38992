import {
  type DirectiveNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
  type ValueNode,
  visit,
} from 'graphql'
import { readScattered, type ScatteredField, scatteredNode, withScatterVariables } from './scattered-field.ts'

/** One operation on root fields that may be sent whole or in parts. */
export interface RootOperation {
  readonly type: 'query' | 'mutation' | 'subscription'
  readonly fields: readonly RootField[]
  /** The operation with only these of its fields (all of them by default), and the variables that it uses. */
  part(fields?: readonly RootField[]): RootOperationPart
}

export interface RootOperationPart {
  readonly text: string
  /** `text` as a JSON string. */
  readonly textJson: string
  readonly variables: readonly string[]
}

export interface RootField {
  /** Its response key. */
  readonly key: string
  /** The field's name, or `__typename`. */
  readonly name: string
  /** Where its jurisdiction stands, undefined for a field without one. */
  readonly jurisdiction: ArgumentSource | undefined
  /** For a field whose list is made of many governments' lists. */
  readonly scattered: ScatteredField | undefined
  /** It is asked when for one of these all conditions hold. */
  readonly occurrences: readonly (readonly Condition[])[]
}

/** A value inside a field's arguments: written in the operation, or found in a variable under a path. */
export type ArgumentSource =
  | { readonly kind: 'literal'; readonly value: string | undefined }
  | { readonly kind: 'variable'; readonly name: string; readonly path: readonly string[] }

export interface Condition {
  readonly variable: string
  readonly expected: boolean
}

interface Occurrence {
  readonly field: FieldNode
  readonly wrappers: readonly (readonly DirectiveNode[])[]
}

/** How a root field is routed: by the argument at a path (`input.door`); `merge` orders lists of many governments. */
export interface Routing {
  readonly by: string
  readonly merge: readonly string[] | undefined
}

/** The routing of a root field, by `Query.complaint`; undefined for one without a jurisdiction. */
export type RoutedArgument = (field: string) => Routing | undefined

const ROOT_TYPES = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' } as const

/** Reads a plan's root operation. The text comes from the planner: it is valid and has one operation. */
export function readRootOperation(text: string, variables: readonly string[], routed: RoutedArgument): RootOperation {
  const document = parse(text, { noLocation: true })
  const fragments = new Map<string, FragmentDefinitionNode>()
  let operation: OperationDefinitionNode | undefined
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) operation = definition
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
  }
  if (!operation) throw new Error('The planner made a fetch without an operation')
  const { operation: type } = operation
  const byKey = new Map<string, Occurrence[]>()
  for (const occurrence of occurrencesOf(operation.selectionSet, fragments, [])) {
    const key = occurrence.field.alias?.value ?? occurrence.field.name.value
    byKey.set(key, [...(byKey.get(key) ?? []), occurrence])
  }
  const routingOf = (name: string) => routed(`${ROOT_TYPES[type]}.${name}`)
  const fields = [...byKey].map(([key, occurrences]) => readField(key, occurrences, routingOf, fragments))
  const whole: RootOperationPart = { text, textJson: JSON.stringify(text), variables }
  const parts = new Map<string, RootOperationPart>()
  const found = operation
  return {
    type,
    fields,
    part: (wanted) => {
      const isScattered = wanted?.some((field) => field.scattered) ?? false
      if (!wanted || (wanted.length === fields.length && !isScattered)) return whole
      const name = wanted.map((field) => field.key).join(' ')
      const known = parts.get(name)
      if (known) return known
      const occurrences = wanted.flatMap((field) => (byKey.get(field.key) ?? []).map(askedOf(routingOf)))
      const part = printPart(isScattered ? withScatterVariables(found) : found, occurrences, fragments)
      parts.set(name, part)
      return part
    },
  }
}

function occurrencesOf(
  selectionSet: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  wrappers: readonly (readonly DirectiveNode[])[],
): readonly Occurrence[] {
  return selectionSet.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [{ field: selection, wrappers }]
    const inner = selection.directives?.length ? [...wrappers, selection.directives] : wrappers
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value)
    return fragment ? occurrencesOf(fragment.selectionSet, fragments, inner) : []
  })
}

function readField(
  key: string,
  occurrences: readonly Occurrence[],
  routingOf: RoutedArgument,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): RootField {
  const [first] = occurrences
  const name = first?.field.name.value ?? key
  const { by, merge } = routingOf(name) ?? {}
  const nodes = occurrences.map(({ field }) => field)
  return {
    key,
    name,
    jurisdiction: first && by !== undefined && !merge ? argumentSource(first.field, by.split('.')) : undefined,
    scattered: by !== undefined && merge ? readScattered(nodes, by, merge, fragments) : undefined,
    occurrences: occurrences.map(({ field, wrappers }) =>
      [field.directives ?? [], ...wrappers].flatMap((directives) => conditionsOf(directives)),
    ),
  }
}

/** An occurrence as members are asked it. */
function askedOf(routingOf: RoutedArgument): (occurrence: Occurrence) => Occurrence {
  return ({ field, wrappers }) => {
    const { by, merge } = routingOf(field.name.value) ?? {}
    return { field: by !== undefined && merge ? scatteredNode(field, by, merge) : field, wrappers }
  }
}

function argumentSource(field: FieldNode, path: readonly string[]): ArgumentSource {
  const [argumentName, ...rest] = path
  let value: ValueNode | undefined = field.arguments?.find((argument) => argument.name.value === argumentName)?.value
  while (value) {
    if (value.kind === Kind.VARIABLE) return { kind: 'variable', name: value.name.value, path: rest }
    const step = rest.shift()
    if (step === undefined) break
    value =
      value.kind === Kind.OBJECT ? value.fields.find((candidate) => candidate.name.value === step)?.value : undefined
  }
  const written = value?.kind === Kind.STRING || value?.kind === Kind.INT ? value.value : undefined
  return { kind: 'literal', value: written }
}

function conditionsOf(directives: readonly DirectiveNode[]): readonly Condition[] {
  return directives.flatMap((directive) => {
    const value = directive.arguments?.find((argument) => argument.name.value === 'if')?.value
    if (value?.kind !== Kind.VARIABLE) return []
    return [{ variable: value.name.value, expected: directive.name.value === 'include' }]
  })
}

function printPart(
  operation: OperationDefinitionNode,
  occurrences: readonly Occurrence[],
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): RootOperationPart {
  const selectionSet: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: occurrences.map(wrap) }
  const variables = new Set<string>()
  const used = new Set<FragmentDefinitionNode>()
  const look = (node: SelectionSetNode) => {
    visit(node, {
      Variable: (variable) => {
        variables.add(variable.name.value)
      },
      FragmentSpread: (spread) => {
        const fragment = fragments.get(spread.name.value)
        if (!fragment || used.has(fragment)) return
        used.add(fragment)
        look(fragment.selectionSet)
      },
    })
  }
  look(selectionSet)
  const variableDefinitions = operation.variableDefinitions?.filter((definition) =>
    variables.has(definition.variable.name.value),
  )
  const text = [print({ ...operation, variableDefinitions, selectionSet }), ...[...used].map(print)].join('\n')
  return { text, textJson: JSON.stringify(text), variables: [...variables] }
}

function wrap({ field, wrappers }: Occurrence): SelectionNode {
  return wrappers.reduceRight<SelectionNode>(
    (inner, directives) => ({
      kind: Kind.INLINE_FRAGMENT,
      directives,
      selectionSet: { kind: Kind.SELECTION_SET, selections: [inner] },
    }),
    field,
  )
}
