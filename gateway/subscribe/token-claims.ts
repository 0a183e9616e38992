/**
 * What a bearer's JSON Web Token says of itself; undefined for everything else. It is not verified: the members do that.
 * The gateway only ends earlier by it what they would refuse.
 */
export function claimsOf(authorization: string | undefined): ReadonlyMap<string, unknown> | undefined {
  const payload = /^bearer\s+[\w-]+\.([\w-]+)\./i.exec(authorization ?? '')?.[1]
  if (payload === undefined) return undefined
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString())
    return typeof claims === 'object' && claims !== null ? new Map(Object.entries(claims)) : undefined
  } catch {
    return undefined
  }
}
