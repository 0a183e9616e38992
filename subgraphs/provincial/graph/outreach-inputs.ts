import type { GraphBuilder } from '@lawang/member/graph/builder'

/** The inputs of the mutations about outreach programmes. */
export function outreachInputs(builder: GraphBuilder) {
  const village = builder.inputType('OutreachVillageInput', {
    description: 'A village by its ten-digit code (64.01.01.2001), and how many people are to be reached there.',
    fields: (t) => ({ village: t.id({ required: true }), people: t.int({ required: true }) }),
  })
  return {
    create: builder.inputType('CreateOutreachProgrammeInput', {
      fields: (t) => ({
        province: t.id({ required: true }),
        name: t.string({ required: true }),
        villages: t.field({ type: [village], required: true }),
      }),
    }),
    visit: builder.inputType('RecordOutreachVisitInput', {
      description: 'visitedOn: a day (2026-07-14); attended: how many people came. province is the programme’s.',
      fields: (t) => ({
        province: t.id({ required: true }),
        programme: t.id({ required: true }),
        village: t.id({ required: true }),
        visitedOn: t.string({ required: true }),
        attended: t.int({ required: true }),
      }),
    }),
  }
}
