/** One rule of the house that a tool keeps. */
export interface Gate {
  readonly name: string
  /** What is wrong in the checkout at `root`, one line for each fault; empty when all is well. */
  readonly check: (root: string) => Promise<readonly string[]>
}
