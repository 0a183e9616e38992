import type { GraphBuilder, GraphModule } from '@lawang/member/graph/builder'
import { routed } from '@lawang/member/graph/federation/directives'
import { regionOf } from '@lawang/member/graph/sources'
import { governmentOf } from '@lawang/schema/region'
import type { Outreach, OutreachProgramme, OutreachVillage, Uplift } from '../ports.ts'
import { outreachInputs } from './outreach-inputs.ts'

/** Query.outreachProgrammes and the two mutations beside it: what a province does to be heard of, and what it changes. */
export function outreachProgrammes(outreach: Outreach): GraphModule {
  return (builder) => {
    const programme = programmeType(builder, outreach)
    const inputs = outreachInputs(builder)
    builder.queryField('outreachProgrammes', (t) =>
      t.field({
        type: [programme],
        nullable: true,
        extensions: routed('region'),
        args: { region: t.arg.id({ required: true }) },
        resolve: (_root, { region }) => outreach.ofProvince(region),
      }),
    )
    builder.mutationFields((t) => ({
      createOutreachProgramme: t.field({
        type: programme,
        nullable: true,
        extensions: routed('input.province'),
        args: { input: t.arg({ type: inputs.create, required: true }) },
        resolve: (_root, { input }, { actor }) => outreach.create(input, actor),
      }),
      recordOutreachVisit: t.field({
        type: programme,
        nullable: true,
        extensions: routed('input.province'),
        description:
          'That people of the programme were in a village, and how many came. Recorded again, it is corrected.',
        args: { input: t.arg({ type: inputs.visit, required: true }) },
        resolve: (_root, { input }, { actor }) => outreach.recordVisit(input, actor),
      }),
    }))
  }
}

/** A village with what its visit has changed, as far as anything can be compared. */
type ShownVillage = OutreachVillage & { readonly uplift: () => Promise<Uplift | undefined> }

function programmeType(builder: GraphBuilder, outreach: Outreach) {
  const village = villageType(builder)
  return builder.objectRef<OutreachProgramme>('OutreachProgramme').implement({
    description:
      'target: the people that are to be reached; attended: those who came; regencies: those whose villages it visits.',
    fields: (t) => ({
      id: t.exposeID('id'),
      name: t.exposeString('name'),
      target: t.int({ resolve: ({ villages }) => sum(villages.map(({ people }) => people)) }),
      attended: t.int({ resolve: ({ villages }) => sum(villages.map(({ visit }) => visit?.attended ?? 0)) }),
      regencies: t.field({ type: ['Region'], resolve: ({ villages }) => regenciesOf(villages).map(regionOf) }),
      villages: t.field({
        type: [village],
        resolve: (source): readonly ShownVillage[] => {
          let uplifts: ReturnType<Outreach['upliftsOf']> | undefined
          const all = () => {
            uplifts ??= outreach.upliftsOf(source)
            return uplifts
          }
          return source.villages.map((each, i) => ({ ...each, uplift: async () => (await all())[i] }))
        },
      }),
    }),
  })
}

function villageType(builder: GraphBuilder) {
  const uplift = builder.objectRef<Uplift>('OutreachUplift').implement({
    description:
      'Complaints about the village that are not confidential, in as many days before the visit as after it, at most 90; settled: answered, closed or archived since.',
    fields: (t) => ({
      days: t.exposeInt('days'),
      filedBefore: t.exposeInt('filedBefore'),
      filedAfter: t.exposeInt('filedAfter'),
      settledBefore: t.exposeInt('settledBefore'),
      settledAfter: t.exposeInt('settledAfter'),
    }),
  })
  return builder.objectRef<ShownVillage>('OutreachVillage').implement({
    description: 'uplift is null until the day after the visit.',
    fields: (t) => ({
      village: t.field({ type: 'Region', resolve: (source) => regionOf(source.village) }),
      people: t.exposeInt('people'),
      visitedOn: t.string({ nullable: true, resolve: ({ visit }) => visit?.on }),
      attended: t.int({ nullable: true, resolve: ({ visit }) => visit?.attended }),
      uplift: t.field({ type: uplift, nullable: true, resolve: (source) => source.uplift() }),
    }),
  })
}

function regenciesOf(villages: readonly OutreachVillage[]): readonly string[] {
  return [...new Set(villages.flatMap(({ village }) => governmentOf(village, 'REGENCY') ?? []))]
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
