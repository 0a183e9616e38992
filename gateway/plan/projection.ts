import {
  type DirectiveNode,
  type FieldNode,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  visit,
} from 'graphql'
import type { Names } from './names.ts'
import type { Fragments } from './planner-document.ts'

/** The shape of an answer: what of the collected data goes to the client, under which key, and what may be null. */
export interface ObjectShape {
  readonly typeName: string
  /** False where only an interface is known, because an interface object's subgraph answered. */
  readonly concrete: boolean
  /** Whether more would be asked of an object of some type than of one of which only the interface is known. */
  readonly typeMatters: boolean
  /** Whether an ordinary object can hold the keys: `__proto__` needs one without a prototype. */
  readonly plain: boolean
  readonly fields: readonly FieldShape[]
}

export interface FieldShape {
  readonly name: string
  readonly responseKey: string
  /** The key in the data that members answered. */
  readonly sourceKey: string
  readonly value: ValueShape
}

export type ValueShape =
  | { readonly kind: 'typename'; readonly nullable: false }
  | {
      readonly kind: 'leaf'
      readonly nullable: boolean
      /** Whether a value is one of the scalar; undefined for scalars of the supergraph's own, that take any. */
      readonly accepts: AcceptsValue | undefined
    }
  | {
      readonly kind: 'enum'
      readonly nullable: boolean
      readonly values: ReadonlySet<unknown>
      /** The values that clients may not see. */
      readonly hidden: ReadonlySet<unknown>
    }
  | { readonly kind: 'list'; readonly nullable: boolean; readonly item: ValueShape }
  | { readonly kind: 'object'; readonly nullable: boolean; readonly shape: ObjectShape }
  | {
      readonly kind: 'abstract'
      readonly nullable: boolean
      /** Of an object of the named type; undefined when no such type is visible to clients. */
      readonly shapeOf: (typeName: string | undefined) => ObjectShape | undefined
    }

export type AcceptsValue = (value: unknown) => boolean

/** What JSON may hold for GraphQL's own scalars; servers write an ID as a text or as a whole number. */
const SCALARS: ReadonlyMap<string, AcceptsValue> = new Map<string, AcceptsValue>([
  ['ID', (value) => typeof value === 'string' || Number.isInteger(value)],
  ['String', (value) => typeof value === 'string'],
  ['Boolean', (value) => typeof value === 'boolean'],
  ['Int', (value) => Number.isInteger(value)],
  ['Float', (value) => typeof value === 'number'],
])

export type Variables = Readonly<Record<string, unknown>>

/** Gives the answer's shape for a request's coerced variables (only those of @skip and @include matter). */
export type Projection = (variables: Variables) => ObjectShape

type CompositeType = GraphQLObjectType | GraphQLInterfaceType

interface Collected {
  readonly nodes: Map<string, FieldNode[]>
  typeMatters: boolean
}

/** An operation of more combinations than this is compiled anew for some of them. */
const MAX_SHAPES = 16

/** What clients see of a supergraph, and the values that they do not see of its enums, by the enums' names. */
export interface VisibleSchema {
  readonly publicSchema: GraphQLSchema
  readonly hiddenValues: ReadonlyMap<string, ReadonlySet<string>>
}

/** Compiles the projection of a valid operation; shapes are made when they are first needed. */
export function compileProjection(
  visible: VisibleSchema,
  operation: OperationDefinitionNode,
  fragments: Fragments,
  names: Names,
): Projection {
  const rootType = visible.publicSchema.getRootType(operation.operation)
  if (!rootType) throw new Error(`The schema has no ${operation.operation} type`)
  const conditions = conditionVariables(operation, fragments)
  const shapes = new Map<string, ObjectShape>()
  return (variables) => {
    const key = conditions.map((name) => (variables[name] === true ? '1' : '0')).join('')
    const known = shapes.get(key)
    if (known) return known
    if (shapes.size >= MAX_SHAPES) shapes.clear()
    const shape = new ShapeCompiler(visible, fragments, names, variables).object(rootType, [operation.selectionSet])
    shapes.set(key, shape)
    return shape
  }
}

function conditionVariables(operation: OperationDefinitionNode, fragments: Fragments): readonly string[] {
  const found = new Set<string>()
  const look = {
    Directive: (directive: DirectiveNode) => {
      const condition = directive.arguments?.find((argument) => argument.name.value === 'if')?.value
      if (condition?.kind === Kind.VARIABLE) found.add(condition.name.value)
    },
  }
  visit(operation, look)
  for (const fragment of fragments.values()) visit(fragment, look)
  return [...found]
}

class ShapeCompiler {
  readonly #schema: GraphQLSchema
  readonly #hiddenValues: VisibleSchema['hiddenValues']
  readonly #fragments: Fragments
  readonly #names: Names
  readonly #variables: Variables

