import type { RegionCode } from '@lawang/schema/region'
import type { Role } from '../domain/model.ts'

/**
 * What a token says of its bearer beside `iss`, `aud`, `sub` and `exp`. `region` is a government's dotted code, of a
 * district's or village's head that of the district or village. `scope` names rows of the access table, with spaces
 * between: a service account may do nothing else.
 */
export type BearerClaims =
  | { readonly role: Role; readonly region?: RegionCode; readonly agency?: string; readonly scope?: string }
  | { readonly role: 'member'; readonly member: string }
  | { readonly role: 'hub' }
