export type Invariant = 'I1' | 'I2' | 'I3' | 'I4' | 'I5' | 'I6' | 'I7' | 'I8' | 'I9' | 'I11' | 'BROKEN'

/** An invariant of the protocol does not hold. */
export class Violation extends Error {
  override readonly name = 'Violation'
  readonly invariant: Invariant
  readonly complaint: string | undefined

  constructor(invariant: Invariant, what: string, complaint?: string) {
    super(`${invariant}: ${what}${complaint === undefined ? '' : ` (${complaint})`}`)
    this.invariant = invariant
    this.complaint = complaint
  }
}
