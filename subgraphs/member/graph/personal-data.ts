import type { Disclosure } from '../identity/identities.ts'
import type { PersonalData } from '../use-cases/personal-data.ts'
import type { GraphBuilder } from './builder.ts'
import type { GraphContext } from './context.ts'
import { federation, routed } from './federation/directives.ts'
import { readHostedId } from './parse-id.ts'
import { reporterWithoutNulls } from './reporter-input.ts'
import { agencyCopy, regionOrNull } from './sources.ts'

/** A disclosure as somebody may see it: which officer it was is for overseers. */
interface ShownDisclosure extends Disclosure {
  readonly withSubject: boolean
}

/** The reporter's rights over personal data, with the receipt's secret: access, correction, erasure, and who has seen it. */
export function personalData(builder: GraphBuilder): void {
  const view = identityView(builder)
  const type = personalDataType(builder, view)
  const inputs = rightsInputs(builder)

  builder.queryFields((t) => ({
    personalData: t.field({
      type,
      nullable: true,
      description: 'All that the door keeps of the reporter: for who shows the secret of the receipt.',
      extensions: routed('complaint'),
      args: { complaint: t.arg.id({ required: true }), secret: t.arg.string({ required: true }) },
      resolve: (_root, args, context) => context.services.reporters.personalData(receiptOf(args, context)),
    }),
    identityViews: t.field({
      type: [view],
      nullable: true,
      description:
        'Who has been shown who reports, oldest first: for who shows the secret of the receipt, and for overseers.',
      extensions: routed('complaint'),
      args: { complaint: t.arg.id({ required: true }), secret: t.arg.string() },
      resolve: async (_root, { complaint, secret }, context) => {
        const id = hosted(complaint, context)
        const shown = await context.services.reporters.disclosures(
          { complaint: id, secret: secret ?? undefined },
          context.actor,
        )
        return shown.disclosures.map((each) => ({ ...each, withSubject: shown.withSubjects }))
      },
    }),
  }))

  builder.mutationFields((t) => ({
    correctPersonalData: t.field({
      type,
      nullable: true,
      extensions: routed('input.complaint'),
      args: { input: t.arg({ type: inputs.correct, required: true }) },
      resolve: (_root, { input }, context) =>
        context.services.reporters.correct(receiptOf(input, context), reporterWithoutNulls(input.reporter)),
    }),
    erasePersonalData: t.field({
      type,
      nullable: true,
      extensions: routed('input.complaint'),
      args: { input: t.arg({ type: inputs.erase, required: true }) },
      resolve: (_root, { input }, context) => context.services.reporters.erase(receiptOf(input, context)),
    }),
  }))
}

function hosted(complaint: string, { services }: GraphContext): string {
  return readHostedId(complaint, 'complaint', services.governments)
}

function receiptOf({ complaint, secret }: { complaint: string; secret: string }, context: GraphContext) {
  return { complaint: hosted(complaint, context), secret }
}

function rightsInputs(builder: GraphBuilder) {
  const correct = builder.inputType('CorrectPersonalDataInput', {
    fields: (t) => ({
      complaint: t.id({ required: true }),
      secret: t.string({ required: true }),
      reporter: t.field({
        type: 'ReporterInput',
        required: true,
        description: 'All of it: what is left out is not kept any more.',
      }),
    }),
  })
  const erase = builder.inputType('ErasePersonalDataInput', {
    fields: (t) => ({ complaint: t.id({ required: true }), secret: t.string({ required: true }) }),
  })
  return { correct, erase }
}

function identityView(builder: GraphBuilder) {
  return builder.objectRef<ShownDisclosure>('IdentityView').implement({
    description: 'One time that an identity was shown. officer: the account, for overseers only.',
    fields: (t) => ({
      at: t.expose('at', { type: 'DateTime' }),
      role: t.exposeString('role'),
      government: t.field({ type: 'Region', nullable: true, resolve: ({ government }) => regionOrNull(government) }),
      agency: t.field({
        type: 'Agency',
        nullable: true,
        extensions: federation({ provides: 'name shortName' }),
        resolve: ({ agency }, _args, { services }) => {
          const known = agency === undefined ? undefined : services.reference.agency(agency)
          return known ? agencyCopy(known) : null
        },
      }),
      purpose: t.exposeString('purpose'),
      officer: t.string({ nullable: true, resolve: ({ withSubject, subject }) => (withSubject ? subject : null) }),
    }),
  })
}

function personalDataType(builder: GraphBuilder, view: ReturnType<typeof identityView>) {
  const state = builder.enumType('IdentityState', {
    description: 'KEPT: sealed at the door. ERASED: destroyed at the wish of the reporter. NONE: nothing was given.',
    values: ['KEPT', 'ERASED', 'NONE'] as const,
  })
  const identity = builder
    .objectRef<Extract<PersonalData['identity'], { state: 'KEPT' }>['record']['reporter']>('ReporterIdentity')
    .implement({
      fields: (t) => ({
        name: t.exposeString('name', { nullable: true }),
        phone: t.exposeString('phone', { nullable: true }),
        email: t.exposeString('email', { nullable: true }),
        nationalId: t.exposeString('nationalId', { nullable: true }),
        address: t.exposeString('address', { nullable: true }),
      }),
    })
  return builder.objectRef<PersonalData>('PersonalData').implement({
    fields: (t) => ({
      complaint: t.exposeID('complaint'),
      state: t.field({ type: state, resolve: ({ identity: known }) => known.state }),
      reporter: t.field({
        type: identity,
        nullable: true,
        resolve: ({ identity: known }) => (known.state === 'KEPT' ? known.record.reporter : null),
      }),
      consentAt: t.string({
        nullable: true,
        description: 'The day on which the reporter agreed that somebody else files.',
        resolve: ({ identity: known }) => (known.state === 'KEPT' ? known.record.onBehalf?.consentAt : null),
      }),
      consentBy: t.string({
        nullable: true,
        resolve: ({ identity: known }) => (known.state === 'KEPT' ? known.record.onBehalf?.consentBy : null),
      }),
      erasedAt: t.field({
        type: 'DateTime',
        nullable: true,
        resolve: ({ identity: known }) => (known.state === 'ERASED' ? known.at : null),
      }),
      views: t.field({
        type: [view],
        resolve: ({ disclosures }) => disclosures.map((each) => ({ ...each, withSubject: false })),
      }),
    }),
  })
}
