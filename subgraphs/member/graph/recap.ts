import type { Recap, RecapCounts, RecapNews, Recaps } from '../recaps.ts'
import type { GraphBuilder, GraphModule } from './builder.ts'
import { federation } from './federation/directives.ts'
import { agencyCopy, regionOf } from './sources.ts'

const WITHHELD = 'Confidential complaints that are in total and in no row, because a row would tell of fewer than ten.'

const OPEN_HERE =
  'Of those in progress or unanswered: in the hands of the governments of the region; openElsewhere: of others, since a handover.'
const OPEN_OWN = 'Of openHere: in the hands of the government itself, without those under it.'
const BY_GOVERNMENT =
  'By the government whose door they came to, those without any included: a province and each of its regencies and cities; the nation and each of its provinces with all under it.'

/** Query.recap: what a month brought to a government's doors and to those under it. The nation and provinces answer it; with `news`, also Subscription.recapChanged. */
export function recap(recaps: Recaps, news?: RecapNews): GraphModule {
  return (builder) => {
    const { byCategory, byAgency, byGovernment, total } = groups(builder)
    const type = builder.objectRef<Recap>('Recap').implement({
      fields: (t) => ({
        region: t.field({ type: 'Region', resolve: ({ region }) => regionOf(region) }),
        month: t.exposeString('month'),
        asOf: t.expose('asOf', { type: 'DateTime', description: 'Up to when the hub has counted.' }),
        total: t.field({ type: total, resolve: (source) => source.total }),
        openHere: t.exposeInt('openHere', { description: OPEN_HERE }),
        openElsewhere: t.exposeInt('openElsewhere'),
        openOwn: t.exposeInt('openOwn', { description: OPEN_OWN }),
        byCategory: t.field({ type: [byCategory], resolve: (source) => source.byCategory }),
        byAgency: t.field({ type: [byAgency], resolve: (source) => source.byAgency }),
        byGovernment: t.field({
          type: [byGovernment],
          description: BY_GOVERNMENT,
          resolve: (source) => source.byGovernment,
        }),
        withheldByCategory: t.exposeInt('withheldByCategory', { description: WITHHELD }),
        withheldByAgency: t.exposeInt('withheldByAgency', { description: WITHHELD }),
      }),
    })
    builder.queryField('recap', (t) =>
      t.field({
        type,
        nullable: true,
        description: 'month: 2026-01',
        args: { region: t.arg.id({ required: true }), month: t.arg.string({ required: true }) },
        resolve: (_root, { region, month }) => recaps.recap(region, month),
      }),
    )
    if (!news) return
    builder.subscriptionField('recapChanged', (t) =>
      t.field({
        type,
        description: 'The recap as it is, then each time an event has changed it.',
        args: { region: t.arg.id({ required: true }), month: t.arg.string({ required: true }) },
        subscribe: (_root, { region, month }, { signal }) => news.follow(region, month, signal),
        resolve: (source) => source,
      }),
    )
  }
}

function groups(builder: GraphBuilder) {
  const total = builder.objectRef<RecapCounts>('RecapCounts')
  const byCategory = builder.objectRef<Recap['byCategory'][number]>('RecapByCategory')
  const byAgency = builder.objectRef<Recap['byAgency'][number]>('RecapByAgency')
  const byGovernment = builder.objectRef<Recap['byGovernment'][number]>('RecapByGovernment')
  for (const type of [total, byCategory, byAgency, byGovernment]) {
    type.implement({})
    builder.objectFields(type, (t) => ({
      received: t.exposeInt('received'),
      answered: t.exposeInt('answered'),
      inProgress: t.exposeInt('inProgress'),
      unanswered: t.exposeInt('unanswered'),
    }))
  }
  builder.objectFields(byCategory, (t) => ({
    category: t.field({
      type: 'Category',
      nullable: true,
      resolve: ({ category }, _args, { services }) => (category ? services.reference.category(category) : null),
    }),
  }))
  builder.objectFields(byAgency, (t) => ({
    agency: t.field({
      type: 'Agency',
      nullable: true,
      extensions: federation({ provides: 'name shortName' }),
      resolve: ({ agency }) => agencyCopy(agency),
    }),
  }))
  builder.objectFields(byGovernment, (t) => ({
    region: t.field({ type: 'Region', resolve: ({ government }) => regionOf(government) }),
  }))
  return { total, byCategory, byAgency, byGovernment }
}
