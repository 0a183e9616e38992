import { isAllowed, requireAllowed } from '../access/policy.ts'
import type { CaseAct } from '../mandates/case-act-log.ts'
import type { Mandate, MandateMember } from '../mandates/model.ts'
import { readHostedGovernment } from './agency.ts'
import type { GraphBuilder } from './builder.ts'
import type { GraphContext } from './context.ts'
import { routed } from './federation/directives.ts'
import { findAgency, withCase } from './load.ts'
import { type AgencySource, regionOf } from './sources.ts'

/** Mandate, Query.mandates and Query.agenciesWithoutOperator, and Case.acts. */
export function mandate(builder: GraphBuilder): void {
  const type = mandateType(builder)
  caseActs(builder)
  builder.queryFields((t) => ({
    mandates: t.field({
      type: [type],
      nullable: true,
      description:
        "The decrees of a government's agencies, newest first: for its officers, its supervisor and overseers.",
      extensions: routed('region'),
      args: { region: t.arg.id({ required: true }) },
      resolve: (_root, { region }, context) =>
        context.services.mandates.registeredAt(readableGovernment(region, context)),
    }),
    agenciesWithoutOperator: t.field({
      type: ['Agency'],
      nullable: true,
      description: 'The agencies for which nobody may act now, because no decree in force names anybody.',
      extensions: routed('region'),
      args: { region: t.arg.id({ required: true }) },
      resolve: (_root, { region }, context) =>
        context.services.mandates
          .withoutOperator(readableGovernment(region, context))
          .map((agency): AgencySource => ({ from: 'government', id: agency.id, agency })),
    }),
  }))
}

/** The hosted government whose decrees the asker may read. */
export function readableGovernment(region: string, { services, actor }: GraphContext): string {
  const government = readHostedGovernment(region, services)
  requireAllowed(actor, 'readMandates', { government })
  return government
}

function mandateType(builder: GraphBuilder) {
  const member = builder.objectRef<MandateMember>('MandateMember').implement({
    description:
      "subject is what the identity provider calls the person. until: the person's right ended before the decree.",
    fields: (t) => ({
      subject: t.exposeID('subject'),
      name: t.exposeString('name'),
      position: t.exposeString('position'),
      until: t.expose('until', { type: 'DateTime', nullable: true }),
    }),
  })
  return builder.objectType('Mandate', {
    description: 'A decree under which the officers of an agency act, from validFrom until just before validTo.',
    fields: (t) => ({
      id: t.exposeID('id'),
      region: t.field({ type: 'Region', resolve: ({ government }) => regionOf(government) }),
      agency: t.field({
        type: 'Agency',
        nullable: true,
        resolve: ({ agency }, _args, context) => findAgency(agency, context),
      }),
      number: t.exposeString('number', { description: 'As written on the decree.' }),
      issuer: t.exposeString('issuer'),
      validFrom: t.expose('validFrom', { type: 'DateTime' }),
      validTo: t.expose('validTo', { type: 'DateTime', nullable: true }),
      supersedes: t.exposeID('supersedes', {
        nullable: true,
        description: 'The id of the decree whose place it took.',
      }),
      members: t.field({
        type: [member],
        description: 'Empty in a development network where a decree names everybody.',
        resolve: ({ members }: Mandate) => (members === 'EVERYBODY' ? [] : members),
      }),
    }),
  })
}

function caseActs(builder: GraphBuilder): void {
  const act = builder.objectRef<CaseAct>('CaseAct').implement({
    description:
      "position is the officer's at that moment; name and decree are null where officers act without decrees.",
    fields: (t) => ({
      at: t.expose('at', { type: 'DateTime' }),
      act: t.exposeString('act'),
      name: t.exposeString('name', { nullable: true }),
      position: t.exposeString('position'),
      decree: t.exposeString('decree', { nullable: true }),
    }),
  })
  builder.objectField('Case', 'acts', (t) =>
    t.field({
      type: [act],
      nullable: true,
      description:
        "Which officer did what, under which decree: for the government's own officers, its supervisor and overseers.",
      resolve: (source, _args, context) =>
        withCase(source, context, ({ id, record: { government, agency } }) =>
          isAllowed(context.actor, 'readActs', { government, agency: agency.id })
            ? context.loaders.acts.load(id)
            : null,
        ),
    }),
  )
}
