import type { GraphBuilder, GraphModule } from '@lawang/member/graph/builder'
import { pageInfoOf } from '@lawang/member/graph/page-info'
import { pageSize } from '@lawang/member/graph/page-size'
import { readId } from '@lawang/member/graph/parse-id'
import { type ComplaintSource, regionOf, regionOrNull } from '@lawang/member/graph/sources'
import type { Directory, DirectoryPage, ListedComplaint } from '../ports.ts'
import { complaintFilter } from './complaint-filter.ts'
import { facets } from './facets.ts'

const COMPLAINTS_PER_PAGE = { byDefault: 20, most: 100 }

interface ListedPage {
  readonly page: DirectoryPage
  readonly after?: string | null
}

/** Query.complaints: the directory over all tiers. */
export function complaints(directory: Directory): GraphModule {
  return (builder) => {
    const listing = complaintListing(builder)
    const facetsType = facets(builder)
    const edge = builder.objectRef<ListedPage['page']['rows'][number]>('ComplaintEdge').implement({
      fields: (t) => ({
        cursor: t.exposeString('cursor'),
        node: t.field({ type: listing, resolve: ({ node }) => node }),
      }),
    })
    const connection = builder.objectRef<ListedPage>('ComplaintConnection').implement({
      description:
        'feedCursor: give it to complaintChanged(after:), and nothing between this page and the first event is missed. totalCount counts to 10,000, then stays there.',
      fields: (t) => ({
        totalCount: t.int({ nullable: true, resolve: ({ page }) => page.totalCount() }),
        feedCursor: t.string({ resolve: ({ page }) => page.feedCursor }),
        pageInfo: t.field({ type: 'PageInfo', resolve: ({ page, after }) => pageInfoOf(page, after) }),
        edges: t.field({ type: [edge], resolve: ({ page }) => page.rows }),
        facets: t.field({ type: facetsType, nullable: true, resolve: ({ page }) => page.facets() }),
      }),
    })
    const filter = complaintFilter(builder)
    builder.queryField('complaints', (t) =>
      t.field({
        type: connection,
        nullable: true,
        description: 'first is at most 100, 20 by default; newest first.',
        args: { filter: t.arg({ type: filter }), first: t.arg.int(), after: t.arg.string() },
        resolve: async (_root, { filter, first, after }) => {
          const page = await directory.search(filter ?? {}, { first: pageSize(first, COMPLAINTS_PER_PAGE), after })
          return { page, after }
        },
      }),
    )
    builder.queryField('lastKnown', (t) =>
      t.field({
        type: listing,
        nullable: true,
        description: 'What the directory last knew of a complaint: for when its own door does not answer.',
        args: { id: t.arg.id({ required: true }) },
        resolve: (_root, { id }) => directory.lastKnown(readId(id, 'complaint').id),
      }),
    )
  }
}

function complaintListing(builder: GraphBuilder) {
  return builder.objectRef<ListedComplaint>('ComplaintListing').implement({
    description:
      'What the national directory knows of a complaint at asOf. region is the government that holds it, door the one it was filed at. stale: the holder is not heard at present, and may have done more since.',
    fields: (t) => ({
      id: t.exposeID('id'),
      title: t.exposeString('title', { nullable: true }),
      status: t.expose('status', { type: 'ComplaintStatus' }),
      filedAt: t.expose('filedAt', { type: 'DateTime' }),
      asOf: t.expose('asOf', { type: 'DateTime' }),
      stale: t.exposeBoolean('stale'),
      door: t.field({ type: 'Region', resolve: ({ door }) => regionOf(door) }),
      region: t.field({ type: 'Region', resolve: ({ holder }) => regionOf(holder) }),
      location: t.field({ type: 'Region', nullable: true, resolve: ({ location }) => regionOrNull(location) }),
      category: t.field({
        type: 'Category',
        nullable: true,
        resolve: ({ category }, _args, { services }) => (category ? services.reference.category(category) : null),
      }),
      complaint: t.field({ type: 'Complaint', nullable: true, resolve: complaintListed }),
    }),
  })
}

/** The complaint as the directory knows it; a gateway asks its door for more. */
function complaintListed({ id, title, status, handledBy }: ListedComplaint): ComplaintSource {
  return { from: 'copy', id, title, status, handledBy }
}
