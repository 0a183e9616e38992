import type { GraphBuilder } from '@lawang/member/graph/builder'
import { FORK_REASONS } from '@lawang/schema/audit/judge-head'
import type { ForkedHistory } from '../ports.ts'

/** The type ForkedHistory. */
export function forkedHistory(builder: GraphBuilder) {
  const reason = builder.enumType('ForkReason', { values: FORK_REASONS })
  return builder.objectRef<ForkedHistory>('ForkedHistory').implement({
    description:
      "Two heads of a member's audit log that are not of one history. size and otherSize: how long the log was by either.",
    fields: (t) => ({
      member: t.exposeString('member'),
      reason: t.expose('reason', { type: reason }),
      size: t.exposeInt('size'),
      otherSize: t.exposeInt('otherSize'),
      foundAt: t.expose('foundAt', { type: 'DateTime' }),
    }),
  })
}
