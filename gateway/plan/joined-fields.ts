import { type ConstDirectiveNode, Kind, type ObjectTypeDefinitionNode, parse } from 'graphql'
import { flagOf, textOf } from './read-directive.ts'

/** Which subgraphs have which fields of a type of the supergraph. */
export class JoinedFields {
  readonly #type: ObjectTypeDefinitionNode
  readonly #graphs: ReadonlySet<string>

  constructor(type: ObjectTypeDefinitionNode) {
    this.#type = type
    this.#graphs = graphsOf((type.directives ?? []).filter((one) => one.name.value === 'join__type'))
  }

  /** The subgraphs that give what fields of this subgraph require. */
  ownersOfRequired(graph: string): ReadonlySet<string> {
    const required = (this.#type.fields ?? []).flatMap(({ name }) =>
      this.#joins(name.value).flatMap((join) => {
        return textOf(join, 'graph') === graph ? topFields(textOf(join, 'requires') ?? '') : []
      }),
    )
    return new Set(required.flatMap((name) => [...this.graphsThatGive([name])]))
  }

  /** The subgraphs that give all of these fields. */
  graphsThatGive(names: readonly string[]): ReadonlySet<string> {
    return new Set([...this.#graphs].filter((graph) => names.every((name) => this.#gives(graph, name))))
  }

  /** A field that no subgraph is named for is in all of them. */
  #gives(graph: string, name: string): boolean {
    const joins = this.#joins(name)
    return (
      joins.length === 0 || joins.some((join) => textOf(join, 'graph') === graph && flagOf(join, 'external') !== true)
    )
  }

  #joins(name: string): readonly ConstDirectiveNode[] {
    const field = this.#type.fields?.find((one) => one.name.value === name)
    return (field?.directives ?? []).filter((directive) => directive.name.value === 'join__field')
  }
}

/** The names at the top of a selection such as `id owner { id }`. */
export function topFields(selection: string): readonly string[] {
  if (selection === '') return []
  const [operation] = parse(`{ ${selection} }`, { noLocation: true }).definitions
  if (operation?.kind !== Kind.OPERATION_DEFINITION) return []
  return operation.selectionSet.selections.flatMap((one) => (one.kind === Kind.FIELD ? one.name.value : []))
}

function graphsOf(directives: readonly ConstDirectiveNode[]): ReadonlySet<string> {
  return new Set(directives.flatMap((directive) => textOf(directive, 'graph') ?? []))
}
