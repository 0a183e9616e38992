import type { GraphBuilder } from '@lawang/member/graph/builder'
import { regionOf } from '@lawang/member/graph/sources'
import type { Facets } from '../ports.ts'

/** ComplaintFacets: how what a search finds is divided. */
export function facets(builder: GraphBuilder) {
  const status = builder.objectRef<Facets['status'][number]>('StatusFacet').implement({
    fields: (t) => ({ status: t.expose('status', { type: 'ComplaintStatus' }), count: t.exposeInt('count') }),
  })
  const category = builder.objectRef<Facets['category'][number]>('CategoryFacet').implement({
    fields: (t) => ({
      category: t.field({
        type: 'Category',
        nullable: true,
        resolve: ({ category }, _args, { services }) => (category ? services.reference.category(category) : null),
      }),
      count: t.exposeInt('count'),
    }),
  })
  const region = builder.objectRef<Facets['region'][number]>('RegionFacet').implement({
    fields: (t) => ({
      region: t.field({ type: 'Region', resolve: ({ holder }) => regionOf(holder) }),
      count: t.exposeInt('count'),
    }),
  })
  return builder.objectRef<Facets>('ComplaintFacets').implement({
    description:
      'How what a search finds is divided, largest first; region is the government that holds it. complete: false says that only the newest 10,000 were counted.',
    fields: (t) => ({
      status: t.field({ type: [status], resolve: (source) => source.status }),
      category: t.field({ type: [category], resolve: (source) => source.category }),
      region: t.field({ type: [region], resolve: (source) => source.region }),
      complete: t.boolean({ resolve: ({ isComplete }) => isComplete }),
    }),
  })
}
