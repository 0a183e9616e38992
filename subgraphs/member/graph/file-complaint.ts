import type { GraphBuilder } from './builder.ts'
import { routed } from './federation/directives.ts'
import { fileComplaints } from './file-complaints.ts'
import { withoutNulls } from './reporter-input.ts'
import type { ComplaintSource } from './sources.ts'

/** Mutation.fileComplaint and fileComplaints: what reporters say at a door. */
export function fileComplaint(builder: GraphBuilder): void {
  const input = fileComplaintInput(builder)
  fileComplaints(builder, input)
  builder.mutationField('fileComplaint', (t) =>
    t.field({
      type: 'Complaint',
      nullable: true,
      extensions: routed('input.door'),
      args: { input: t.arg({ type: input, required: true }) },
      resolve: async (_root, args, { services, actor }): Promise<ComplaintSource> => {
        const { complaint, ...filed } = await services.fileComplaint(withoutNulls(args.input), actor)
        return { from: 'door', id: complaint.id, record: complaint, secretMatches: true, filed }
      },
    }),
  )
}

export type FileComplaintInput = ReturnType<typeof fileComplaintInput>

function fileComplaintInput(builder: GraphBuilder) {
  return builder.inputType('FileComplaintInput', {
    fields: (t) => ({
      door: t.id({ required: true, description: 'The government that is addressed: 00, 64, 64.08.' }),
      kind: t.field({ type: 'ComplaintKind', required: true }),
      title: t.string({ required: true }),
      body: t.string({ required: true }),
      category: t.id({ description: 'Optional: a coordinator sets it.' }),
      location: t.id({ description: 'Optional: any region code of the country, a village included.' }),
      channel: t.field({ type: 'Channel', required: true }),
      anonymous: t.boolean({
        required: true,
        defaultValue: false,
        description: 'Hides who reports from the agency and the public.',
      }),
      confidential: t.boolean({
        required: true,
        defaultValue: false,
        description: 'Hides the content from the public.',
      }),
      redact: t.boolean({
        description:
          'Blanks telephone numbers, numbers of identity cards, e-mail addresses and what reporter says in title and body; true for an anonymous complaint unless it is said. redactionSuggestions shows it before.',
      }),
      reporter: t.field({ type: 'ReporterInput', description: 'Kept at the door, sealed, and nowhere else.' }),
      onBehalf: t.field({ type: 'OnBehalfInput' }),
      details: t.field({ type: ['DetailInput'] }),
      receivedAt: t.string({
        description:
          "A day (2020-06-11): only with an officer's, kiosk's or integrator's token, for what was received before it is filed.",
      }),
      idempotencyKey: t.string({
        description:
          'Same key, same content: the same complaint. Same key, other content: IDEMPOTENCY_CONFLICT. Who has no token takes a random one (a UUID): whoever can guess it and all that was sent is answered the same receipt.',
      }),
    }),
  })
}
