/** The text of a schema while it is put together: types by name, each with its fields by name. */
export class Draft {
  readonly #types = new Map<string, { heading: string; readonly fields: Map<string, string> }>()
  readonly #others = new Set<string>()

  has(type: string): boolean {
    return this.#types.has(type)
  }

  hasField(type: string, field: string): boolean {
    return this.#types.get(type)?.fields.has(field) ?? false
  }

  /** Begins a type, `type E0 @key(fields: "id")`; one that is there keeps its fields. */
  type(name: string, heading: string): void {
    const known = this.#types.get(name)
    if (known) known.heading = heading
    else this.#types.set(name, { heading, fields: new Map() })
  }

  /** Adds a field, `: Int @shareable`, unless the type has one of that name. */
  field(type: string, name: string, rest: string): void {
    const fields = this.#types.get(type)?.fields
    if (fields && !fields.has(name)) fields.set(name, rest)
  }

  other(definition: string): void {
    this.#others.add(definition)
  }

  print(): string {
    const types = [...this.#types.values()].map(({ heading, fields }) => {
      return `${heading} { ${[...fields].map(([name, rest]) => `${name}${rest}`).join(' ')} }`
    })
    return [...this.#others, ...types].join('\n')
  }
}
