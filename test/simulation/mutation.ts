import type { HabitsName } from './habits.ts'
import type { Scenario } from './scenario.ts'

/** A place of the protocol's code, and what stands there when a rule is switched off. */
export interface Edit {
  /** Relative to the project's root. */
  readonly file: string
  /** Occurs exactly once in the file. */
  readonly find: string
  readonly replace: string
}

/** One rule of the protocol switched off. Some are needed so seldom that they want worlds of their own. */
export interface Mutation {
  readonly name: string
  readonly edits: readonly Edit[]
  readonly habits?: HabitsName
  /** Or a world written by hand. */
  readonly scenario?: Scenario
}
