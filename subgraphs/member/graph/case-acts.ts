import { parseId } from '@lawang/schema/id'
import type { CaseCommand } from '../domain/model.ts'
import type { GraphBuilder } from './builder.ts'
import type { GraphContext } from './context.ts'
import { routed } from './federation/directives.ts'
import { forgetLoaded } from './loaders.ts'
import { readHostedId, readId } from './parse-id.ts'
import { type CaseSource, caseHeld } from './sources.ts'

/** The officers' mutations: each reads its input into one command and returns the case as it then is. */
export function caseActs(builder: GraphBuilder): void {
  const inputs = caseInputs(builder)
  const returns = { type: 'Case', nullable: true, extensions: routed('input.case') } as const

  builder.mutationFields((t) => ({
    verifyCase: t.field({
      ...returns,
      args: { input: t.arg({ type: inputs.verify, required: true }) },
      resolve: (_root, { input }, context) =>
        act(context, {
          type: 'verify',
          case: input.case,
          category: input.category,
          title: input.title ?? undefined,
          kind: input.kind ?? undefined,
          supervision: input.supervision ?? undefined,
        }),
    }),
    assignCase: t.field({
      ...returns,
      args: { input: t.arg({ type: inputs.assign, required: true }) },
      resolve: (_root, { input }, context) =>
        act(context, {
          type: 'assign',
          case: input.case,
          agency: readId(input.agency, 'agency').id,
          note: input.note ?? undefined,
        }),
    }),
    startCase: t.field({
      ...returns,
      args: { input: t.arg({ type: inputs.start, required: true }) },
      resolve: (_root, { input }, context) => act(context, { type: 'start', case: input.case }),
    }),
    answerCase: t.field({
      ...returns,
      args: { input: t.arg({ type: inputs.answer, required: true }) },
      resolve: (_root, { input }, context) => act(context, { type: 'answer', case: input.case, body: input.body }),
    }),
    handOverCase: t.field({
      ...returns,
      args: { input: t.arg({ type: inputs.handOver, required: true }) },
      resolve: (_root, { input }, context) =>
        act(context, {
          type: 'handOver',
          case: input.case,
          to: input.to == null ? undefined : canonicalTarget(input.to),
          reason: input.reason,
        }),
    }),
    archiveCase: t.field({
      ...returns,
      args: { input: t.arg({ type: inputs.archive, required: true }) },
      resolve: (_root, { input }, context) =>
        act(context, { type: 'archive', case: input.case, reason: input.reason, explanation: input.explanation }),
    }),
    closeCase: t.field({
      ...returns,
      args: { input: t.arg({ type: inputs.close, required: true }) },
      resolve: (_root, { input }, context) => act(context, { type: 'close', case: input.case }),
    }),
  }))
}

/** Carries out one act on a case that is hosted here. */
export async function act({ services, actor, loaders }: GraphContext, command: CaseCommand): Promise<CaseSource> {
  const id = readHostedId(command.case, 'case', services.governments)
  const record = await services.actOnCase({ ...command, case: id }, actor)
  forgetLoaded(loaders)
  return caseHeld(record)
}

/** A target is a government's code or an agency's id; what is neither is refused by the rules of handing over. */
function canonicalTarget(text: string): string {
  const parsed = parseId(text)
  return parsed.form === 'valid' ? readId(text, 'agency').id : text.trim()
}

function caseInputs(builder: GraphBuilder) {
  return {
    verify: builder.inputType('VerifyCaseInput', {
      fields: (t) => ({
        case: t.id({ required: true }),
        category: t.id({ required: true }),
        title: t.string(),
        kind: t.field({ type: 'ComplaintKind' }),
        supervision: t.boolean({
          description:
            'The complaint is about abuse of office or a breach of law by officials: its settlement clock is the longer one.',
        }),
      }),
    }),
    assign: builder.inputType('AssignCaseInput', {
      fields: (t) => ({ case: t.id({ required: true }), agency: t.id({ required: true }), note: t.string() }),
    }),
    start: builder.inputType('StartCaseInput', { fields: (t) => ({ case: t.id({ required: true }) }) }),
    answer: builder.inputType('AnswerCaseInput', {
      fields: (t) => ({ case: t.id({ required: true }), body: t.string({ required: true }) }),
    }),
    handOver: builder.inputType('HandOverCaseInput', {
      fields: (t) => ({
        case: t.id({ required: true }),
        to: t.id({
          description:
            "A government (64) or an agency's id. Without it the competence rules decide, else the tier above.",
        }),
        reason: t.string({ required: true }),
      }),
    }),
    archive: builder.inputType('ArchiveCaseInput', {
      fields: (t) => ({
        case: t.id({ required: true }),
        reason: t.string({ required: true }),
        explanation: t.string({ required: true }),
      }),
    }),
    close: builder.inputType('CloseCaseInput', { fields: (t) => ({ case: t.id({ required: true }) }) }),
  }
}
