/** A list on paper: all its rows, not only those in sight. */
export type PrintedList = {
  readonly title: string
  /** What stands under the title: whose list, of which day, how many. */
  readonly note: string
  readonly heads: readonly string[]
  readonly rows: readonly (readonly string[])[]
}
