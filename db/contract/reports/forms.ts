import { z } from 'zod'
import { commandSchema, orgRefSchema, procedure, stream, textSchema } from '../base.ts'
import { doneSchema } from '../records.ts'

const yearSchema = z.number().int().min(1950).max(2199)
const idSchema = z.string().min(1).max(200)
const marksSchema = z.record(z.string().max(40), z.string().min(1).max(200))

/** One cell of a form as a person sees it; `at` is its place in marks. */
export const formCellSchema = z.object({
  at: z.string(),
  row: z.number(),
  column: z.number(),
  rows: z.number(),
  columns: z.number(),
  text: z.string(),
  isFormula: z.boolean(),
  blanks: z.array(z.object({ from: z.number(), to: z.number(), before: z.string(), after: z.string() })),
})

export const formPartSchema = z.object({
  id: z.string(),
  kind: z.enum(['sheet', 'table', 'text', 'controls']),
  name: z.string(),
  cells: z.array(formCellSchema),
  height: z.number(),
  width: z.number(),
})
export type FormPart = z.infer<typeof formPartSchema>
export type FormCell = z.infer<typeof formCellSchema>

const valueSchema = z.union([z.string(), z.number()])

/** A form with what belongs where, and what would be filled in for a year. */
const lookedSchema = z.object({
  parts: z.array(formPartSchema),
  marks: marksSchema,
  values: z.array(z.tuple([z.string(), valueSchema])),
  rows: z.array(
    z.object({
      at: z.string(),
      rows: z.number(),
      /** What the first row says, by the places of its columns. */
      first: z.array(z.tuple([z.string(), valueSchema.nullable()])),
    }),
  ),
  /** Marked places for which nothing is known. */
  unknown: z.array(z.string()),
})

export const formSchema = z.object({
  id: z.string(),
  name: z.string(),
  askedBy: z.string().nullable(),
  /** Who uses what comes back, and for what; null where nobody said. */
  usedBy: z.string().nullable(),
  /** Since when it is not asked for any more. */
  ended: z.string().nullable(),
  org: z.string(),
  file: z.string().nullable(),
  kind: z.enum(['xlsx', 'docx']).nullable(),
  /** Whether its file lies here; a form may come before it. */
  isHere: z.boolean(),
  places: z.number(),
})
export type KnownForm = z.infer<typeof formSchema>

/** What can belong at a place, with its words: `word` is how a mark says it. */
const choiceSchema = z.object({ word: z.string(), name: textSchema })

const whomShape = {
  /** Whom a form of people is about, in this order: each an id, an ID number, or a name that only one has. */
  people: z.array(z.string().trim().min(1).max(200)).max(500).optional(),
  /** Whoever is in post, or a member, in the organization or below it, one page or card each. */
  everyone: z.enum(['cadres', 'members']).optional(),
}

/** 表格填报: forms of offices above, marked once, filled again and again. */
export const formsContract = {
  list: procedure.input(z.object({})).output(z.object({ forms: z.array(formSchema) })),
  /** Everything that can be asked for: words, figures, and rosters with their columns. */
  choices: procedure.input(z.object({})).output(
    z.object({
      words: z.array(choiceSchema),
      figures: z.array(choiceSchema),
      /** The offices directly below, of one of which a figure may be. */
      units: z.array(choiceSchema),
      /** `only`: the types of which a form may want one alone. */
      rosters: z.array(choiceSchema.extend({ columns: z.array(choiceSchema), only: z.array(choiceSchema) })),
    }),
  ),
  /**
   * Keeps a blank form whose file was attached (`item`, as `attachments.put` answers it), with what is proposed for its
   * places. An earlier edition of the same name gives what a person said of it. Refuses what is no .xlsx or .docx.
   */
  add: procedure
    .input(
      commandSchema.extend({
        item: z.string().min(1).max(400),
        name: z.string().trim().max(120).optional(),
        askedBy: z.string().trim().max(200).optional(),
      }),
    )
    .output(doneSchema.extend({ marks: marksSchema })),
  /** A kept form as a grid, with its marks; for a year with the values that would be filled in. */
  show: procedure
    .input(
      z.object({
        id: idSchema,
        year: yearSchema.optional(),
        org: orgRefSchema.optional(),
        ...whomShape,
        by: z.string().max(60).default(''),
      }),
    )
    .output(formSchema.extend(lookedSchema.shape)),
  /** Says what belongs where; an empty text takes a mark away. Refuses words that nothing here is known by. */
  map: procedure
    .input(commandSchema.extend({ id: idSchema, set: z.record(z.string().max(40), z.string().max(200)) }))
    .output(doneSchema.extend({ marks: marksSchema })),
  /** The form filled for a year: everything that is not marked stays as it was. */
  fill: procedure
    .input(
      z.object({
        id: idSchema,
        year: yearSchema,
        org: orgRefSchema.optional(),
        ...whomShape,
        by: z.string().max(60).default(''),
      }),
    )
    .output(
      stream(
        z.object({
          file: z.instanceof(File),
          places: z.number(),
          rows: z.number(),
          left: z.array(z.string()),
          /** How often the form stands in the file, one behind the other. */
          pages: z.number(),
          /** Who found no room on it: their names. */
          without: z.array(z.string()),
        }),
      ),
    ),
}
