import { z } from 'zod'
import { changeSetSchema, commandSchema, orgRefSchema, procedure, stream, textSchema } from './base.ts'
import { headcountSchema } from './orgs.ts'
import { daySchema, structureSchema } from './vocabulary.ts'

/** The word of a roster: orgs, members, cadres, or that of a kind of record (`rosters.kinds` lists them). */
export const rosterSchema = z.string().max(60)
export type Roster = z.infer<typeof rosterSchema>

export const rosterNameSchema = z.object({
  as: z.string(),
  /** The kind of record that a row is, first of all. */
  kind: z.string(),
  /** What stands above the table. */
  title: z.string(),
  /** What such a roster is called in a sentence, and what its rows are. */
  words: textSchema,
  of: textSchema,
})

export const problemSchema = z.object({
  /** The row number that a person sees in the sheet. */
  row: z.number().int(),
  /** The sheet, where the rows of several were read. */
  sheet: z.string().optional(),
  /** Of whom or of what the row is, as far as it says so. */
  who: z.string().optional(),
  column: z.string(),
  value: z.string(),
  code: z.string(),
  /** The whole sentence, with its place before it and the proposal behind it. */
  message: textSchema,
  /** What is wrong and what to do, alone. */
  says: textSchema,
  repair: z.string().nullable(),
  /** Whether the row was left out for it; otherwise it is a note. */
  refused: z.boolean(),
})
export type ImportProblem = z.infer<typeof problemSchema>

/** Problems of one kind in one column; those that leave rows out come first, then the most frequent. */
export const problemGroupSchema = z.object({
  code: z.string(),
  refused: z.boolean(),
  column: z.string(),
  /** How many cells have it, whether or not each is among `problems`. */
  count: z.number(),
  /** Of whom or of what the first rows are that have it. */
  who: z.array(z.string()),
  /** What is wrong with the first of them. */
  says: textSchema,
  /** The row of which alone that is true, as it names another row or value; null where it is true of all. */
  example: z.object({ row: z.number().int(), sheet: z.string().nullable() }).nullable(),
  /** What stands in these cells, the most frequent first. */
  values: z.array(z.object({ value: z.string(), count: z.number(), repair: z.string().nullable() })),
  /** How many different values stand in them; with `differentIsAll` false there are more. */
  different: z.number(),
  differentIsAll: z.boolean(),
  /** Whose rows they are says more than what stands in them: nothing, or a number that is one row's alone. */
  isByWho: z.boolean(),
})
export type ProblemGroup = z.infer<typeof problemGroupSchema>

/**
 * Where the organization of the rows stands: in a column, in lines between them, or once for all: there by name. `office`:
 * nowhere, and the office has nothing but itself.
 */
export const placeSchema = z.object({
  from: z.enum(['column', 'lines', 'said', 'unit', 'title', 'sheet', 'file', 'office']),
  text: z.string().optional(),
})

const rowSchema = z.object({ row: z.number().int(), sheet: z.string().nullable() })

export const importResultSchema = z.object({
  file: z.string(),
  as: rosterSchema,
  sheet: z.string(),
  headerRow: z.number().int(),
  /** From this day hold states, homes and posts that the roster gives without a date. */
  day: daySchema,
  columns: z.object({ matched: z.record(z.string(), z.string()), ignored: z.array(z.string()) }),
  read: z.number(),
  created: z.number(),
  updated: z.number(),
  unchanged: z.number(),
  rejected: z.number(),
  /** How many rows are taken with a note at one of their cells. */
  noted: z.number(),
  problems: z.array(problemSchema),
  /** How many more problems there are than `problems` holds. */
  problemsLeftOut: z.number(),
  groups: z.array(problemGroupSchema),
  /** The tables that were read: sheets of the same shape are read together. */
  tables: z.array(z.object({ sheet: z.string(), headerRow: z.number().int(), place: placeSchema })),
  /** What of the file was not read, or read from where one would not look, in sentences. */
  unread: z.array(textSchema),
  /** What is to be confirmed before anything is taken in. */
  question: z.object({ code: z.string(), text: textSchema }).nullable(),
  /** Rows that a filter leaves out or somebody has hidden: how many, what was said of them, and a sentence. */
  hidden: z
    .object({ count: z.number(), answer: z.enum(['take', 'leave']).nullable(), text: textSchema })
    .nullable(),
  /** How many rows are refused because no year stands in the table, above it, or in its sheet's or file's name. */
  lacksYear: z.number(),
  /** The columns of this roster in words, for the two lists below. */
  labels: z.record(z.string(), textSchema),
  /** The first rows as they are stored, by field. */
  shown: z.array(
    rowSchema.extend({
      verdict: z.enum(['created', 'updated', 'unchanged', 'rejected']),
      values: z.record(z.string(), z.string()),
    }),
  ),
  /** What changes of whom or what is known already. */
  changed: z.array(
    rowSchema.extend({
      title: z.string(),
      changes: z.array(z.object({ field: z.string(), from: z.string(), to: z.string() })),
    }),
  ),
  changedLeftOut: z.number(),
  changeSet: changeSetSchema,
})
export type ImportResult = z.infer<typeof importResultSchema>

