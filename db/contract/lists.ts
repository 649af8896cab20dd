import { z } from 'zod'
import { procedure } from './base.ts'

export const listsContract = {
  /**
   * Writes a list as it stands on a screen into a workbook. `rows` has a line a row: its cells in words, as JSON. The
   * numbers, days and codes among them stay text, as they were shown.
   */
  write: procedure
    .input(
      z.object({
        name: z.string().min(1).max(200),
        title: z.string().max(200),
        /** Lines above the table: whose list it is, of which day, under which filters. */
        notes: z.array(z.string().max(500)).max(20),
        heads: z.array(z.string().max(200)).min(1).max(200),
        /** How wide the columns are on the screen, in pixels. */
        widths: z.array(z.number().min(0).max(2000)).max(200),
        rows: z.instanceof(File),
      }),
    )
    .output(z.object({ file: z.instanceof(File), rows: z.number() })),
}
