import type { GraphModule } from '@lawang/member/graph/builder'
import { regionOf } from '@lawang/member/graph/sources'
import type { GovernmentWork, VillageFilings, WorkReports } from '@lawang/member/work'

/** Query.workCounts and Query.villageFilings: what provinces evaluate their governments and their outreach by. */
export function workReports(reports: WorkReports): GraphModule {
  return (builder) => {
    const counts = builder.objectRef<GovernmentWork>('WorkCounts').implement({
      description:
        'What is counted of a government, on the days on which it happened or was due: docs/evaluation.md. seconds is the time of custodies.',
      fields: (t) => ({
        region: t.field({ type: 'Region', resolve: ({ government }) => regionOf(government) }),
        filed: t.int({ resolve: (source) => source.counts.filed }),
        due: t.int({ resolve: (source) => source.counts.due }),
        met: t.int({ resolve: (source) => source.counts.met }),
        answers: t.int({ resolve: (source) => source.counts.answers }),
        reopened: t.int({ resolve: (source) => source.counts.reopened }),
        closings: t.int({ resolve: (source) => source.counts.closings }),
        silent: t.int({ resolve: (source) => source.counts.silent }),
        handovers: t.int({ resolve: (source) => source.counts.handovers }),
        overturned: t.int({ resolve: (source) => source.counts.overturned }),
        custodies: t.int({ resolve: (source) => source.counts.custodies }),
        seconds: t.float({ resolve: (source) => source.counts.seconds }),
      }),
    })
    const village = builder.objectRef<VillageFilings>('VillageFilings').implement({
      description:
        'Complaints about a village that are not confidential, by the day of their filing; settled: answered, closed or archived since.',
      fields: (t) => ({
        village: t.field({ type: 'Region', resolve: (source) => regionOf(source.village) }),
        filed: t.exposeInt('filed'),
        settled: t.exposeInt('settled'),
      }),
    })
    builder.queryFields((t) => {
      const days = { from: t.arg.string({ required: true }), to: t.arg.string({ required: true }) }
      return {
        workCounts: t.field({
          type: [counts],
          nullable: true,
          description: 'Of region and of every government under it. from and to are days (2026-01-31), both inclusive.',
          args: { region: t.arg.id({ required: true }), ...days },
          resolve: (_root, { region, from, to }) => reports.work(region, { from, to }),
        }),
        villageFilings: t.field({
          type: [village],
          nullable: true,
          description: 'At most 100 villages; from and to are days (2026-01-31), both inclusive.',
          args: { villages: t.arg.idList({ required: true }), ...days },
          resolve: (_root, { villages, from, to }) => reports.villages(villages.map(String), { from, to }),
        }),
      }
    })
  }
}
