import { requireAllowed } from '@lawang/member/access/policy'
import { subjectOf } from '@lawang/member/access/subject'
import { civilDayOf, isCivilDay } from '@lawang/member/domain/civil-day'
import { requireText } from '@lawang/member/domain/text'
import type { Sql } from '@lawang/member/store/database'
import { Refusal } from '@lawang/schema/errors'
import type { GovernmentCode } from '@lawang/schema/region'
import type { CommitmentRegister, Commitments } from '../ports.ts'
import type { Provinces } from '../provinces.ts'
import { readCommitments, writeCommitment } from '../store/commitments.ts'

export interface CommitmentOptions {
  readonly sql: Sql
  readonly provinces: Provinces
  readonly now: () => Date
}

/** The register of who has signed that complaints are handled together. */
export function createCommitments({ sql, provinces, now }: CommitmentOptions): Commitments {
  async function ofProvince(province: GovernmentCode): Promise<CommitmentRegister> {
    const signed = await readCommitments(sql, province)
    const own = signed.get(province)
    return {
      province,
      ...(own && { own }),
      rows: provinces.under(province).map((government) => {
        const commitment = signed.get(government)
        return { government, ...(commitment && { commitment }) }
      }),
    }
  }
  return {
    ofProvince: async (code) => ofProvince(provinces.read(code)),
    async register(input, actor) {
      const province = provinces.read(input.province)
      requireAllowed(actor, 'manageProgrammes', { government: province })
      const { government, signedOn } = input
      if (government !== province && !provinces.under(province).includes(government)) {
        throw new Refusal('UNKNOWN_JURISDICTION')
      }
      if (!isCivilDay(signedOn)) throw new Refusal('BAD_USER_INPUT', 'signedOn is a day that exists, like 2023-01-12.')
      if (signedOn > civilDayOf(now(), province)) throw new Refusal('FUTURE_DATE')
      const line = (name: 'document' | 'position') =>
        requireText(input[name], { name, longest: 200, singleLine: true }, 'BAD_USER_INPUT')
      const commitment = { signedOn, document: line('document'), position: line('position') }
      await writeCommitment(sql, { province, government, ...commitment }, { at: now(), by: subjectOf(actor) })
      return ofProvince(province)
    },
  }
}
