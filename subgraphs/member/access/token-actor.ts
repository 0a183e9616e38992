import { parseId } from '@lawang/schema/id'
import { governmentOf, isRegionCode, type RegionCode, tierOf } from '@lawang/schema/region'
import { type Actor, ROLES, type Role } from '../domain/model.ts'

/** The actor that a token's claims name; undefined when one has not the form that its role asks for. */
export function actorOf({
  sub,
  role,
  region,
  agency,
  member,
  scope,
}: Readonly<Record<string, unknown>>): Actor | undefined {
  if (role === 'hub') return { kind: 'hub' }
  if (role === 'member') return typeof member === 'string' && member !== '' ? { kind: 'member', member } : undefined
  const known = ROLES.find((candidate) => candidate === role)
  if (!known || typeof sub !== 'string' || sub === '') return undefined
  if (region !== undefined && !isPlaceFor(known, region)) return undefined
  if (scope !== undefined && typeof scope !== 'string') return undefined
  const ownAgency = agency === undefined ? undefined : agencyIdOf(agency)
  if (agency !== undefined && ownAgency === undefined) return undefined
  return {
    kind: 'person',
    subject: sub,
    role: known,
    ...(region === undefined ? {} : { region }),
    ...(ownAgency === undefined ? {} : { agency: ownAgency }),
    ...(scope === undefined ? {} : { scopes: scope.split(' ') }),
  }
}

/** Heads of districts and villages have those for their place, everybody else a government. */
function isPlaceFor(role: Role, value: unknown): value is RegionCode {
  if (typeof value !== 'string' || !isRegionCode(value)) return false
  if (role === 'district-head') return tierOf(value) === 'DISTRICT'
  if (role === 'village-head') return tierOf(value) === 'VILLAGE'
  return governmentOf(value) === value
}

function agencyIdOf(value: unknown): string | undefined {
  const parsed = typeof value === 'string' ? parseId(value) : undefined
  return parsed?.form === 'valid' && parsed.kind === 'agency' ? parsed.id : undefined
}
