import type { GraphBuilder } from '@lawang/member/graph/builder'

/** The input ComplaintFilter. */
export function complaintFilter(builder: GraphBuilder) {
  return builder.inputType('ComplaintFilter', {
    description:
      'region: that government or anything under it, as door or holder. location: about a place in that region; near: about a place in the district of that village, the regency of that district, the province of that regency. filedFrom and filedTo are days (2026-01-31), both inclusive. ids: at most 100.',
    fields: (t) => ({
      region: t.id(),
      status: t.field({ type: ['ComplaintStatus'] }),
      category: t.id(),
      agency: t.id(),
      location: t.id(),
      near: t.id(),
      text: t.string(),
      filedFrom: t.string(),
      filedTo: t.string(),
      ids: t.idList(),
    }),
  })
}
