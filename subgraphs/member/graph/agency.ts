import { Refusal } from '@lawang/schema/errors'
import { parseId } from '@lawang/schema/id'
import { type GovernmentCode, governmentOf, isRegionCode } from '@lawang/schema/region'
import type { Agency } from '../domain/model.ts'
import type { GraphBuilder } from './builder.ts'
import type { GraphContext } from './context.ts'
import { federation, routed, shareable } from './federation/directives.ts'
import { findAgency, withAgency } from './load.ts'
import { requireHosted } from './parse-id.ts'
import { type AgencySource, regionOf } from './sources.ts'

/** Agency, Query.agency and Query.agencies: answered by the agency's government, names also by those who hold a copy. */
export function agency(builder: GraphBuilder): void {
  builder.objectType('Agency', {
    extensions: federation({ key: 'id', routed: 'id' }),
    fields: (t) => ({
      id: t.exposeID('id'),
      name: t.string({
        nullable: true,
        extensions: shareable,
        resolve: (source, _args, context) =>
          source.from === 'copy' ? source.name.name : withAgency(source, context, (known) => known.agency.name),
      }),
      shortName: t.string({
        nullable: true,
        extensions: shareable,
        resolve: (source, _args, context) =>
          source.from === 'copy'
            ? source.name.shortName
            : withAgency(source, context, (known) => known.agency.shortName),
      }),
      affairs: t.stringList({
        nullable: true,
        resolve: (source, _args, context) => withAgency(source, context, (known) => known.agency.affairs),
      }),
      region: t.field({
        type: 'Region',
        nullable: true,
        extensions: shareable,
        resolve: (source, _args, context) => regionOfAgency(source, context),
      }),
      openCases: t.int({
        nullable: true,
        description: 'Those whose complaints are not confidential: of one agency they would be few.',
        resolve: (source, _args, context) =>
          withAgency(source, context, ({ id }) => context.loaders.openCases.load(id)),
      }),
    }),
  })

  builder.queryFields((t) => ({
    agency: t.field({
      type: 'Agency',
      nullable: true,
      extensions: routed('id'),
      args: { id: t.arg.id({ required: true }) },
      resolve: (_root, { id }, context) => findAgency(id, context),
    }),
    agencies: t.field({
      type: ['Agency'],
      nullable: true,
      description: 'All agencies of one government, its coordinator first.',
      extensions: routed('region'),
      args: { region: t.arg.id({ required: true }) },
      resolve: async (_root, { region }, { services }) => {
        const agencies = await services.agencies.ofGovernment(readHostedGovernment(region, services))
        return agencies.map(agencyOfGovernment)
      },
    }),
  }))
}

/** The hosted government that answers for a region code. Refuses with BAD_USER_INPUT or UNKNOWN_JURISDICTION. */
export function readHostedGovernment(text: string, services: GraphContext['services']): GovernmentCode {
  if (!isRegionCode(text)) throw new Refusal('BAD_USER_INPUT', 'This is not the code of any region.')
  const government = services.reference.region(text) && governmentOf(text)
  if (government === undefined) throw new Refusal('UNKNOWN_JURISDICTION')
  requireHosted(government, services.governments)
  return government
}

function agencyOfGovernment(agency: Agency): AgencySource {
  return { from: 'government', id: agency.id, agency }
}

/** The government that an agency belongs to stands in its id: no copy has to carry it. */
function regionOfAgency(source: AgencySource, context: GraphContext) {
  if (source.from === 'government') return regionOf(source.agency.government)
  const parsed = parseId(source.id)
  if (parsed.form === 'malformed' || !context.services.reference.region(parsed.government)) {
    throw new Refusal('BAD_USER_INPUT', 'This is not the id of any agency.')
  }
  return regionOf(parsed.government)
}
