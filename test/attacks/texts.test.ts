import {
  buildSchema,
  type GraphQLField,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isScalarType,
} from 'graphql'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { fetchClient } from '../operations/clients/fetch.ts'
import { file, read, STREET_LIGHTS, tokenFor } from '../operations/hub.ts'
import { ask, codesIn, expectAlive, expectSilence } from './unharmed.ts'

const { gateway, members, dataFolder } = inject('network')
const hub = fetchClient.connect(gateway)
const member = members.regency ?? ''

/** Decrees are registered and ended here: not where other files of this folder act. */
const AWAY = { ...STREET_LIGHTS, door: '64.02', location: '64.02' }

const HOSTILE: Readonly<Record<string, string>> = {
  'a nought': 'a\u0000b',
  'half a character': 'a\uD800',
  'an override from right to left': '\u202Egnp.exe',
  'control characters': 'a\u001B[31m\r\n\u0008',
  SQL: "'; DROP TABLE complaint; --",
  'SQL in a comparison': "x' OR '1'='1",
  'a pattern': '%_%\\',
  'a format': '%s%n{{7*7}}`id`',
  'a path': '../../../../etc/passwd',
  'an address': 'http://169.254.169.254/latest/meta-data/',
  'a name of a prototype': '__proto__',
  markup: '<script>alert(1)</script>',
  'a long text': 'x'.repeat(30_000),
  'a text of combining marks': 'a\u0301'.repeat(3_000),
  nothing: '',
}

let known: Readonly<Record<string, unknown>>
let authorization: string

/** A value that is right, or near it, by the name of what takes it. */
function usual(name: string, type: GraphQLInputType): unknown {
  const bare = isNonNullType(type) ? type.ofType : type
  if (isListType(bare)) return [usual(name, bare.ofType)]
  if (isEnumType(bare)) return bare.getValues()[0]?.name
  if (isInputObjectType(bare)) {
    const fields = Object.values(bare.getFields()).filter(({ type: inner }) => isNonNullType(inner))
    return Object.fromEntries(fields.map((field) => [field.name, usual(field.name, field.type)]))
  }
  if (name in known) return known[name]
  const scalars: Readonly<Record<string, unknown>> = {
    Int: 1,
    Float: 1,
    Boolean: true,
    DateTime: '2026-01-01T00:00:00Z',
  }
  return isScalarType(bare) ? (scalars[bare.name] ?? 'x') : null
}

/** The places in a field's arguments where a text can stand. */
function placesOf(
  name: string,
  type: GraphQLInputType,
  path: readonly string[] = [name],
): readonly (readonly string[])[] {
  const bare = isNonNullType(type) ? type.ofType : type
  if (isListType(bare)) return placesOf(name, bare.ofType, [...path, '0'])
  if (isInputObjectType(bare)) {
    return path.length > 4
      ? []
      : Object.values(bare.getFields()).flatMap((field) => placesOf(field.name, field.type, [...path, field.name]))
  }
  return isScalarType(bare) && !['Int', 'Float', 'Boolean'].includes(bare.name) ? [path] : []
}

function put(variables: Record<string, unknown>, path: readonly string[], text: string): Record<string, unknown> {
  const copy = structuredClone(variables)
  let at: Record<string, unknown> = copy
  for (const [index, step] of path.entries()) {
    if (index === path.length - 1) at[step] = text
    else {
      if (typeof at[step] !== 'object' || at[step] === null) at[step] = /^\d+$/.test(path[index + 1] ?? '') ? [] : {}
      at = at[step] as Record<string, unknown>
    }
  }
  return copy
}

function documentOf(kind: 'query' | 'mutation', field: GraphQLField<unknown, unknown>): string {
  const declared = field.args.map(({ name, type }) => `$${name}: ${type}`).join(', ')
  const passed = field.args.map(({ name }) => `${name}: $${name}`).join(', ')
  return `${kind} (${declared}) { ${field.name}(${passed}) { __typename } }`
}

