import { decideCompetence, type RulesContext } from '@lawang/member/domain/competence'
import { readDetails } from '@lawang/member/domain/details'
import type { CompetenceDecision, CompetenceRule } from '@lawang/member/domain/model'
import type { GraphBuilder } from '@lawang/member/graph/builder'
import { federation } from '@lawang/member/graph/federation/directives'
import { agencyCopy, regionOf } from '@lawang/member/graph/sources'
import { Refusal } from '@lawang/schema/errors'
import type { Detail } from '@lawang/schema/exchange/messages'

/** Query.competence: who is competent for a category at a place, and by which rule. */
export function competence(builder: GraphBuilder): void {
  const rule = builder.objectRef<CompetenceRule>('CompetenceRule').implement({
    fields: (t) => ({
      id: t.exposeID('id'),
      citation: t.exposeString('citation'),
      verified: t.exposeBoolean('verified'),
    }),
  })
  const decision = builder.objectRef<CompetenceDecision>('Competence').implement({
    description: 'definite: false means that a person has to confirm.',
    fields: (t) => ({
      region: t.field({ type: 'Region', nullable: true, resolve: ({ government }) => regionOf(government) }),
      agency: t.field({
        type: 'Agency',
        nullable: true,
        extensions: federation({ provides: 'name shortName' }),
        resolve: ({ agency }) => agencyCopy(agency),
      }),
      rule: t.field({ type: rule, nullable: true, resolve: (decided) => decided.rule }),
      definite: t.exposeBoolean('definite'),
    }),
  })
  builder.queryField('competence', (t) =>
    t.field({
      type: decision,
      nullable: true,
      args: {
        category: t.arg.id({ required: true }),
        location: t.arg.id({ required: true }),
        details: t.arg({ type: ['DetailInput'] }),
      },
      resolve: (_root, { category, location, details }, { services, now }) =>
        decide(category, location, details ?? [], { reference: services.reference, now: now() }),
    }),
  )
}

/** Asks as a complaint would: details that the category does not ask for are refused, not passed over. */
function decide(category: string, location: string, details: readonly Detail[], context: RulesContext) {
  const { reference } = context
  if (!reference.category(category)) throw new Refusal('UNKNOWN_CATEGORY')
  return decideCompetence({ category, location, details: readDetails(details, category, reference) }, context)
}
