import { REFUSALS } from '@lawang/schema/errors'
import { GraphQLError, type GraphQLSchema, getOperationAST } from 'graphql'
import { defaultsFiller, type FillDefaults } from './fill-defaults.ts'
import { readDocument } from './read-document.ts'

/** How many different operations are remembered; clients send the same few again and again. */
const REMEMBERED = 1024
/** Longer ones are checked anew each time: a few of them would fill the memory. */
const LONGEST_REMEMBERED = 32_768

/** `text` is the document as it is given to the executor, with variables that `fill` has completed. */
export type Operation =
  | { readonly text: string; readonly fill: FillDefaults }
  | { readonly errors: readonly GraphQLError[] }

/** Checks a document and names its operation; what was checked once is remembered, wrong ones too. */
export type CheckOperation = (query: string, operationName: string | undefined) => Operation

/** A checker of queries and mutations against a schema. */
export function operationChecker(schema: GraphQLSchema): CheckOperation {
  const remembered = new Map<string, Operation>()
  return (query, operationName) => {
    // Written so that no other name and text run together to the same key: a refusal would be remembered for both.
    const key = `${JSON.stringify(operationName ?? null)} ${query}`
    const known = remembered.get(key)
    if (known) return known
    // The executor remembers what it compiled by the text alone: each operation of a document needs a text of its own.
    const text = operationName === undefined ? query : `${query}\n#${JSON.stringify(operationName)}`
    const checked = check(text, operationName, schema)
    if (key.length > LONGEST_REMEMBERED) return checked
    if (remembered.size >= REMEMBERED) forgetOldest(remembered)
    remembered.set(key, checked)
    return checked
  }
}

function forgetOldest(remembered: Map<string, Operation>): void {
  for (const oldest of remembered.keys()) {
    remembered.delete(oldest)
    return
  }
}

function check(text: string, operationName: string | undefined, schema: GraphQLSchema): Operation {
  const document = readDocument(text, schema)
  if (!('kind' in document)) return { errors: document }
  const operation = getOperationAST(document, operationName)
  if (!operation)
    return { errors: [refused('OPERATION_RESOLUTION_FAILURE', 'Name one operation of the document in operationName.')] }
  return operation.operation === 'subscription'
    ? { errors: [refused('SUBSCRIPTION_NEEDS_SOCKET')] }
    : { text, fill: defaultsFiller(schema, operation) }
}

function refused(code: keyof typeof REFUSALS, message: string = REFUSALS[code]): GraphQLError {
  return new GraphQLError(message, { extensions: { code } })
}
