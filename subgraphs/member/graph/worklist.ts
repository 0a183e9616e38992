import { Refusal } from '@lawang/schema/errors'
import type { CaseStatus } from '@lawang/schema/exchange/messages'
import { worklistOf } from '../access/policy.ts'
import { readHostedGovernment } from './agency.ts'
import type { GraphBuilder } from './builder.ts'
import type { GraphContext } from './context.ts'
import { routed } from './federation/directives.ts'
import { pageInfoOf } from './page-info.ts'
import { pageSize } from './page-size.ts'
import { type CasePage, caseHeld } from './sources.ts'

const CASES_PER_PAGE = { byDefault: 20, most: 100 }
const MOST_GOVERNMENTS = 100

/** Query.cases and Query.worklist: worklists of governments, for their officers and overseers. */
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

  builder.queryFields((t) => {
    const page = { status: t.arg({ type: ['CaseStatus'] }), first: t.arg.int(), after: t.arg.string() }
    return {
      cases: t.field({
        type: 'CaseConnection',
        nullable: true,
        description:
          'The worklist of one government, oldest first: for its officers and overseers. first is at most 100, 20 by default.',
        extensions: routed('region'),
        args: { region: t.arg.id({ required: true }), ...page },
        resolve: (_root, { region, ...wanted }, context) => readPage([region], false, wanted, context),
      }),
      overdueCases: t.field({
        type: 'CaseConnection',
        nullable: true,
        description: "The supervisor's list: cases of one government whose deadline has passed, oldest case first.",
        extensions: routed('region'),
        args: { region: t.arg.id({ required: true }), first: t.arg.int(), after: t.arg.string() },
        resolve: (_root, { region, ...wanted }, context) =>
          readPage([region], false, { ...wanted, overdueAt: context.now() }, context),
      }),
      worklist: t.field({
        type: 'CaseConnection',
        nullable: true,
        description:
          'The worklists of at most 100 governments as one, oldest first: for whoever may read each of them. first is at most 100, 20 by default.',
        extensions: routed('regions', 'openedAt id'),
        args: { regions: t.arg.idList({ required: true }), ...page },
        resolve: (_root, { regions, ...wanted }, context) => readPage(regions, true, wanted, context),
      }),
    }
  })
}

interface WantedPage {
  readonly status?: readonly CaseStatus[] | null
  readonly first?: number | null
  readonly after?: string | null
  /** Only those whose deadline has passed by then. */
  readonly overdueAt?: Date
}

async function readPage(
  regions: readonly string[],
  anyCursor: boolean,
  { status, first, after, overdueAt }: WantedPage,
  { services, actor }: GraphContext,
): Promise<CasePage> {
  if (regions.length > MOST_GOVERNMENTS) throw new Refusal('BAD_USER_INPUT', 'regions names more than 100 governments.')
  const governments = new Set(regions.map((region) => readHostedGovernment(region, services)))
  const page = await services.cases.page({
    lists: [...governments].map((government) => ({ government, ...worklistOf(actor, government) })),
    anyCursor,
    status: status ?? undefined,
    overdueAt,
    first: pageSize(first, CASES_PER_PAGE),
    after: after ?? undefined,
  })
  return { page, after }
}
