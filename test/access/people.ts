import type { BearerClaims } from '@lawang/member/access/claims'
import type { Role } from '@lawang/member/domain/model'
import { tokenFor } from '../operations/hub.ts'

/** The government that the askers belong to; the nation for its administrator. */
export const HOME = '64.08'
const VILLAGE = '64.08.04.2001'

const PLACES: Partial<Readonly<Record<Role, string>>> = {
  supervisor: '64',
  'national-admin': '00',
  'district-head': '64.08.04',
  'village-head': VILLAGE,
}

/** The token of the one who stands for a column; undefined for the public. `agency` is where the operator works. */
export async function tokenOf(
  column: string,
  { dataFolder, agency, scope }: { readonly dataFolder: string; readonly agency: string; readonly scope: string },
): Promise<string | undefined> {
  if (column === 'public') return undefined
  return tokenFor(dataFolder, claimsOf(column as Role, agency, scope))
}

function claimsOf(column: Role | 'member' | 'hub', agency: string, scope: string): BearerClaims {
  if (column === 'member') return { role: 'member', member: 'regency' }
  if (column === 'hub') return { role: 'hub' }
  const region = PLACES[column] ?? HOME
  if (column === 'operator') return { role: column, region, agency }
  if (column === 'integrator') return { role: column, region, scope }
  return { role: column, region }
}

/** Where what is asked about is. */
export interface Place {
  readonly government: string
  readonly location: string
}

/** The own government with a place in the own village; a government elsewhere; the nation. */
export const PLACES_ASKED: readonly Place[] = [
  { government: HOME, location: VILLAGE },
  { government: '72.71', location: '72.71' },
  { government: '00', location: '72.71' },
]

/** Whether a right with this reach, as the page's legend explains it, covers the place for who stands for the column. */
export function covers(reach: string, column: string, { government }: Place): boolean {
  const isHome = government === (column === 'national-admin' ? '00' : HOME)
  switch (reach) {
    case 'yes':
      return true
    case 'gov':
    case 'gov+':
    case 'agency':
    case 'area':
    case 'scope':
      return isHome
    default:
      return false
  }
}
