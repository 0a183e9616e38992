import { hideValues } from '@lawang/schema/hide-values'
import {
  GraphQLError,
  type GraphQLSchema,
  getVariableValues,
  Kind,
  type TypeNode,
  type VariableDefinitionNode,
} from 'graphql'
import type { Variables } from './projection.ts'

export type Coerced =
  | { readonly variables: Variables; readonly errors?: never }
  | { readonly variables?: never; readonly errors: readonly GraphQLError[] }

/** Checks what a client sent against an operation's variables, and fills in their defaults. */
export type CoerceVariables = (sent: Variables) => Coerced

const MAX_ERRORS = 20
const NONE: Coerced = { variables: {} }

/**
 * graphql-js decides; texts and numbers in the place of texts and numbers, which are most of what is sent, need not be
 * put to it.
 */
export function compileVariables(
  schema: GraphQLSchema,
  definitions: readonly VariableDefinitionNode[],
): CoerceVariables {
  if (definitions.length === 0) return () => NONE
  const plain = definitions.map(readPlain)
  return (sent) => {
    const variables = takePlain(plain, sent)
    return variables ? { variables } : coerce(schema, definitions, sent)
  }
}

function coerce(schema: GraphQLSchema, definitions: readonly VariableDefinitionNode[], sent: Variables): Coerced {
  const result = getVariableValues(schema, definitions, sent, { maxErrors: MAX_ERRORS })
  if (result.coerced) return { variables: result.coerced }
  return {
    errors: result.errors.map(
      ({ message, nodes }) => new GraphQLError(hideValues(message), { nodes, extensions: { code: 'BAD_USER_INPUT' } }),
    ),
  }
}

/** Whether a value is one that the type takes as it is. */
type IsPlain = (value: unknown) => boolean

interface PlainVariable {
  readonly name: string
  readonly isRequired: boolean
  readonly hasDefault: boolean
  readonly isPlain: IsPlain
}

const PLAIN_TYPES: ReadonlyMap<string, IsPlain> = new Map<string, IsPlain>([
  ['ID', (value) => typeof value === 'string'],
  ['String', (value) => typeof value === 'string'],
  ['Boolean', (value) => typeof value === 'boolean'],
  // the type has 32 bits
  ['Int', (value) => typeof value === 'number' && (value | 0) === value],
])
const NEVER: IsPlain = () => false

function readPlain({ variable, type, defaultValue }: VariableDefinitionNode): PlainVariable {
  const isRequired = type.kind === Kind.NON_NULL_TYPE
  const isPlain = PLAIN_TYPES.get(nameOf(isRequired ? type.type : type)) ?? NEVER
  return { name: variable.name.value, isRequired, hasDefault: defaultValue !== undefined, isPlain }
}

function nameOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : ''
}

/** Undefined when one of them is not plain. */
function takePlain(plain: readonly PlainVariable[], sent: Variables): Variables | undefined {
  const taken: Record<string, unknown> = {}
  for (const { name, isRequired, hasDefault, isPlain } of plain) {
    if (!Object.hasOwn(sent, name)) {
      if (isRequired || hasDefault) return undefined
      continue
    }
    const value = sent[name]
    if (!isPlain(value)) return undefined
    taken[name] = value
  }
  return taken
}
