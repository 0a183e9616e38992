import { Draft } from './draft.ts'
import { type GeneratedSupergraph, type GivenField, KEYS, LEAVES, SELECTIONS, WRAPPERS } from './generated-forms.ts'
import type { Pick } from './generated-operations.ts'

/** Makes one of a seed's picks. Keys, nested keys, shared and overridden fields, @requires, @provides, abstract types. */
export function generateSupergraph(pick: Pick): GeneratedSupergraph {
  return new Generation(pick).make()
}

class Generation {
  readonly #pick: Pick
  readonly #whole = new Draft()
  readonly #drafts: Draft[]
  readonly #entities: readonly string[]
  /** By entity and subgraph: the keys that it knows the entity by. */
  readonly #keys: readonly (readonly (readonly string[])[])[]
  readonly #fields = new Map<string, GivenField[]>()
  readonly #unions: string[][]
  readonly #hasInterface: boolean
  readonly #required = new Map<string, string>()
  readonly #possible = new Map<string, readonly string[]>()
  readonly #ofInterface = new Set<string>()

  constructor(pick: Pick) {
    this.#pick = pick
    const subgraphs = 2 + pick(3)
    this.#drafts = Array.from({ length: subgraphs }, () => new Draft())
    this.#entities = Array.from({ length: 2 + pick(3) }, (_, index) => `E${index}`)
    this.#keys = this.#entities.map((_, entity) => this.#distributeKeys(entity, subgraphs))
    this.#unions = this.#drafts.map(() => [])
    this.#hasInterface = pick(2) === 0
  }

