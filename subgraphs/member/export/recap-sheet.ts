import type { Reference } from '../domain/model.ts'
import type { Recap, RecapCounts } from '../recaps.ts'
import type { Cell, Sheet } from './sheet.ts'

/** A recap as one table: the total, then each division, which adds up to it together with what is withheld. */
export function recapSheet(recap: Recap, reference: Reference): Sheet {
  const { region, month, total, byCategory, byAgency, byGovernment, withheldByCategory, withheldByAgency } = recap
  const row = (division: string, code: string, name: string, counts: RecapCounts): readonly Cell[] => [
    division,
    code,
    name,
    ...[counts.received, counts.answered, counts.inProgress, counts.unanswered],
  ]
  const nameOf = (code: string) => reference.region(code)?.name ?? code
  return {
    name: `recap-${region}-${month}`,
    rows: [
      ['division', 'code', 'name', 'received', 'answered', 'inProgress', 'unanswered'],
      row('total', region, nameOf(region), total),
      ...byCategory.map(({ category = '', ...counts }) =>
        row('category', category, reference.category(category)?.name ?? '', counts),
      ),
      ['category', 'withheld', '', withheldByCategory],
      ...byAgency.map(({ agency, ...counts }) => row('agency', agency.id, agency.name, counts)),
      ['agency', 'withheld', '', withheldByAgency],
      ...byGovernment.map(({ government, ...counts }) => row('government', government, nameOf(government), counts)),
    ],
  }
}
