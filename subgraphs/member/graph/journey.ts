import type { Answer, JourneyStep } from '../domain/model.ts'
import type { GraphBuilder } from './builder.ts'
import { isReadable } from './content.ts'
import { federation } from './federation/directives.ts'
import { withComplaint } from './load.ts'
import { agencyCopy, regionOrNull } from './sources.ts'

interface Receipt {
  readonly complaint: string
  readonly contentHash: string
  /** Set where fileComplaint answers. */
  readonly filed?: { readonly secret: string; readonly isNew: boolean }
}

/** The public journey of a complaint, its answers and its receipt. */
export function journey(builder: GraphBuilder): void {
  const step = journeyStep(builder)
  const answered = answer(builder)
  const receipt = receiptType(builder)

  builder.objectFields('Complaint', (t) => ({
    journey: t.field({
      type: [step],
      resolve: (source, _args, context) =>
        withComplaint(source, context, async (known) => {
          const steps = await context.loaders.journey.load(known.record)
          return isReadable(known, context) ? steps : steps.map(withoutReason)
        }),
    }),
    answers: t.field({
      type: [answered],
      resolve: (source, _args, context) =>
        withComplaint(source, context, (known) =>
          isReadable(known, context) ? context.loaders.answers.load(known.record) : [],
        ),
    }),
    receipt: t.field({
      type: receipt,
      nullable: true,
      // A hash of a hidden content would let anybody who guesses the content confirm the guess.
      resolve: (source, _args, context) =>
        withComplaint(source, context, (known) =>
          isReadable(known, context)
            ? { complaint: known.id, contentHash: known.record.contentHash, filed: known.filed }
            : null,
        ),
    }),
  }))
}

/** A reason is somebody's text about the content: it is hidden with it. */
function withoutReason({ reason: _hidden, ...step }: JourneyStep): JourneyStep {
  return step
}

function journeyStep(builder: GraphBuilder) {
  return builder.objectRef<JourneyStep>('JourneyStep').implement({
    description:
      'One step of the public journey. sequence counts from 1 without gaps; epoch is the custody under which it was taken.',
    fields: (t) => ({
      sequence: t.exposeInt('sequence'),
      epoch: t.exposeInt('epoch'),
      type: t.expose('type', { type: 'EventType' }),
      at: t.expose('at', { type: 'DateTime' }),
      status: t.expose('status', { type: 'ComplaintStatus' }),
      reason: t.exposeString('reason', { nullable: true }),
      from: t.field({ type: 'Region', nullable: true, resolve: ({ from }) => regionOrNull(from) }),
      to: t.field({ type: 'Region', nullable: true, resolve: ({ to }) => regionOrNull(to) }),
      agency: t.field({
        type: 'Agency',
        nullable: true,
        extensions: federation({ provides: 'name shortName' }),
        resolve: ({ agency }) => (agency ? agencyCopy(agency) : null),
      }),
    }),
  })
}

function answer(builder: GraphBuilder) {
  return builder.objectRef<Answer>('Answer').implement({
    fields: (t) => ({
      at: t.expose('at', { type: 'DateTime' }),
      body: t.exposeString('text'),
      agency: t.field({
        type: 'Agency',
        nullable: true,
        extensions: federation({ provides: 'name shortName' }),
        resolve: ({ agency }) => agencyCopy(agency),
      }),
    }),
  })
}

function receiptType(builder: GraphBuilder) {
  return builder.objectRef<Receipt>('Receipt').implement({
    description:
      "contentHash is SHA-256 (hex) of the complaint's canonical content; secret is answered by fileComplaint only.",
    fields: (t) => ({
      state: t.field({
        type: 'ReceiptState',
        // What was stored a moment ago is nowhere else yet: nobody needs to look.
        resolve: async ({ complaint, filed }, _args, { loaders }) =>
          !filed?.isNew && (await loaders.secured.load(complaint)) ? ('SECURED' as const) : ('RECEIVED' as const),
      }),
      contentHash: t.exposeString('contentHash'),
      secret: t.string({ nullable: true, resolve: ({ filed }) => filed?.secret ?? null }),
    }),
  })
}
