import type { GraphBuilder } from './builder.ts'
import { act } from './case-acts.ts'
import { routed } from './federation/directives.ts'

/** The officers' mutations beside the main way of a case: questions, drafts, extensions, work at the place. */
export function workActs(builder: GraphBuilder): void {
  const inputs = workInputs(builder)
  const returns = { type: 'Case', nullable: true, extensions: routed('input.case') } as const

  builder.mutationFields((t) => ({
    deferCase: t.field({
      ...returns,
      args: { input: t.arg({ type: inputs.defer, required: true }) },
      resolve: (_root, { input }, context) => act(context, { type: 'defer', ...input }),
    }),
    draftAnswer: t.field({
      ...returns,
      args: { input: t.arg({ type: inputs.draft, required: true }) },
      resolve: (_root, { input }, context) => act(context, { type: 'draft', ...input }),
    }),
    releaseAnswer: t.field({
      ...returns,
      args: { input: t.arg({ type: inputs.release, required: true }) },
      resolve: (_root, { input }, context) => act(context, { type: 'release', ...input }),
    }),
    extendCase: t.field({
      ...returns,
      args: { input: t.arg({ type: inputs.extend, required: true }) },
      resolve: (_root, { input }, context) => act(context, { type: 'extend', ...input }),
    }),
    recordFieldWork: t.field({
      ...returns,
      args: { input: t.arg({ type: inputs.fieldWork, required: true }) },
      resolve: (_root, { input: { reason, ...input } }, context) =>
        act(context, { type: 'fieldWork', ...input, reason: reason ?? undefined }),
    }),
  }))
}

function workInputs(builder: GraphBuilder) {
  const phase = builder.enumType('FieldWorkPhase', { values: ['STARTED', 'ENDED'] as const })
  return {
    defer: builder.inputType('DeferCaseInput', {
      fields: (t) => ({
        case: t.id({ required: true }),
        question: t.string({
          required: true,
          description: 'What the reporter is asked to add. It is shown in the journey.',
        }),
      }),
    }),
    draft: builder.inputType('DraftAnswerInput', {
      fields: (t) => ({ case: t.id({ required: true }), body: t.string({ required: true }) }),
    }),
    release: builder.inputType('ReleaseAnswerInput', { fields: (t) => ({ case: t.id({ required: true }) }) }),
    extend: builder.inputType('ExtendCaseInput', {
      fields: (t) => ({
        case: t.id({ required: true }),
        until: t.string({
          required: true,
          description: 'The new day (2026-04-30), at most as far as the rule set allows.',
        }),
        reason: t.string({ required: true }),
      }),
    }),
    fieldWork: builder.inputType('RecordFieldWorkInput', {
      fields: (t) => ({
        case: t.id({ required: true }),
        phase: t.field({ type: phase, required: true }),
        reason: t.string(),
      }),
    }),
  }
}
