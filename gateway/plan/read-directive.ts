import { type ConstDirectiveNode, Kind } from 'graphql'

/** The text or enum value of a directive's argument. */
export function textOf(directive: ConstDirectiveNode, name: string): string | undefined {
  const value = argumentOf(directive, name)
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : undefined
}

/** The truth value of a directive's argument. */
export function flagOf(directive: ConstDirectiveNode, name: string): boolean | undefined {
  const value = argumentOf(directive, name)
  return value?.kind === Kind.BOOLEAN ? value.value : undefined
}

function argumentOf(directive: ConstDirectiveNode, name: string) {
  return directive.arguments?.find((one) => one.name.value === name)?.value
}
