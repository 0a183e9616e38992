import { type GovernmentCode, governmentOf, isRegionCode, NATION } from '@lawang/schema/region'
import type { TokenClaims } from '../assertion/assertion.ts'

/** How far an issuer's word goes. */
export interface IssuerReach {
  /** Whose persons it may speak for; without it everybody's. */
  readonly governments?: readonly GovernmentCode[]
  /** Whether it may also speak for members and the hub. */
  readonly machines?: boolean
}

const MACHINES: readonly unknown[] = ['member', 'hub']

/**
 * Whether an issuer may say this of somebody: one that speaks for some governments names persons of those alone. So no
 * government's identity provider makes an officer of another, an overseer or a machine. Reporters have no place.
 */
export function speaksFor({ governments, machines }: IssuerReach, { role, region }: TokenClaims): boolean {
  if (MACHINES.includes(role)) return machines === true
  if (governments === undefined || role === 'reporter') return true
  const place = role === 'national-admin' ? NATION : region
  const government = typeof place === 'string' && isRegionCode(place) ? governmentOf(place) : undefined
  return government !== undefined && governments.includes(government)
}