  constructor(visible: VisibleSchema, fragments: Fragments, names: Names, variables: Variables) {
    this.#schema = visible.publicSchema
    this.#hiddenValues = visible.hiddenValues
    this.#fragments = fragments
    this.#names = names
    this.#variables = variables
  }

  object(type: CompositeType, selectionSets: readonly SelectionSetNode[]): ObjectShape {
    const collected: Collected = { nodes: new Map(), typeMatters: false }
    for (const selectionSet of selectionSets) this.#collect(type, selectionSet, collected, new Set())
    const fields: FieldShape[] = []
    for (const [responseKey, nodes] of collected.nodes) {
      const [first] = nodes
      if (first) fields.push(this.#field(type, responseKey, first, nodes))
    }
    return {
      typeName: type.name,
      concrete: isObjectType(type),
      typeMatters: collected.typeMatters,
      plain: fields.every((field) => field.responseKey !== '__proto__'),
      fields,
    }
  }

  #field(type: CompositeType, responseKey: string, node: FieldNode, nodes: readonly FieldNode[]): FieldShape {
    const name = node.name.value
    const sourceKey = this.#names.sourceKey(node)
    if (name === '__typename') return { name, responseKey, sourceKey, value: { kind: 'typename', nullable: false } }
    // introspection is answered by graphql-js in the client's own form
    if (name.startsWith('__'))
      return { name, responseKey, sourceKey: responseKey, value: { kind: 'leaf', nullable: true, accepts: undefined } }
    const field = type.getFields()[name]
    if (!field) throw new Error(`${type.name} has no field ${name}`)
    return { name, responseKey, sourceKey, value: this.#value(field.type, nodes, true) }
  }

  #value(type: GraphQLOutputType, nodes: readonly FieldNode[], nullable: boolean): ValueShape {
    if (isNonNullType(type)) return this.#value(type.ofType, nodes, false)
    if (isListType(type)) return { kind: 'list', nullable, item: this.#value(type.ofType, nodes, true) }
    if (isEnumType(type)) {
      const values = new Set(type.getValues().map((value) => value.name))
      return { kind: 'enum', nullable, values, hidden: this.#hiddenValues.get(type.name) ?? new Set() }
    }
    if (isLeafType(type)) return { kind: 'leaf', nullable, accepts: SCALARS.get(type.name) }
    const selectionSets = nodes.flatMap((node) => (node.selectionSet ? [node.selectionSet] : []))
    if (isObjectType(type)) return { kind: 'object', nullable, shape: this.object(type, selectionSets) }
    const shapes = new Map<string, ObjectShape | undefined>()
    const shapeOf = (typeName: string | undefined) => {
      // an interface object's subgraph answers the interface's own name
      const name = typeName ?? type.name
      if (shapes.has(name)) return shapes.get(name)
      const concrete = this.#schema.getType(name)
      const fits =
        concrete === type ? isInterfaceType(concrete) : isObjectType(concrete) && this.#schema.isSubType(type, concrete)
      const shape =
        fits && (isObjectType(concrete) || isInterfaceType(concrete)) ? this.object(concrete, selectionSets) : undefined
      shapes.set(name, shape)
      return shape
    }
    return { kind: 'abstract', nullable, shapeOf }
  }

  #collect(type: CompositeType, selectionSet: SelectionSetNode, collected: Collected, visited: Set<string>): void {
    for (const selection of selectionSet.selections) {
      if (!this.#included(selection.directives)) continue
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value
        const nodes = collected.nodes.get(key)
        if (nodes) nodes.push(selection)
        else collected.nodes.set(key, [selection])
        continue
      }
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        if (visited.has(selection.name.value)) continue
        visited.add(selection.name.value)
      }
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : this.#fragments.get(selection.name.value)
      if (fragment && this.#applies(fragment.typeCondition?.name.value, type)) {
        this.#collect(type, fragment.selectionSet, collected, visited)
      } else if (!isObjectType(type)) {
        collected.typeMatters = true
      }
    }
  }

  #applies(condition: string | undefined, type: CompositeType): boolean {
    if (condition === undefined || condition === type.name) return true
    const conditionType = this.#schema.getType(condition)
    return isAbstractType(conditionType) && this.#schema.isSubType(conditionType, type)
  }

  #included(directives: readonly DirectiveNode[] | undefined): boolean {
    return (directives ?? []).every((directive) => {
      const name = directive.name.value
      if (name !== 'skip' && name !== 'include') return true
      const condition = directive.arguments?.find((argument) => argument.name.value === 'if')?.value
      const value =
        condition?.kind === Kind.VARIABLE
          ? this.#variables[condition.name.value] === true
          : condition?.kind === Kind.BOOLEAN && condition.value
      return name === 'skip' ? !value : value
    })
  }
}
