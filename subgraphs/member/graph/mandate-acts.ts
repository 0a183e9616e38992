import { readHostedGovernment } from './agency.ts'
import type { GraphBuilder } from './builder.ts'
import { routed } from './federation/directives.ts'
import { findAgency } from './load.ts'
import { readHostedId } from './parse-id.ts'

/** Mutation.registerMandate, endMandate and moveSecretariat: who may act, and who coordinates. */
export function mandateActs(builder: GraphBuilder): void {
  const inputs = mandateInputs(builder)
  builder.mutationFields((t) => ({
    registerMandate: t.field({
      type: 'Mandate',
      nullable: true,
      extensions: routed('input.agency'),
      args: { input: t.arg({ type: inputs.register, required: true }) },
      resolve: (_root, { input }, { services, actor }) => {
        const { validTo, ...rest } = input
        const agency = readHostedId(input.agency, 'agency', services.governments)
        return services.mandates.register({ ...rest, agency, ...(validTo == null ? {} : { validTo }) }, actor)
      },
    }),
    endMandate: t.field({
      type: 'Mandate',
      nullable: true,
      extensions: routed('input.region'),
      args: { input: t.arg({ type: inputs.end, required: true }) },
      resolve: (_root, { input: { region, mandate, subject, at } }, { services, actor }) =>
        services.mandates.end(
          {
            government: readHostedGovernment(region, services),
            mandate,
            ...(subject == null ? {} : { subject }),
            ...(at == null ? {} : { at }),
          },
          actor,
        ),
    }),
    moveSecretariat: t.field({
      type: 'Agency',
      nullable: true,
      extensions: routed('input.agency'),
      args: { input: t.arg({ type: inputs.move, required: true }) },
      resolve: async (_root, { input }, context) => {
        const { services, actor } = context
        const agency = readHostedId(input.agency, 'agency', services.governments)
        await services.mandates.moveSecretariat({ ...input, agency }, actor)
        return findAgency(agency, context)
      },
    }),
  }))
}

function mandateInputs(builder: GraphBuilder) {
  const member = builder.inputType('MandateMemberInput', {
    fields: (t) => ({
      subject: t.id({ required: true }),
      name: t.string({ required: true }),
      position: t.string({ required: true }),
    }),
  })
  return {
    register: builder.inputType('RegisterMandateInput', {
      description:
        'An agency has one decree at a time: this one takes the place of the one that is in force at validFrom.',
      fields: (t) => ({
        agency: t.id({ required: true }),
        number: t.string({ required: true }),
        issuer: t.string({ required: true }),
        validFrom: t.field({ type: 'DateTime', required: true }),
        validTo: t.field({ type: 'DateTime' }),
        members: t.field({ type: [member], required: true }),
      }),
    }),
    end: builder.inputType('EndMandateInput', {
      description: "With subject only that person's right ends. Without at, or with a moment that is past, now.",
      fields: (t) => ({
        region: t.id({ required: true }),
        mandate: t.id({ required: true }),
        subject: t.id(),
        at: t.field({ type: 'DateTime' }),
      }),
    }),
    move: builder.inputType('MoveSecretariatInput', {
      description: 'From that moment on the agency coordinates the complaints of its government.',
      fields: (t) => ({
        agency: t.id({ required: true }),
        number: t.string({ required: true }),
        issuer: t.string({ required: true }),
        from: t.field({ type: 'DateTime', required: true }),
      }),
    }),
  }
}