/**
 * What people say about columns: the name of a column (its header; `手机(2)` for the second of the same header, `C列`
 * for one that has none) and the field that it stands for, or `ignore`. A field that says where rows belong (`branch`,
 * `org`) may stand in place of a name: its value is then the organization of all rows.
 */
const saidColumnsSchema = z.record(z.string(), z.string())

export const foundColumnSchema = z.object({
  /** By which it is named in `map`. */
  name: z.string(),
  /** Empty where the column has none. */
  header: z.string(),
  samples: z.array(z.string()),
  field: z.string().nullable(),
  /** The other field that its cells hold as well: the number in 姓名及身份证号. */
  alsoField: z.string().optional(),
  /** By what it came to its field, or to be left out; null where nobody knows it. */
  by: z.enum(['header', 'remembered', 'chosen']).nullable(),
})
export type FoundColumn = z.infer<typeof foundColumnSchema>

export const recognisedSchema = z.object({
  /** What the file is taken for; null where it cannot be told. */
  as: rosterSchema.nullable(),
  /** It is a 整治台账: no roster, but taken back by `cases.takeLedger`. */
  isLedger: z.boolean(),
  /** Whether nobody needs to be asked: one kind, one sheet, and all columns that it needs. */
  sure: z.boolean(),
  why: textSchema,
  /** `rows` counts those below the header, where one was found. */
  sheets: z.array(
    z.object({
      name: z.string(),
      hidden: z.boolean(),
      rows: z.number(),
      headerRow: z.number().int().nullable(),
    }),
  ),
  sheet: z.string().nullable(),
  /** The sheets that are imported together, where none of them is named. */
  together: z.array(z.string()),
  /** Where the organization of the rows stands; null while it is not known what the file is. */
  place: placeSchema.nullable(),
  headerRow: z.number().int().nullable(),
  /** The day that the lines above the table name. */
  day: daySchema.nullable(),
  columns: z.array(foundColumnSchema),
  /** What a column of this roster can stand for. */
  fields: z.array(z.object({ field: z.string(), label: textSchema, needed: z.boolean() })),
  /** The fields without which it cannot be taken in: of each list at least one; and those lists that are not met. */
  needs: z.array(z.array(z.string())),
  missing: z.array(z.array(z.string())),
})
export type Recognised = z.infer<typeof recognisedSchema>

/** What a workbook of a reorganization did or would do: all of its lines, or with anything against one of them none. */
export const reorganizedSchema = importResultSchema
  .pick({ file: true, sheet: true, headerRow: true, day: true, columns: true, read: true })
  .extend({
    as: z.literal('reorganization'),
    created: z.number(),
    updated: z.number(),
    unchanged: z.number(),
    rejected: z.number(),
    problems: z.array(problemSchema),
    sentences: z.array(textSchema),
    warnings: z.array(textSchema),
    /** Of every organization that is touched, and of the office's own as a whole. */
    headcounts: z.array(headcountSchema),
    changeSet: changeSetSchema,
  })
export type Reorganized = z.infer<typeof reorganizedSchema>

