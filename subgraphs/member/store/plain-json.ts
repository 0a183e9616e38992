/**
 * The value as JSON says it: a copy without members that are undefined. The ORM turns such members into null, in the
 * object that it is given, and a field that is null is another one than a field that is not there.
 */
export function plainJson<T>(value: T): T {
  return JSON.parse(JSON.stringify(value))
}