  make(): GeneratedSupergraph {
    this.#whole.type('Query', 'type Query')
    for (const draft of this.#drafts) draft.type('Query', 'type Query')
    this.#whole.type('V', 'type V')
    this.#whole.field('V', 'a', ': Int')
    this.#whole.field('V', 'b', ': String')
    this.#declareEntities()
    if (this.#hasInterface) this.#declareInterface()
    this.#declareUnion()
    for (const entity of this.#entities) {
      for (let index = 2 + this.#pick(4); index > 0; index--) this.#giveField(entity, `f${index}`)
    }
    for (const entity of this.#entities) if (this.#pick(2) === 0) this.#requireField(entity)
    for (let subgraph = 0; subgraph < this.#drafts.length; subgraph++) this.#giveRoots(subgraph)
    const draftOfObjects = this.#hasInterface && this.#pick(2) === 0 ? this.#declareInterfaceObject() : undefined
    const drafts = draftOfObjects ? [...this.#drafts, draftOfObjects] : this.#drafts
    return {
      whole: this.#whole.print(),
      subgraphs: Object.fromEntries(drafts.map((draft, index) => [`s${index}`, draft.print()])),
      required: this.#required,
      possible: this.#possible,
      ofInterface: this.#ofInterface,
    }
  }

  /** One subgraph knows all keys of an entity, so that there may be a way between those that know one each. */
  #distributeKeys(entity: number, subgraphs: number): readonly (readonly string[])[] {
    const all = ['id', ...(this.#pick(2) === 0 ? ['code'] : []), ...(this.#pick(3) === 0 ? ['ref'] : [])]
    const home = entity % subgraphs
    return Array.from({ length: subgraphs }, (_, subgraph) => {
      if (subgraph === home) return all
      return this.#pick(3) === 0 ? [] : all.filter(() => this.#pick(2) === 0)
    })
  }

  #declareEntities(): void {
    for (const [index, entity] of this.#entities.entries()) {
      this.#whole.type(entity, `type ${entity}`)
      for (const [subgraph, keys] of (this.#keys[index] ?? []).entries()) {
        if (keys.length > 0) this.#declareEntity(subgraph, entity, keys, '')
      }
    }
  }

  #declareEntity(subgraph: number, entity: string, keys: readonly string[], more: string): void {
    const draft = this.#drafts[subgraph]
    const directives = keys.map((key) => ` @key(fields: "${SELECTIONS[key]}"${more})`)
    draft?.type(entity, `type ${entity}${directives.join('')}`)
    for (const key of keys) {
      draft?.field(entity, key, KEYS[key] ?? '')
      this.#whole.field(entity, key, KEYS[key] ?? '')
      if (key !== 'ref') continue
      draft?.other('type Ref @shareable { id: ID! }')
      this.#whole.other('type Ref { id: ID! }')
    }
  }

  /** E0 and E1 where the first of them is at home. */
  #declareInterface(): void {
    const home = 0
    const draft = this.#drafts[home]
    const objects = ['E0', 'E1']
    const nameRest = ': String'
    draft?.type('I', 'interface I @key(fields: "id")')
    this.#whole.type('I', 'interface I')
    for (const [index, entity] of objects.entries()) {
      const keys = new Set(['id', ...(this.#keys[index]?.[home] ?? [])])
      this.#declareEntity(home, entity, [...keys], '')
      const directives = [...keys].map((key) => ` @key(fields: "${SELECTIONS[key]}")`).join('')
      draft?.type(entity, `type ${entity} implements I${directives}`)
      this.#whole.type(entity, `type ${entity} implements I`)
      draft?.field(entity, 'common', nameRest)
      this.#whole.field(entity, 'common', nameRest)
      this.#remember(entity, { name: 'common', type: 'String', to: undefined, argument: '', owners: [home] })
    }
    for (const one of [draft, this.#whole]) {
      one?.field('I', 'id', ': ID!')
      one?.field('I', 'common', nameRest)
    }
  }

  /** A subgraph of its own adds fields to all types of the interface. */
  #declareInterfaceObject(): Draft {
    const draft = new Draft()
    draft.type('Query', 'type Query')
    draft.type('I', 'type I @interfaceObject @key(fields: "id")')
    draft.field('I', 'id', ': ID!')
    for (let index = this.#pick(3); index >= 0; index--) {
      const rest = this.#pick(3) === 0 ? '(n: Int): Int' : this.#pick(3) === 0 ? ': [I]' : ': String'
      draft.field('I', `g${index}`, rest)
      this.#whole.field('I', `g${index}`, rest)
      for (const entity of ['E0', 'E1']) {
        this.#whole.field(entity, `g${index}`, rest)
        this.#ofInterface.add(`${entity}.g${index}`)
      }
    }
    draft.field('Query', 'objects', ': [I!]')
    this.#whole.field('Query', 'objects', ': [I!]')
    return draft
  }

  /** Each subgraph has of the union's types those that it knows. */
  #declareUnion(): void {
    const all = new Set<string>()
    for (const [subgraph, draft] of this.#drafts.entries()) {
      const known = this.#entities.filter((entity) => draft.has(entity) && this.#pick(4) > 0)
      if (known.length === 0) continue
      this.#unions[subgraph]?.push(...known)
      for (const entity of known) all.add(entity)
      draft.other(`union U = ${known.join(' | ')}`)
    }
    if (all.size > 0) this.#whole.other(`union U = ${[...all].join(' | ')}`)
  }

  #knowers(entity: string): readonly number[] {
    return [...this.#drafts.keys()].filter((subgraph) => this.#drafts[subgraph]?.has(entity))
  }

  #remember(entity: string, field: GivenField): void {
    this.#fields.set(entity, [...(this.#fields.get(entity) ?? []), field])
  }

  #one<Value>(values: readonly Value[]): Value | undefined {
    return values[this.#pick(values.length || 1)]
  }

  #giveField(entity: string, name: string): void {
    const knowers = [...this.#knowers(entity)]
    const owners = knowers.filter(() => this.#pick(2) === 0).slice(0, 2)
    const only = this.#one(knowers)
    if (owners.length === 0 && only !== undefined) owners.push(only)
    const isOverridden = owners.length === 2 && this.#pick(4) === 0
    const { type, to } = this.#chooseType(owners)
    const argument = this.#pick(4) === 0 ? '(n: Int)' : ''
    const rest = `${argument}: ${type}`
    for (const [index, owner] of owners.entries()) {
      this.#define(owner, to)
      const provides = isOverridden ? '' : this.#provide(owner, to)
      const overrides = index === 1 ? ` @override(from: "s${owners[0]}")` : ''
      const shares = owners.length > 1 ? ' @shareable' : ''
      this.#drafts[owner]?.field(entity, name, `${rest}${isOverridden ? overrides : shares}${provides}`)
    }
    this.#whole.field(entity, name, rest)
    this.#limitUnion(`${entity}.${name}`, to, owners)
    this.#remember(entity, { name, type, to, argument, owners: isOverridden ? owners.slice(1) : owners })
  }

  #limitUnion(field: string, to: string | undefined, owners: readonly number[]): void {
    if (to !== 'U') return
    const known = owners.map((owner) => this.#unions[owner] ?? [])
    this.#possible.set(
      field,
      (known[0] ?? []).filter((type) => known.every((types) => types.includes(type))),
    )
  }

  #chooseType(owners: readonly number[]): { readonly type: string; readonly to: string | undefined } {
    if (this.#pick(2) === 0) return { type: this.#one(LEAVES) ?? 'Int', to: undefined }
    const common = (this.#unions[owners[0] ?? 0] ?? []).filter((type) => {
      return owners.every((owner) => this.#unions[owner]?.includes(type))
    })
    const choices = [...this.#entities, 'V', ...(common.length > 0 ? ['U', 'U'] : [])]
    if (this.#hasInterface && owners.every((owner) => owner === 0)) choices.push('I', 'I')
    const to = this.#one(choices) ?? 'V'
    return { type: (this.#one(WRAPPERS) ?? '*').replace('*', to), to }
  }

  /** Makes a type known to a subgraph, an entity without a way to ask for it. */
  #define(subgraph: number, type: string | undefined): void {
    const draft = this.#drafts[subgraph]
    if (type === undefined || !draft || draft.has(type)) return
    if (type === 'V') {
      draft.type('V', 'type V @shareable')
      draft.field('V', 'a', ': Int')
      draft.field('V', 'b', ': String')
    } else if (this.#entities.includes(type)) {
      this.#declareEntity(subgraph, type, ['id'], ', resolvable: false')
    }
  }

  /** A @provides of a leaf that the subgraph has no other way to give, or nothing. */
  #provide(subgraph: number, to: string | undefined): string {
    if (to === undefined || !this.#entities.includes(to) || this.#pick(3) > 0) return ''
    const others = (this.#fields.get(to) ?? []).filter((field) => {
      return field.to === undefined && field.argument === '' && !field.owners.includes(subgraph)
    })
    const field = this.#one(others)
    if (!field || this.#drafts[subgraph]?.hasField(to, field.name)) return ''
    this.#drafts[subgraph]?.field(to, field.name, `: ${field.type} @external`)
    return ` @provides(fields: "${field.name}")`
  }

  #requireField(entity: string): void {
    const index = this.#entities.indexOf(entity)
    const subgraph = this.#one(this.#knowers(entity).filter((one) => (this.#keys[index]?.[one]?.length ?? 0) > 0))
    if (subgraph === undefined) return
    const fields = (this.#fields.get(entity) ?? []).filter((field) => {
      return !field.owners.includes(subgraph) && field.to !== 'U' && field.to !== 'I'
    })
    const field = this.#one(fields)
    const draft = this.#drafts[subgraph]
    if (!field || !draft || draft.hasField(entity, field.name)) return
    this.#define(subgraph, field.to)
    draft.field(entity, field.name, `${field.argument}: ${field.type} @external`)
    const inner = field.to === undefined ? '' : field.to === 'V' ? ' { a }' : ' { id }'
    const selection = `${field.name}${field.argument === '' ? '' : `(n: ${this.#pick(2)})`}${inner}`
    draft.field(entity, 'sum', `: String @requires(fields: "${selection}")`)
    this.#whole.field(entity, 'sum', ': String')
    this.#required.set(`${entity}.sum`, selection)
  }

  #giveRoots(subgraph: number): void {
    const draft = this.#drafts[subgraph]
    for (let index = this.#pick(2); index >= 0; index--) {
      const { type, to } = this.#chooseType([subgraph])
      this.#define(subgraph, to)
      const rest = `: ${type}`
      const name = `r${subgraph}${index}`
      draft?.field('Query', name, `${rest}${this.#provide(subgraph, to)}`)
      this.#whole.field('Query', name, rest)
      this.#limitUnion(`Query.${name}`, to, [subgraph])
    }
    const home = this.#entities.find((_, entity) => entity % this.#drafts.length === subgraph)
    if (!home) return
    draft?.field('Query', `all${home}`, `: [${home}]`)
    this.#whole.field('Query', `all${home}`, `: [${home}]`)
  }
}
