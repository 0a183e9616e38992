import type { FieldNode } from 'graphql'
import { signatureOf } from './required-arguments.ts'

/**
 * The names of one operation inside the gateway. Plans collect what members answer in one tree, and the planner
 * neither notices an alias that overwrites a key (`id: title`) nor survives one response key for two fields under
 * different types (`...on A { x(n: 1) } ...on B { x(n: 2) }`). So within an operation every key stands for one field
 * with one set of arguments, and members are asked by these keys; the answer has the client's own again. Where a field
 * is required with arguments inside an object, the planner asks for it under another key when the client has taken its
 * own, and then sends the client's value on as if it were the required one: the client's leaves that key free.
 */
export interface Names {
  /** The key under which members answer a client's field; the same for equal fields. */
  sourceKey(field: FieldNode): string
  /** The client's key for a member's. */
  responseKey(sourceKey: string): string
  /** The name of a variable at the members: plans have variables of their own. */
  variable(name: string): string
}

/** Of one operation on a supergraph whose types' fields have these names; of the required ones by their signatures. */
export function createNames(
  fieldNames: ReadonlySet<string>,
  required: ReadonlyMap<string, ReadonlySet<string>>,
): Names {
  const signatures = new Map<string, string>()
  const sourceKeys = new Map<string, string>()
  const responseKeys = new Map<string, string>()

  function isFree(key: string, signature: string): boolean {
    const reserved = required.get(key)
    return !reserved || (reserved.size === 1 && reserved.has(signature))
  }

  function choose(responseKey: string, fieldName: string, signature: string): string {
    const natural =
      responseKey === fieldName
        ? isFree(responseKey, signature)
        : !(responseKey.startsWith('_') || fieldNames.has(responseKey))
    if (natural && !signatures.has(responseKey)) return responseKey
    let key = `_as_${responseKeys.size}_${responseKey}`
    while (fieldNames.has(key)) key = `_${key}`
    return key
  }

  return {
    sourceKey(field) {
      const responseKey = field.alias?.value ?? field.name.value
      const signature = signatureOf(field)
      if (signatures.get(responseKey) === signature) return responseKey
      const known = sourceKeys.get(`${responseKey} ${signature}`)
      if (known !== undefined) return known
      const key = choose(responseKey, field.name.value, signature)
      signatures.set(key, signature)
      sourceKeys.set(`${responseKey} ${signature}`, key)
      responseKeys.set(key, responseKey)
      return key
    },
    responseKey: (sourceKey) => responseKeys.get(sourceKey) ?? sourceKey,
    variable: (name) => (name.startsWith('_') || name === 'representations' ? `_as_${name}` : name),
  }
}
