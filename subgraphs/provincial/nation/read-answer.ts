import { Refusal } from '@lawang/schema/errors'

/** Reads parts of the nation's answers. What has not the form of the contract is no answer: MEMBER_UNAVAILABLE. */

export function fieldsOf(value: unknown): (name: string) => unknown {
  if (typeof value !== 'object' || value === null) throw new Refusal('MEMBER_UNAVAILABLE')
  const fields = new Map<string, unknown>(Object.entries(value))
  return (name) => fields.get(name)
}

export function arrayOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new Refusal('MEMBER_UNAVAILABLE')
  return value
}

export function textOf(value: unknown): string {
  if (typeof value !== 'string') throw new Refusal('MEMBER_UNAVAILABLE')
  return value
}

export function numberOf(value: unknown): number {
  if (typeof value !== 'number') throw new Refusal('MEMBER_UNAVAILABLE')
  return value
}

export function optionalOf<T>(value: unknown, read: (value: unknown) => T): T | undefined {
  return value == null ? undefined : read(value)
}
