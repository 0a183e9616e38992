import { parseId } from '@lawang/schema/id'
import { isAllowed } from '../access/policy.ts'
import { OPERATIONS } from '../access/table.ts'
import type { Actor } from '../domain/model.ts'
import { actsUnderDecree, agencyOf, standingAt } from '../mandates/in-force.ts'
import type { Mandate } from '../mandates/model.ts'
import { readHostedGovernment } from './agency.ts'
import type { GraphBuilder } from './builder.ts'
import type { GraphContext } from './context.ts'
import { routed } from './federation/directives.ts'
import { findAgency } from './load.ts'
import { regionOf } from './sources.ts'

type Person = Extract<Actor, { kind: 'person' }>

/** Who asks, seen from one government. */
interface ViewerSource {
  readonly person: Person
  readonly government: string
}

/** Query.viewer: what a front end shows somebody who has signed in. */
export function viewer(builder: GraphBuilder): void {
  const type = builder.objectRef<ViewerSource>('Viewer').implement({
    description:
      'Who asks, as one government sees it. subject is what the identity provider calls the person. rights: rows of the access table that cover something there, without the secret of a receipt.',
    fields: (t) => ({
      subject: t.id({ resolve: ({ person }) => person.subject }),
      roles: t.stringList({ resolve: ({ person }) => [person.role] }),
      regions: t.field({
        type: ['Region'],
        resolve: ({ person: { region } }) => (region === undefined ? [] : [regionOf(region)]),
      }),
      agency: t.field({
        type: 'Agency',
        nullable: true,
        description: "The person's own, where it is one of this government.",
        resolve: ({ person: { agency }, government }, _args, context) =>
          agency !== undefined && isOf(agency, government) ? findAgency(agency, context) : null,
      }),
      mandates: t.field({
        type: ['Mandate'],
        description: 'The decrees in force there under which the person acts.',
        resolve: (source, _args, context) => mandatesOf(source, context),
      }),
      rights: t.stringList({
        resolve: ({ person, government }) => {
          const { agency, region: location } = person
          const place = { government, ...(agency && { agency }), ...(location && { location }) }
          return OPERATIONS.filter((operation) => isAllowed(person, operation, place))
        },
      }),
    }),
  })
  builder.queryField('viewer', (t) =>
    t.field({
      type,
      nullable: true,
      description: 'Who asks, as the government sees it; null without a token.',
      extensions: routed('region'),
      args: { region: t.arg.id({ required: true }) },
      resolve: (_root, { region }, { services, actor }) => {
        const government = readHostedGovernment(region, services)
        return actor.kind === 'person' ? { person: actor, government } : null
      },
    }),
  )
}

function isOf(agency: string, government: string): boolean {
  const id = parseId(agency)
  return id.form === 'valid' && id.government === government
}

function mandatesOf({ person, government }: ViewerSource, { services, now }: GraphContext): readonly Mandate[] {
  const coordinator = services.reference.agenciesOf(government).find((agency) => agency.coordinator)
  const agency = actsUnderDecree(person)
    ? agencyOf(person, (region) => (region === government ? coordinator?.id : undefined))
    : undefined
  if (agency === undefined) return []
  const named = { subject: person.subject, role: person.role, agency }
  return services.mandates.ofGovernment(government).filter((mandate) => standingAt([mandate], named, now()))
}
