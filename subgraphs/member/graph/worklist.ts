import { worklistOf } from '../access/policy.ts'
import { readHostedGovernment } from './agency.ts'
import type { GraphBuilder } from './builder.ts'
import { routed } from './federation/directives.ts'
import { pageInfoOf } from './page-info.ts'
import { pageSize } from './page-size.ts'
import { caseHeld } from './sources.ts'

const CASES_PER_PAGE = { byDefault: 20, most: 100 }

/** Query.cases: the worklist of one government, for its officers and overseers. */
export function worklist(builder: GraphBuilder): void {
  builder.objectType('CaseEdge', {
    fields: (t) => ({
      cursor: t.exposeString('cursor'),
      node: t.field({ type: 'Case', resolve: ({ node }) => caseHeld(node) }),
    }),
  })
  builder.objectType('CaseConnection', {
    fields: (t) => ({
      totalCount: t.int({ nullable: true, resolve: ({ page }) => page.totalCount() }),
      pageInfo: t.field({ type: 'PageInfo', resolve: ({ page, after }) => pageInfoOf(page, after) }),
      edges: t.field({ type: ['CaseEdge'], resolve: ({ page }) => page.rows }),
    }),
  })

  overdueCases(builder)
  builder.queryField('cases', (t) =>
    t.field({
      type: 'CaseConnection',
      nullable: true,
      description:
        'The worklist of one government, oldest first: for its officers and overseers. first is at most 100, 20 by default.',
      extensions: routed('region'),
      args: {
        region: t.arg.id({ required: true }),
        status: t.arg({ type: ['CaseStatus'] }),
        first: t.arg.int(),
        after: t.arg.string(),
      },
      resolve: async (_root, { region, status, first, after }, { services, actor }) => {
        const government = readHostedGovernment(region, services)
        const { agency } = worklistOf(actor, government)
        const page = await services.cases.page({
          government,
          agency,
          status: status ?? undefined,
          first: pageSize(first, CASES_PER_PAGE),
          after: after ?? undefined,
        })
        return { page, after }
      },
    }),
  )
}

/** Query.overdueCases: what a supervisor has to look at. */
function overdueCases(builder: GraphBuilder): void {
  builder.queryField('overdueCases', (t) =>
    t.field({
      type: 'CaseConnection',
      nullable: true,
      description: "The supervisor's list: cases of one government whose deadline has passed, oldest case first.",
      extensions: routed('region'),
      args: { region: t.arg.id({ required: true }), first: t.arg.int(), after: t.arg.string() },
      resolve: async (_root, { region, first, after }, { services, actor, now }) => {
        const government = readHostedGovernment(region, services)
        const { agency } = worklistOf(actor, government)
        const page = await services.cases.page({
          government,
          agency,
          overdueAt: now(),
          first: pageSize(first, CASES_PER_PAGE),
          after: after ?? undefined,
        })
        return { page, after }
      },
    }),
  )
}
