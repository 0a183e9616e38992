import { readFileSync } from 'node:fs'
import { parse } from 'graphql'

/** The whole file of the operations that clients of the hub are written against. */
export const OPERATIONS_TEXT = readFileSync(new URL('../operations.graphql', import.meta.url), 'utf8')

const OPERATIONS: ReadonlyMap<string, string> = new Map(
  parse(OPERATIONS_TEXT).definitions.flatMap((definition) => {
    const name = definition.kind === 'OperationDefinition' ? definition.name?.value : undefined
    return name && definition.loc ? [[name, OPERATIONS_TEXT.slice(definition.loc.start, definition.loc.end)]] : []
  }),
)

export const OPERATION_NAMES: readonly string[] = [...OPERATIONS.keys()]

/** The text of one operation, to the letter. */
export function operation(name: string): string {
  const text = OPERATIONS.get(name)
  if (text === undefined) throw new Error(`operations.graphql has no operation ${name}`)
  return text
}
