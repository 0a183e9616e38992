import type { Following } from '../use-cases/followers.ts'
import type { MergeSuggestion } from '../use-cases/suggest-merges.ts'
import { readHostedGovernment } from './agency.ts'
import type { GraphBuilder } from './builder.ts'
import { routed } from './federation/directives.ts'
import { findCase, withComplaint } from './load.ts'
import { readHostedId } from './parse-id.ts'

/** How a complaint stands to others, who follows it, and which cases may be merged. */
export function relations(builder: GraphBuilder): void {
  builder.objectFields('Complaint', (t) => ({
    parent: t.id({
      nullable: true,
      description: 'The complaint that this one is a part of.',
      resolve: (source, _args, context) =>
        withComplaint(source, context, async ({ record }) => (await context.loaders.relations.load(record)).parent),
    }),
    parts: t.idList({
      description: 'What it was split into: each is a complaint of its own. It closes when all of them have ended.',
      resolve: (source, _args, context) =>
        withComplaint(source, context, async ({ record }) => (await context.loaders.relations.load(record)).parts),
    }),
    mergedInto: t.id({
      nullable: true,
      description: 'The complaint in which this one goes on, because both are about the same thing.',
      resolve: (source, _args, context) =>
        withComplaint(source, context, async ({ record }) => (await context.loaders.relations.load(record)).mergedInto),
    }),
    cluster: t.id({
      nullable: true,
      description: 'Complaints of many governments about the same thing: cluster(id) lists them.',
      resolve: (source, _args, context) =>
        withComplaint(source, context, async ({ record }) => (await context.loaders.relations.load(record)).cluster),
    }),
    followers: t.int({
      description: 'How often somebody has followed it instead of filing the same again.',
      resolve: (source, _args, context) =>
        withComplaint(source, context, ({ id }) => context.loaders.followers.load(id)),
    }),
  }))
  followers(builder)
  mergeSuggestions(builder)
}

function followers(builder: GraphBuilder): void {
  const following = builder.objectRef<Following>('Following').implement({
    description: 'secret: with it unfollowComplaint counts the follower out again. Nothing else is kept.',
    fields: (t) => ({
      complaint: t.exposeID('complaint'),
      secret: t.exposeString('secret'),
      followers: t.exposeInt('followers'),
    }),
  })
  const follow = builder.inputType('FollowComplaintInput', {
    fields: (t) => ({ complaint: t.id({ required: true }), idempotencyKey: t.string() }),
  })
  const unfollow = builder.inputType('UnfollowComplaintInput', {
    fields: (t) => ({ complaint: t.id({ required: true }), secret: t.string({ required: true }) }),
  })
  builder.mutationFields((t) => ({
    followComplaint: t.field({
      type: following,
      nullable: true,
      description: 'Instead of filing the same again. complaintChanged(id:) tells what happens.',
      extensions: routed('input.complaint'),
      args: { input: t.arg({ type: follow, required: true }) },
      resolve: (_root, { input: { complaint: text, idempotencyKey } }, { services, actor }) => {
        const complaint = readHostedId(text, 'complaint', services.governments)
        return services.manyAboutOne.follow({ complaint, ...(idempotencyKey != null && { idempotencyKey }) }, actor)
      },
    }),
    unfollowComplaint: t.int({
      nullable: true,
      description: 'How many follow it then.',
      extensions: routed('input.complaint'),
      args: { input: t.arg({ type: unfollow, required: true }) },
      resolve: (_root, { input: { complaint, secret } }, { services }) =>
        services.manyAboutOne.unfollow({
          complaint: readHostedId(complaint, 'complaint', services.governments),
          secret,
        }),
    }),
  }))
}

function mergeSuggestions(builder: GraphBuilder): void {
  const suggestion = builder.objectRef<MergeSuggestion>('MergeSuggestion').implement({
    description: 'At least five open cases of one category about one place whose titles are alike, the oldest first.',
    fields: (t) => ({
      category: t.field({
        type: 'Category',
        nullable: true,
        resolve: ({ category }, _args, { services }) => services.reference.category(category),
      }),
      location: t.field({ type: 'Region', resolve: ({ location }) => ({ code: location }) }),
      survivor: t.field({
        type: 'Case',
        nullable: true,
        resolve: ({ survivor }, _args, context) => findCase(survivor, context),
      }),
      duplicates: t.field({
        type: ['Case'],
        resolve: async ({ duplicates }, _args, context) => {
          const found = await Promise.all(duplicates.map((id) => findCase(id, context)))
          return found.flatMap((each) => each ?? [])
        },
      }),
    }),
  })
  builder.queryField('mergeSuggestions', (t) =>
    t.field({
      type: [suggestion],
      nullable: true,
      description: 'Mass complaints of a government: for its coordinators, who may merge them.',
      extensions: routed('region'),
      args: { region: t.arg.id({ required: true }) },
      resolve: (_root, { region }, { services, actor }) =>
        services.manyAboutOne.suggestMerges(readHostedGovernment(region, services), actor),
    }),
  )
}
