import type { Subgraph } from '@lawang/gateway/execute/plain-gateway.fixture'
import {
  buildSchema,
  type GraphQLFieldResolver,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  parse,
  type SelectionSetNode,
} from 'graphql'
import type { GeneratedSupergraph } from './generated-forms.ts'
import { numberOf } from './generated-world.ts'

type Row = Readonly<Record<string, unknown>>

/** The schema that has everything, and subgraphs that answer as it does. */
export interface AnsweringSupergraph {
  readonly whole: GraphQLSchema
  readonly resolveWhole: GraphQLFieldResolver<Row | undefined, unknown>
  readonly subgraphs: Readonly<Record<string, Subgraph>>
}

/**
 * Everything about a thing follows from its type and key, whoever is asked; only what a field is computed from comes
 * from the gateway, so that the answer is another when the gateway sends something else.
 */
export function answering(generated: GeneratedSupergraph): AnsweringSupergraph {
  const whole = buildSchema(generated.whole)
  const world = new World(whole, generated)
  const resolveWhole: AnsweringSupergraph['resolveWhole'] = (source, args, _, info) =>
    world.valueOf(info.parentType.name, String(source?.key ?? 'root'), info.fieldName, args)
  const references: Record<string, { resolveReference: (row: Row) => Row }> = {}
  for (const type of Object.values(whole.getTypeMap())) {
    if (isObjectType(type)) references[type.name] = { resolveReference: thingOf }
  }
  const resolveField: Subgraph['resolveField'] = (source, args, _, info) => {
    const field = `${info.parentType.name}.${info.fieldName}`
    const selection = generated.required.get(field)
    if (selection !== undefined) return `${field} of ${JSON.stringify(selected(source, selectionSetOf(selection)))}`
    return world.valueOf(info.parentType.name, String(source?.key ?? 'root'), info.fieldName, args)
  }
  const subgraphs = Object.entries(generated.subgraphs).map(([name, typeDefs]) => {
    // the subgraph of an interface tells the type of its things, that of an interface object does not know it
    const isObject = typeDefs.includes('@interfaceObject')
    const I = { resolveReference: (row: Row) => (isObject ? thingOf(row) : world.typed(thingOf(row))) }
    return [name, { typeDefs, resolvers: { ...references, I }, resolveField }] as const
  })
  return { whole, resolveWhole, subgraphs: Object.fromEntries(subgraphs) }
}

/** What it stands for, with what the gateway sent beside. */
function thingOf(representation: Row): Row {
  const ref = representation.ref as Row | undefined
  return { ...representation, key: String(representation.id ?? representation.code ?? ref?.id) }
}

class World {
  readonly #schema: GraphQLSchema
  readonly #generated: GeneratedSupergraph

  constructor(schema: GraphQLSchema, generated: GeneratedSupergraph) {
    this.#schema = schema
    this.#generated = generated
  }

  valueOf(typeName: string, key: string, name: string, args: Row): unknown {
    if (name === 'id' || name === 'code') return key
    if (name === 'ref') return { __typename: 'Ref', key }
    const field = `${typeName}.${name}`
    const selection = this.#generated.required.get(field)
    if (selection !== undefined) {
      return `${field} of ${JSON.stringify(this.#select(typeName, key, selectionSetOf(selection)))}`
    }
    const owner = this.#generated.ofInterface.has(field) ? 'I' : typeName
    const type = this.#typeOf(typeName, name)
    if (!type) throw new Error(`There is no field ${field}`)
    return this.#orNull(type, `${owner} ${key} ${name} ${args.n ?? ''}`, this.#generated.possible.get(field))
  }

  /** A thing of the interface, of the type that its key says. */
  typed(thing: Row): Row {
    const type = this.#schema.getType('I')
    const names = isAbstractType(type) ? this.#schema.getPossibleTypes(type).map((one) => one.name) : []
    return { ...thing, __typename: [...names].sort()[numberOf(`type ${thing.key}`) % names.length] }
  }

  #typeOf(typeName: string, name: string): GraphQLOutputType | undefined {
    const type = this.#schema.getType(typeName)
    return type && 'getFields' in type ? (type.getFields()[name]?.type as GraphQLOutputType | undefined) : undefined
  }

  #orNull(type: GraphQLOutputType, seed: string, possible: readonly string[] | undefined): unknown {
    if (isNonNullType(type)) return this.#present(type.ofType, seed, possible)
    return numberOf(seed) % 6 === 0 ? null : this.#present(type, seed, possible)
  }

  #present(type: GraphQLOutputType, seed: string, possible: readonly string[] | undefined): unknown {
    const number = numberOf(seed)
    if (isListType(type)) {
      return Array.from({ length: number % 3 }, (_, index) => this.#orNull(type.ofType, `${seed} ${index}`, possible))
    }
    const key = String(number % 4)
    if (isObjectType(type)) return { __typename: type.name, key }
    if (isAbstractType(type)) {
      const names = possible ?? this.#schema.getPossibleTypes(type).map((one) => one.name)
      // an interface's subgraph has only the key to tell the type by
      const seedOfType = possible ? number : numberOf(`type ${key}`)
      return { __typename: [...names].sort()[seedOfType % names.length], key }
    }
    return getNamedType(type).name === 'Int' ? number % 100 : `text ${number}`
  }

  #select(typeName: string, key: string, selectionSet: SelectionSetNode): Row {
    const row: Record<string, unknown> = {}
    for (const node of selectionSet.selections) {
      if (node.kind !== Kind.FIELD) continue
      const n = node.arguments?.[0]?.value
      const value = this.valueOf(typeName, key, node.name.value, n?.kind === Kind.INT ? { n: Number(n.value) } : {})
      row[node.name.value] = this.#narrow(value, node.selectionSet)
    }
    return row
  }

  #narrow(value: unknown, selectionSet: SelectionSetNode | undefined): unknown {
    if (!selectionSet || value === null) return value
    if (Array.isArray(value)) return value.map((item) => this.#narrow(item, selectionSet))
    const thing = value as { readonly __typename: string; readonly key: string }
    return this.#select(thing.__typename, thing.key, selectionSet)
  }
}

/** Of what the gateway sent, what the field needs. */
function selected(source: unknown, selectionSet: SelectionSetNode | undefined): unknown {
  if (!selectionSet || source === null || source === undefined) return source
  if (Array.isArray(source)) return source.map((item) => selected(item, selectionSet))
  const row: Record<string, unknown> = {}
  for (const node of selectionSet.selections) {
    if (node.kind === Kind.FIELD) row[node.name.value] = selected((source as Row)[node.name.value], node.selectionSet)
  }
  return row
}

function selectionSetOf(selection: string): SelectionSetNode {
  const [operation] = parse(`{ ${selection} }`).definitions
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`${selection} is no selection`)
  return operation.selectionSet
}
