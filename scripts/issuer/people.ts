import type { BearerClaims } from '@lawang/member/access/claims'
import type { Role } from '@lawang/member/domain/model'
import type { LoadedReference } from '@lawang/member/reference/load'

/** Somebody whom the development issuer signs in at one click: a role at a place, and nobody's name. */
export interface DemoPerson {
  /** The token's `sub`, and what the sign-in page sends. */
  readonly subject: string
  readonly label: string
  readonly claims: BearerClaims
}

const NATION = '00'
const PROVINCE = '64'
const REGENCY = '64.08'
const DISTRICT = '64.08.04'
const VILLAGE = '64.08.04.2001'

/** Agencies whose operators are there: roads, their lamps, and electricity, so that a handover has two sides. */
const OPERATORS = [
  { government: REGENCY, agency: 'Dinas PUPR' },
  { government: REGENCY, agency: 'Dishub' },
  { government: NATION, agency: 'PLN' },
]

/** The demo people, every role at least once. */
export function demoPeople({ agenciesOf, regions }: LoadedReference): readonly DemoPerson[] {
  const person = (subject: string, label: string, claims: BearerClaims): DemoPerson => ({ subject, label, claims })
  const at = (role: Role, title: string, region: string) =>
    person(`demo-${role}-${region}`, `${title}, ${regions.region(region)?.name ?? region}`, { role, region })
  const operators = OPERATORS.flatMap(({ government, agency }) =>
    agenciesOf(government)
      .filter(({ shortName }) => shortName === agency)
      .map(({ id, name }) =>
        person(`demo-operator-${id}`, `Operator, ${name}`, { role: 'operator', region: government, agency: id }),
      ),
  )
  return [
    person('demo-reporter', 'Reporter', { role: 'reporter' }),
    ...operators,
    at('coordinator', 'Coordinator', REGENCY),
    at('coordinator', 'Coordinator', PROVINCE),
    at('supervisor', 'Supervisor', PROVINCE),
    at('national-admin', 'National administrator', NATION),
    person('demo-overseer', 'Overseer', { role: 'overseer' }),
    at('district-head', 'Head of the district', DISTRICT),
    at('village-head', 'Head of the village', VILLAGE),
    at('kiosk', 'Kiosk', REGENCY),
    person('demo-integrator', 'Service account of another system', {
      role: 'integrator',
      region: REGENCY,
      scope: 'fileReceivedEarlier fileForOthers readWorklist',
    }),
  ]
}
