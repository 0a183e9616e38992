import { type Flag, mayReadFlags } from '../flags/open-flags.ts'
import { readHostedGovernment } from './agency.ts'
import type { GraphBuilder } from './builder.ts'
import { routed } from './federation/directives.ts'
import { findComplaint, withComplaint } from './load.ts'
import { type PageLimits, pageSize } from './page-size.ts'
import { readHostedId } from './parse-id.ts'

const LIMITS: PageLimits = { byDefault: 20, most: 100 }

/** Flag, Complaint.flags, Query.flags and Mutation.flagComplaint: what overseers mark, and who has to look at it. */
export function flags(builder: GraphBuilder): void {
  const type = builder.objectRef<Flag>('Flag').implement({
    description: 'An overseer’s mark on a complaint.',
    fields: (t) => ({
      complaint: t.field({
        type: 'Complaint',
        nullable: true,
        resolve: ({ complaint }, _args, context) => findComplaint(complaint, context),
      }),
      at: t.expose('at', { type: 'DateTime' }),
      reason: t.exposeString('reason'),
    }),
  })
  builder.objectField('Complaint', 'flags', (t) =>
    t.field({
      type: [type],
      description:
        'What overseers have marked: shown to them and to the coordinators of its door and its holder, empty for others.',
      resolve: (source, _args, context) =>
        withComplaint(source, context, ({ id, record }) =>
          mayReadFlags(context.actor, record) ? context.loaders.flags.load(id).then((found) => [...found]) : [],
        ),
    }),
  )
  builder.queryField('flags', (t) =>
    t.field({
      type: [type],
      nullable: true,
      description: 'What overseers have marked on complaints of a door, the newest first.',
      extensions: routed('region'),
      args: { region: t.arg.id({ required: true }), first: t.arg.int() },
      resolve: async (_root, { region, first }, { services, actor }) => [
        ...(await services.flags.ofDoor(readHostedGovernment(region, services), pageSize(first, LIMITS), actor)),
      ],
    }),
  )
  flagComplaint(builder)
}

function flagComplaint(builder: GraphBuilder): void {
  const input = builder.inputType('FlagComplaintInput', {
    fields: (t) => ({ complaint: t.id({ required: true }), reason: t.string({ required: true }) }),
  })
  builder.mutationField('flagComplaint', (t) =>
    t.field({
      type: 'Complaint',
      nullable: true,
      description: 'Marks a complaint for its coordinators; an overseer’s.',
      extensions: routed('input.complaint'),
      args: { input: t.arg({ type: input, required: true }) },
      resolve: async (_root, { input: { complaint, reason } }, context) => {
        const { services, actor } = context
        const id = readHostedId(complaint, 'complaint', services.governments)
        await services.flags.flag({ complaint: id, reason }, actor)
        return findComplaint(id, context)
      },
    }),
  )
}
