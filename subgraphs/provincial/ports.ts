import type { Actor } from '@lawang/member/domain/model'
import type { Recaps } from '@lawang/member/recaps'
import type { GovernmentCode, RegionCode } from '@lawang/schema/region'
import type { Evaluation } from './evaluation/evaluate.ts'

/** What the provincial contract's graph asks for. Refusals are thrown as `Refusal`. */
export interface ProvincialServices {
  readonly recaps: Recaps
  readonly evaluations: Evaluations
  readonly commitments: Commitments
  readonly outreach: Outreach
}

export interface Evaluations {
  /**
   * All regencies and cities of a province, by rank; those without a score last. Refuses UNKNOWN_JURISDICTION, BAD_USER_INPUT,
   * and MEMBER_UNAVAILABLE while the nation does not answer and never has.
   */
  ofProvince(province: string, quarter: string): Promise<readonly Evaluation[]>
  /**
   * All provinces of the country, each by the work of its own government, by rank; those without a score last. `asked` is a
   * province of this server. Refuses as above.
   */
  ofProvinces(asked: string, quarter: string): Promise<readonly Evaluation[]>
  /** One regency's or city's in its province, or a province's among the provinces. Refuses as above. */
  ofGovernment(government: string, quarter: string): Promise<Evaluation>
}

/** Who of a province has signed. Days are text (2023-01-12). */
export interface CommitmentRegister {
  readonly province: GovernmentCode
  /** The province itself; absent until it has signed. */
  readonly own?: Commitment
  /** Every regency and city of the province, by code. */
  readonly rows: readonly { readonly government: GovernmentCode; readonly commitment?: Commitment }[]
}

export interface Commitment {
  readonly signedOn: string
  readonly document: string
  /** The position of who signed, never the name. */
  readonly position: string
}

export interface NewCommitment extends Commitment {
  readonly province: string
  /** The government that has signed: the province, or one under it. */
  readonly government: string
}

export interface Commitments {
  /** Refuses UNKNOWN_JURISDICTION. */
  ofProvince(province: string): Promise<CommitmentRegister>
  /** Signing again takes the place of the earlier signature. Refuses as `requireAllowed`, and UNKNOWN_JURISDICTION, BAD_USER_INPUT, FUTURE_DATE and TEXT_TOO_LONG. */
  register(input: NewCommitment, actor: Actor): Promise<CommitmentRegister>
}

export interface OutreachProgramme {
  readonly id: string
  readonly province: GovernmentCode
  readonly name: string
  readonly villages: readonly OutreachVillage[]
}

/** A village that a programme wants to reach. */
export interface OutreachVillage {
  readonly village: RegionCode
  /** The people that are to be reached. */
  readonly people: number
  /** Absent until it was visited. */
  readonly visit?: { readonly on: string; readonly attended: number }
}

/** The complaints about a village in as many days before the visit as after it. */
export interface Uplift {
  readonly days: number
  readonly filedBefore: number
  readonly filedAfter: number
  readonly settledBefore: number
  readonly settledAfter: number
}

export interface NewProgramme {
  readonly province: string
  readonly name: string
  readonly villages: readonly { readonly village: string; readonly people: number }[]
}

export interface NewVisit {
  readonly programme: string
  readonly village: string
  readonly visitedOn: string
  readonly attended: number
}

export interface Outreach {
  /** Oldest first. Refuses UNKNOWN_JURISDICTION. */
  ofProvince(province: string): Promise<readonly OutreachProgramme[]>
  /** Refuses as `requireAllowed`, and UNKNOWN_JURISDICTION, UNKNOWN_LOCATION, BAD_USER_INPUT and TEXT_TOO_LONG. */
  create(input: NewProgramme, actor: Actor): Promise<OutreachProgramme>
  /** Refuses as `requireAllowed`, and NOT_FOUND, BAD_USER_INPUT and FUTURE_DATE. */
  recordVisit(input: NewVisit, actor: Actor): Promise<OutreachProgramme>
  /** In the order of the programme's villages; undefined where nobody has been. Refuses as `Evaluations`. */
  upliftsOf(programme: OutreachProgramme): Promise<readonly (Uplift | undefined)[]>
}
