/** A table to be written to a file. Its first row names the columns. */
export interface Sheet {
  /** Letters, digits and hyphens: it becomes the file's name too. */
  readonly name: string
  readonly rows: readonly (readonly Cell[])[]
}

/** Numbers stay numbers; what is absent is an empty cell. */
export type Cell = string | number | undefined
