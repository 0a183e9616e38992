import type { ReporterCommand } from '../domain/reporter-act.ts'
import type { GraphBuilder } from './builder.ts'
import type { GraphContext } from './context.ts'
import { routed } from './federation/directives.ts'
import { forgetLoaded } from './loaders.ts'
import { readHostedId } from './parse-id.ts'
import type { ComplaintSource } from './sources.ts'

/** What reporters do after filing, with the receipt's secret, at the door. */
export function reporterActs(builder: GraphBuilder): void {
  const inputs = reporterInputs(builder)
  const returns = { type: 'Complaint', nullable: true, extensions: routed('input.complaint') } as const

  builder.mutationFields((t) => ({
    replyToAnswer: t.field({
      ...returns,
      args: { input: t.arg({ type: inputs.reply, required: true }) },
      resolve: (_root, { input: { complaint, secret, satisfied, body } }, context) =>
        act(context, { type: 'reply', complaint, ...given({ secret, satisfied, body }) }),
    }),
    withdrawComplaint: t.field({
      ...returns,
      args: { input: t.arg({ type: inputs.withdraw, required: true }) },
      resolve: (_root, { input: { complaint, secret, reason } }, context) =>
        act(context, { type: 'withdraw', complaint, secret, ...given({ reason }) }),
    }),
    reopenComplaint: t.field({
      ...returns,
      args: { input: t.arg({ type: inputs.reopen, required: true }) },
      resolve: (_root, { input }, context) => act(context, { type: 'reopen', ...input }),
    }),
    rateComplaint: t.field({
      ...returns,
      args: { input: t.arg({ type: inputs.rate, required: true }) },
      resolve: (_root, { input: { comment, ...input } }, context) =>
        act(context, { type: 'rate', ...input, ...given({ comment }) }),
    }),
    consentToExtension: t.field({
      ...returns,
      args: { input: t.arg({ type: inputs.consent, required: true }) },
      resolve: (_root, { input }, context) => act(context, { type: 'consentToExtension', ...input }),
    }),
    consentToOmbudsman: t.field({
      ...returns,
      args: { input: t.arg({ type: inputs.consent, required: true }) },
      resolve: (_root, { input }, context) => act(context, { type: 'consentToOmbudsman', ...input }),
    }),
  }))
}

/** Who has shown the secret reads the complaint as its reporter does. */
async function act(
  { services, loaders, noteSecret }: GraphContext,
  command: ReporterCommand,
): Promise<ComplaintSource> {
  const id = readHostedId(command.complaint, 'complaint', services.governments)
  const record = await services.actAsReporter({ ...command, complaint: id })
  forgetLoaded(loaders)
  noteSecret(record.secretHash)
  return { from: 'door', id, record, secretMatches: true }
}

type Given<T> = { [K in keyof T]?: NonNullable<T[K]> }

/** Clients write null for what they leave out. */
function given<T extends object>(fields: T): Given<T> {
  // Only fields that are there are left, each with the value that it had.
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value != null)) as Given<T>
}

function reporterInputs(builder: GraphBuilder) {
  return {
    reply: builder.inputType('ReplyToAnswerInput', {
      fields: (t) => ({
        complaint: t.id({ required: true }),
        secret: t.string({
          description: "The receipt's secret. Without it the reply is refused RECEIPT_NOT_RECOGNISED.",
        }),
        satisfied: t.boolean({
          description: 'true closes an answered complaint; everything else puts it back to work.',
        }),
        body: t.string(),
      }),
    }),
    withdraw: builder.inputType('WithdrawComplaintInput', {
      fields: (t) => ({
        complaint: t.id({ required: true }),
        secret: t.string({ required: true }),
        reason: t.string(),
      }),
    }),
    reopen: builder.inputType('ReopenComplaintInput', {
      fields: (t) => ({
        complaint: t.id({ required: true }),
        secret: t.string({ required: true }),
        reason: t.string({ required: true }),
      }),
    }),
    rate: builder.inputType('RateComplaintInput', {
      fields: (t) => ({
        complaint: t.id({ required: true }),
        secret: t.string({ required: true }),
        satisfaction: t.int({ required: true, description: '1 (not at all) to 5 (very).' }),
        comment: t.string(),
      }),
    }),
    consent: builder.inputType('ConsentInput', {
      fields: (t) => ({
        complaint: t.id({ required: true }),
        secret: t.string({ required: true }),
        granted: t.boolean({ required: true }),
      }),
    }),
  }
}
