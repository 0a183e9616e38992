import { parseId } from '@lawang/schema/id'
import { NATION } from '@lawang/schema/region'
import { lightOf } from '../domain/light.ts'
import type { CaseSummary } from '../domain/model.ts'
import type { GraphBuilder } from './builder.ts'
import type { GraphContext } from './context.ts'
import { federation, routed, shareable } from './federation/directives.ts'
import { findCase, withCase } from './load.ts'
import { pendingHandover } from './pending-handover.ts'
import { agencyCopy, type CaseSource, complaintOfCase, type DeadlineSource } from './sources.ts'

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
        resolve: (source, _args, context) => withSummary(source, context, ({ status }) => status),
      }),
      openedAt: t.field({
        type: 'DateTime',
        nullable: true,
        extensions: shareable,
        resolve: (source, _args, context) => withSummary(source, context, ({ openedAt }) => openedAt),
      }),
      deadline: t.field({
        type: 'Deadline',
        nullable: true,
        extensions: shareable,
        resolve: (source, _args, context) => withSummary(source, context, deadlineOf),
      }),
      agency: t.field({
        type: 'Agency',
        nullable: true,
        extensions: shareable,
        resolve: (source, _args, context) => withSummary(source, context, (known) => agencyCopy(known.agency)),
      }),
      complaint: t.field({
        type: 'Complaint',
        nullable: true,
        extensions: federation({ provides: 'title body category { code name }' }),
        resolve: (source, _args, context) =>
          source.from === 'door'
            ? source.complaint
            : withCase(source, context, ({ record }) => complaintOfCase(record)),
      }),
    }),
  })

  deadline(builder)
  pendingHandover(builder)

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

/** What the complaint's door knows of a case as well as its holder. */
function withSummary<T>(source: CaseSource, context: GraphContext, read: (known: CaseSummary) => T): T | Promise<T> {
  return source.from === 'door' ? read(source.summary) : withCase(source, context, ({ record }) => read(record))
}

/** A case is a government's: its id says whose. */
function deadlineOf({ id, deadline: known }: CaseSummary): DeadlineSource | undefined {
  const parsed = parseId(id)
  return known && { ...known, government: parsed.form === 'malformed' ? NATION : parsed.government }
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
      light: t.field({
        type: 'DeadlineLight',
        extensions: shareable,
        resolve: ({ government, ...known }, _args, { now, services }) =>
          lightOf(known, government, now(), services.reference),
      }),
    }),
  })
}