beforeAll(async () => {
  const { id, handledBy } = await file(hub, AWAY)
  const caseId = (await read(hub, id)).case?.id
  known = {
    ...{ id, complaint: id, case: caseId, agency: handledBy.id, region: '64.02', government: '64.02', door: '64.02' },
    ...{ location: '64.02', category: 'transport.street-lighting', month: '2026-01', first: 1 },
  }
  authorization = `Bearer ${await tokenFor(dataFolder, { role: 'coordinator', region: '64.02' })}`
})
afterAll(expectAlive)

const sdl = await (await fetch(`${gateway}/schema.graphql`)).text()
const schema = buildSchema(sdl, { assumeValid: true })
const FIELDS = (['query', 'mutation'] as const).flatMap((kind) =>
  Object.values((kind === 'query' ? schema.getQueryType() : schema.getMutationType())?.getFields() ?? {})
    .filter(({ args }) => args.some(({ name, type }) => placesOf(name, type).length > 0))
    .map((field) => [field.name, kind, field] as const),
)

describe('hostile texts are taken as texts or refused, wherever one can stand:', () => {
  it('there are many places', () => {
    expect(
      FIELDS.flatMap(([, , field]) => field.args.flatMap(({ name, type }) => placesOf(name, type))).length,
    ).toBeGreaterThan(100)
  })

  it.each(FIELDS)('%s (%s)', async (_name, kind, field) => {
    const query = documentOf(kind, field)
    const variables = Object.fromEntries(field.args.map(({ name, type }) => [name, usual(name, type)]))
    const faults: unknown[] = []
    for (const path of field.args.flatMap(({ name, type }) => placesOf(name, type))) {
      await Promise.all(
        Object.entries(HOSTILE).map(async ([what, text]) => {
          const answer = await ask(gateway, query, put(variables, path, text), { authorization })
          expectSilence(answer)
          const codes = codesIn(answer)
          if (codes.includes('INTERNAL') || codes.includes('MEMBER_UNAVAILABLE'))
            faults.push([path.join('.'), what, codes])
        }),
      )
    }
    expect(faults).toEqual([])
  })

  it('and directly at a member', async () => {
    const faults: unknown[] = []
    const text = await ask(member, '{ _service { sdl } }')
    expectSilence({ ...text, text: '' })
    for (const [what, value] of Object.entries(HOSTILE)) {
      for (const query of [
        'query ($v: ID!) { complaint(id: $v) { id } }',
        'query ($v: ID!) { case(id: $v) { id } }',
        'query ($v: ID!) { _entities(representations: [{ __typename: "Region", code: $v }]) { __typename } }',
      ]) {
        const answer = await ask(member, query, { v: value }, { authorization })
        expectSilence(answer)
        if (codesIn(answer).includes('INTERNAL')) faults.push([query, what])
      }
    }
    expect(faults).toEqual([])
  })
})

describe('a text that is stored', () => {
  const filed = async (title: string, body = title): Promise<{ title: string; body: string }> => {
    const { id } = await file(hub, { ...STREET_LIGHTS, title, body, anonymous: false })
    const { text } = await ask(gateway, `{ complaint(id: "${id}") { title body } }`)
    return JSON.parse(text).data.complaint
  }

  it.each(['SQL', 'SQL in a comparison', 'a pattern', 'a format', 'a path', 'an address', 'markup'])(
    'with %s comes back as it was',
    async (what) => {
      const text = HOSTILE[what] ?? ''
      expect(await filed(text)).toEqual({ title: text, body: text })
    },
  )

  it('reads as it is written: overrides of its direction are gone', async () => {
    expect(await filed('foto\u202Egpj.exe')).toMatchObject({ title: 'fotogpj.exe' })
  })

  it('has one form, however its letters were composed', async () => {
    expect(await filed('cafe\u0301')).toMatchObject({ title: 'caf\u00e9' })
  })
})
