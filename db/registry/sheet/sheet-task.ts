import type { Task } from '#db/sqlite/task.ts'
import { readingJournal } from '../conflicts/conflicts.ts'
import { readSheet, type SheetAsked, type SheetRows } from './read-sheet.ts'

export type SheetInput = Omit<SheetAsked, 'seenOf'>

/** A sheet in a thread that only reads: with thousands of rows everybody else would wait for it. */
export const sheetTask: Task<SheetInput, never, SheetRows> = (asked, tools) => {
  const { seenOf } = readingJournal(tools.connection()).absorber
  return readSheet(tools.reader(), { ...asked, seenOf })
}