export const rostersContract = {
  /** 组织调整表: lines of moves, mergers, splits, closings and new names, as one change set. */
  reorganize: procedure
    .input(
      commandSchema.extend({
        file: z.instanceof(File),
        sheet: z.string().optional(),
        /** The day of lines that name none. */
        on: daySchema.optional(),
        later: z.enum(['keep', 'replace']).optional(),
      }),
    )
    .output(stream(reorganizedSchema)),
  /** The rosters that can be taken in and written, in the order in which they build on each other. */
  kinds: procedure.input(z.object({})).output(z.array(rosterNameSchema)),
  /**
   * What a file is taken for, and what its columns mean. `as`, `sheet` and `map` are what was said about it; `map`
   * counts only together with `as`.
   */
  recognise: procedure
    .input(
      z.object({
        file: z.instanceof(File),
        as: rosterSchema.optional(),
        sheet: z.string().optional(),
        map: saidColumnsSchema.default({}),
        /** The organization of all rows, where it was named. */
        place: orgRefSchema.optional(),
      }),
    )
    .output(stream(recognisedSchema)),
  /**
   * Takes a roster in. All accepted rows go in together, as one change set that can be taken back; refused rows do not
   * stop the others. `dryRun` is the preview.
   */
  importFile: procedure
    .input(
      commandSchema.extend({
        file: z.instanceof(File),
        as: rosterSchema,
        sheet: z.string().optional(),
        on: daySchema.optional(),
        /** Goes before what was remembered, which goes before the words of the headers. */
        map: saidColumnsSchema.default({}),
        /** The organization of all rows of the file, whatever its columns say. */
        place: orgRefSchema.optional(),
        /** Of which type of work all rows of a work ledger are, where no column says it. */
        type: z.string().trim().min(1).max(60).optional(),
        /**
         * Of rows whose person is known by name and birth date under another ID number, by the number in the row or `*`
         * for all: the same person, whose number is corrected, or a new one. Unanswered rows are refused.
         */
        doubles: z.record(z.string(), z.enum(['same', 'new'])).default({}),
        /** Ends the posts that people hold in a branch that they leave, with the day of leaving. */
        endPosts: z.boolean().default(false),
        /** Whether rows that nobody sees in the sheet are taken; where there are any, it has to be said. */
        hidden: z.enum(['take', 'leave']).optional(),
        /** The year of rows that name none; without it the table, its sheet or its file has to. */
        year: z.int().min(1900).max(2199).optional(),
        /** Takes in what seems to be another office's. */
        confirmed: z.boolean().default(false),
        /** The language of the workbook of refused rows. */
        lang: z.enum(['zh', 'en']).default('zh'),
        /** Remembers `map` on this PC for later files with the same headers, once the import is done. */
        remember: z.boolean().default(false),
        /** How many rows the file has, as it was recognised; only the progress is told by it. */
        expected: z.number().int().optional(),
        /** Answers the refused rows as a workbook with coloured cells. */
        wantRefused: z.boolean().default(false),
      }),
    )
    .output(stream(importResultSchema.extend({ refused: z.instanceof(File).nullable() }))),
  /**
   * Takes in rows that were copied from a spreadsheet, as a file is taken in: `text` has a line a row, with tabs between
   * its cells. Without a line of headers the cells are those of `columns`, or of the empty table in its order. `org` is
   * the organization of all rows. Rows are numbered from 1 as they were pasted.
   */
  pasteRows: procedure
    .input(
      commandSchema.extend({
        as: rosterSchema,
        text: z.string().max(4_000_000),
        org: orgRefSchema.optional(),
        columns: z.array(z.string()).max(200).optional(),
        on: daySchema.optional(),
        doubles: z.record(z.string(), z.enum(['same', 'new'])).default({}),
        endPosts: z.boolean().default(false),
        confirmed: z.boolean().default(false),
        lang: z.enum(['zh', 'en']).default('zh'),
      }),
    )
    .output(stream(importResultSchema)),
  /** Writes a roster that comes back unchanged. The format follows the name's ending: .xlsx or .csv. */
  exportRoster: procedure
    .input(
      z.object({
        as: rosterSchema,
        /** Of the work ledger, one type of work alone, its own fields a column each. */
        type: z.string().max(60).optional(),
        name: z.string(),
        org: orgRefSchema.optional(),
        asOf: daySchema.optional(),
        structure: structureSchema.optional(),
      }),
    )
    .output(stream(z.object({ file: z.instanceof(File), rows: z.number() }))),
  /** An empty roster, or 组织调整表, to fill in, with notes on a second sheet. */
  template: procedure
    .input(
      z.object({
        as: z.union([rosterSchema, z.literal('reorganization')]),
        /** Of the work ledger, the type of work whose own fields are columns. */
        type: z.string().max(60).optional(),
        lang: z.enum(['zh', 'en']).default('zh'),
      }),
    )
    .output(z.object({ file: z.instanceof(File) })),
}
