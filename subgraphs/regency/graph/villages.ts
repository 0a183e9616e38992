import type { Reference, Region } from '@lawang/member/domain/model'
import { readHostedGovernment } from '@lawang/member/graph/agency'
import type { GraphModule } from '@lawang/member/graph/builder'
import { pageSize } from '@lawang/member/graph/page-size'
import { governmentOf, type RegionCode, tierOf } from '@lawang/schema/region'

const VILLAGES = { byDefault: 100, most: 1000 }

/** Region.villages: the villages of a regency, city or district. Null for a region that has no regency above it. */
export const villages: GraphModule = (builder) => {
  builder.objectField('Region', 'villages', (t) =>
    t.field({
      type: ['Region'],
      nullable: true,
      description:
        'The villages of a regency, city or district in the order of their codes; first is at most 1,000, 100 by default.',
      args: { first: t.arg.int() },
      resolve: ({ code }, { first }, { services }) => {
        const most = pageSize(first, VILLAGES)
        if (governmentOf(code, 'REGENCY') === undefined) return null
        readHostedGovernment(code, services)
        return villagesUnder(code, services.reference).slice(0, most)
      },
    }),
  )
}

function villagesUnder(code: RegionCode, reference: Reference): readonly Region[] {
  switch (tierOf(code)) {
    case 'REGENCY':
      return reference.regionsUnder(code).flatMap((district) => reference.regionsUnder(district.code))
    case 'DISTRICT':
      return reference.regionsUnder(code)
    default:
      return []
  }
}
