import type { GraphBuilder } from './builder.ts'
import { federation, routed, shareable } from './federation/directives.ts'
import { caseAtHolder, findCase } from './load.ts'
import { agencyCopy, type ComplaintSource, complaintOfCase } from './sources.ts'

/** Case with its deadline, and Query.case: answered by the government that holds or held it. */
export function caseType(builder: GraphBuilder): void {
  builder.objectType('Case', {
    extensions: federation({ key: 'id', routed: 'id' }),
    fields: (t) => ({
      id: t.exposeID('id'),
      status: t.field({
        type: 'CaseStatus',
        nullable: true,
        extensions: shareable,
        resolve: async (source, _args, context) =>
          source.from === 'door' ? source.summary.status : (await caseAtHolder(source, context)).record.status,
      }),
      openedAt: t.field({
        type: 'DateTime',
        nullable: true,
        extensions: shareable,
        resolve: async (source, _args, context) =>
          source.from === 'door' ? source.summary.openedAt : (await caseAtHolder(source, context)).record.openedAt,
      }),
      deadline: t.field({
        type: 'Deadline',
        nullable: true,
        extensions: shareable,
        resolve: async (source, _args, context) =>
          source.from === 'door' ? source.summary.deadline : (await caseAtHolder(source, context)).record.deadline,
      }),
      agency: t.field({
        type: 'Agency',
        nullable: true,
        extensions: shareable,
        resolve: async (source, _args, context) => {
          const known = source.from === 'door' ? source.summary : (await caseAtHolder(source, context)).record
          return agencyCopy(known.agency)
        },
      }),
      complaint: t.field({
        type: 'Complaint',
        nullable: true,
        extensions: federation({ provides: 'title body category { code name }' }),
        resolve: async (source, _args, context): Promise<ComplaintSource> => {
          if (source.from === 'door') return source.complaint
          const { record } = await caseAtHolder(source, context)
          return complaintOfCase(record)
        },
      }),
    }),
  })

  deadline(builder)

  builder.queryField('case', (t) =>
    t.field({
      type: 'Case',
      nullable: true,
      extensions: routed('id'),
      args: { id: t.arg.id({ required: true }) },
      resolve: (_root, { id }, context) => findCase(id, context),
    }),
  )
}

function deadline(builder: GraphBuilder): void {
  builder.objectType('Deadline', {
    description: 'clock names the rule that set the moment; overdue is true from that moment on.',
    fields: (t) => ({
      at: t.expose('at', { type: 'DateTime', extensions: shareable }),
      clock: t.exposeString('clock', { extensions: shareable }),
      overdue: t.boolean({
        extensions: shareable,
        resolve: ({ at }, _args, { now }) => now().getTime() >= at.getTime(),
      }),
    }),
  })
}
