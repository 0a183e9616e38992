import type { CaseRecord } from '../domain/model.ts'
import type { GraphBuilder } from './builder.ts'
import type { GraphContext } from './context.ts'
import { routed } from './federation/directives.ts'
import { forgetLoaded } from './loaders.ts'
import { readHostedId, readId } from './parse-id.ts'
import { type CaseSource, caseHeld } from './sources.ts'

/** What officers do about complaints that belong together: merging, splitting, clusters. */
export function relationActs(builder: GraphBuilder): void {
  const inputs = relationInputs(builder)
  const returns = { type: 'Case', nullable: true, extensions: routed('input.case') } as const

  builder.mutationFields((t) => ({
    mergeCase: t.field({
      ...returns,
      description:
        'Ends a case as a duplicate of another open complaint of this government, in which it goes on: the reporter sees which. The reporter may reopen it once.',
      args: { input: t.arg({ type: inputs.merge, required: true }) },
      resolve: (_root, { input }, context) =>
        act(input.case, context, (id) =>
          context.services.manyAboutOne.merge({ case: id, into: readId(input.into, 'complaint').id }, context.actor),
        ),
    }),
    splitCase: t.field({
      ...returns,
      description:
        'Splits a report that is about several things into 2 to 10 complaints of their own, which go where the rules send each. The whole closes when all of them have ended.',
      args: { input: t.arg({ type: inputs.split, required: true }) },
      resolve: (_root, { input }, context) => {
        const parts = input.parts.map(({ location, details, ...part }) => ({
          ...part,
          ...(location != null && { location }),
          details: details ?? [],
        }))
        return act(input.case, context, (id) => context.services.manyAboutOne.split({ case: id, parts }, context.actor))
      },
    }),
    clusterCase: t.field({
      ...returns,
      description:
        'Puts a complaint among those that other governments hold about the same thing; every government does so with its own.',
      args: { input: t.arg({ type: inputs.cluster, required: true }) },
      resolve: (_root, { input: { case: text, cluster } }, context) => {
        const named = cluster == null ? {} : { cluster: readId(cluster, 'complaint').id }
        return act(text, context, (id) => context.services.manyAboutOne.cluster({ case: id, ...named }, context.actor))
      },
    }),
  }))
}

async function act(
  text: string,
  { services, loaders }: GraphContext,
  work: (id: string) => Promise<CaseRecord>,
): Promise<CaseSource> {
  const record = await work(readHostedId(text, 'case', services.governments))
  forgetLoaded(loaders)
  return caseHeld(record)
}

function relationInputs(builder: GraphBuilder) {
  const part = builder.inputType('SplitPartInput', {
    fields: (t) => ({
      title: t.string({ required: true }),
      body: t.string({ required: true }),
      category: t.id({ required: true }),
      location: t.id({ description: 'That of the whole, unless it is said.' }),
      details: t.field({ type: ['DetailInput'] }),
    }),
  })
  return {
    merge: builder.inputType('MergeCaseInput', {
      fields: (t) => ({
        case: t.id({ required: true }),
        into: t.id({ required: true, description: 'The complaint in which it goes on.' }),
      }),
    }),
    split: builder.inputType('SplitCaseInput', {
      fields: (t) => ({
        case: t.id({ required: true }),
        parts: t.field({ type: [part], required: true }),
      }),
    }),
    cluster: builder.inputType('ClusterCaseInput', {
      fields: (t) => ({
        case: t.id({ required: true }),
        cluster: t.id({
          description:
            'The id of any complaint about the same thing, which names the cluster; without it the case leaves its cluster.',
        }),
      }),
    }),
  }
}
