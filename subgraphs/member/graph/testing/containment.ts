import {
  astFromValue,
  type ConstDirectiveNode,
  type DocumentNode,
  type EnumTypeDefinitionNode,
  type FieldDefinitionNode,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLSchema,
  type InputObjectTypeDefinitionNode,
  type InputValueDefinitionNode,
  isEnumType,
  isInputObjectType,
  isObjectType,
  isScalarType,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
  print,
} from 'graphql'
import { type FederationFacts, federationFacts } from '../federation/directives.ts'

type ObjectNode = ObjectTypeDefinitionNode | ObjectTypeExtensionNode

/**
 * What a member's schema lacks of a contract, one sentence each: types, fields, arguments, nullability, enum values,
 * and what the federation directives say. The member may have more than the contract, never something else.
 */
export function missingFrom(schema: GraphQLSchema, contract: DocumentNode): readonly string[] {
  return contract.definitions.flatMap((definition): readonly string[] => {
    switch (definition.kind) {
      case 'ObjectTypeDefinition':
      case 'ObjectTypeExtension':
        return missingFromObject(schema, definition)
      case 'InputObjectTypeDefinition':
        return missingFromInput(schema, definition)
      case 'EnumTypeDefinition':
        return missingFromEnum(schema, definition)
      case 'ScalarTypeDefinition':
        return isScalarType(schema.getType(definition.name.value)) ? [] : [`scalar ${definition.name.value} is missing`]
      default:
        return []
    }
  })
}

function missingFromObject(schema: GraphQLSchema, node: ObjectNode): readonly string[] {
  const type = schema.getType(node.name.value)
  if (!isObjectType(type)) return [`type ${node.name.value} is missing`]
  const facts = federationFacts(type.extensions)
  const wanted = { key: directiveText(node, 'key'), routed: directiveText(node, 'routed') }
  const isShareable = hasDirective(node, 'shareable')
  return [
    ...(['key', 'routed'] as const)
      .filter((name) => wanted[name] !== undefined && wanted[name] !== facts[name])
      .map((name) => `type ${type.name} is not @${name} "${wanted[name]}" but ${facts[name]}`),
    ...(node.fields ?? []).flatMap((field) =>
      missingFromField(`${type.name}.${field.name.value}`, type.getFields()[field.name.value], field, isShareable),
    ),
  ]
}

function missingFromField(
  name: string,
  field: GraphQLField<unknown, unknown> | undefined,
  node: FieldDefinitionNode,
  isTypeShareable: boolean,
): readonly string[] {
  if (!field) return [`field ${name} is missing`]
  return [
    ...differs(`field ${name}`, String(field.type), print(node.type)),
    ...missingFromValues(name, field.args, node.arguments ?? []),
    ...(hasDirective(node, 'external')
      ? []
      : differingFacts(name, federationFacts(field.extensions), node, isTypeShareable)),
  ]
}

function differingFacts(
  name: string,
  facts: FederationFacts,
  node: FieldDefinitionNode,
  isTypeShareable: boolean,
): readonly string[] {
  const wanted: FederationFacts = {
    shareable: isTypeShareable || hasDirective(node, 'shareable'),
    routed: directiveText(node, 'routed'),
    merge: directiveText(node, 'routed', 1),
    provides: directiveText(node, 'provides'),
  }
  return [
    ...differs(`@shareable of ${name}`, String(facts.shareable ?? false), String(wanted.shareable)),
    ...differs(`@routed of ${name}`, String(facts.routed), String(wanted.routed)),
    ...differs(`merge of ${name}`, String(facts.merge), String(wanted.merge)),
    ...differs(`@provides of ${name}`, String(facts.provides), String(wanted.provides)),
  ]
}

/** Arguments and input fields: those of the contract as they are, others only where a client may leave them out. */
function missingFromValues(
  name: string,
  values: readonly (GraphQLArgument | GraphQLInputField)[],
  nodes: readonly InputValueDefinitionNode[],
): readonly string[] {
  const known = new Set(nodes.map((node) => node.name.value))
  const required = values.filter((value) => !known.has(value.name) && String(value.type).endsWith('!'))
  return [
    ...required.map((value) => `${name} requires ${value.name}, which the contract does not know`),
    ...nodes.flatMap((node) => {
      const value = values.find((candidate) => candidate.name === node.name.value)
      if (!value) return [`${node.name.value} of ${name} is missing`]
      return differs(
        `${node.name.value} of ${name}`,
        printValue(value),
        print({ ...node, description: undefined, directives: [] }),
      )
    }),
  ]
}

function printValue(value: GraphQLArgument | GraphQLInputField): string {
  const byDefault = value.defaultValue === undefined ? undefined : astFromValue(value.defaultValue, value.type)
  return `${value.name}: ${value.type}${byDefault ? ` = ${print(byDefault)}` : ''}`
}

function missingFromInput(schema: GraphQLSchema, node: InputObjectTypeDefinitionNode): readonly string[] {
  const type = schema.getType(node.name.value)
  if (!isInputObjectType(type)) return [`input ${node.name.value} is missing`]
  return missingFromValues(type.name, Object.values(type.getFields()), node.fields ?? [])
}

/** Enums are equal value by value: the same ones are inputs and outputs. */
function missingFromEnum(schema: GraphQLSchema, node: EnumTypeDefinitionNode): readonly string[] {
  const type = schema.getType(node.name.value)
  if (!isEnumType(type)) return [`enum ${node.name.value} is missing`]
  const values = type.getValues().map((value) => value.name)
  const wanted = (node.values ?? []).map((value) => value.name.value)
  return differs(`enum ${type.name}`, values.toSorted().join(' '), wanted.toSorted().join(' '))
}

function differs(what: string, found: string, wanted: string): readonly string[] {
  return found === wanted ? [] : [`${what} is ${found}, the contract says ${wanted}`]
}

type Annotated = { readonly directives?: readonly ConstDirectiveNode[] }

function hasDirective(node: Annotated, name: string): boolean {
  return node.directives?.some((directive) => directive.name.value === name) ?? false
}

/** A text argument of a directive, the first unless told: the fields of `@key` and `@provides`, what `@routed` says. */
function directiveText(node: Annotated, name: string, place = 0): string | undefined {
  const value = node.directives?.find((directive) => directive.name.value === name)?.arguments?.[place]?.value
  return value?.kind === 'StringValue' ? value.value : undefined
}
