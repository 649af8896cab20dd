import { z } from 'zod'
import { changeSetSchema, commandSchema, orgRefSchema, procedure, stream, textSchema } from './base.ts'
import { daySchema, structureSchema } from './vocabulary.ts'

/** Kinds, fields and words of records are those of db/records; here is only how they are asked for and answered. */

export const fieldInfoSchema = z.object({
  field: z.string(),
  words: textSchema,
  /** `text code phone day month count money choice term ref list map id-number`. */
  type: z.string(),
  required: z.boolean(),
  /** Fixed when the record is made. */
  fixed: z.boolean(),
  masked: z.boolean(),
  /** The most characters that fit; 0 where it is no text. */
  most: z.number(),
  /** The kind of record that it names, for `ref`. */
  to: z.string().nullable(),
  /** The words of a choice or a term. */
  options: z.array(z.object({ value: z.string(), words: textSchema })),
})

export const kindInfoSchema = z.object({
  kind: z.string(),
  words: textSchema,
  fields: z.array(fieldInfoSchema),
  /** What is filled in to add one: more than its own fields where other records are made with it. */
  add: z.array(fieldInfoSchema),
})

const valueSchema = z.union([
  z.string(),
  z.number(),
  z.null(),
  z.array(z.string()),
  z.record(z.string(), z.union([z.string(), z.number()])),
])

export const recordSchema = z.object({
  kind: z.string(),
  id: z.string(),
  title: z.string(),
  /** As they are kept: codes of choices, days as far as they are known, organizations by code or id, people by id. */
  fields: z.record(z.string(), valueSchema),
  /** What the fields that name another record name. */
  refs: z.record(
    z.string(),
    z.object({
      id: z.string(),
      code: z.string().nullable(),
      name: z.string(),
      /** It lies in another office: the name is all that is known here. */
      elsewhere: z.literal(true).optional(),
    }),
  ),
  /** The fields of which only a part is shown. */
  masked: z.array(z.string()),
  conflicts: z.array(z.object({ register: z.string(), heads: z.array(z.string()) })),
})
export type ShownRecord = z.infer<typeof recordSchema>

/** One record alone: also in words, and with its versions, for `edit` to tell what came after them. */
const openedRecordSchema = recordSchema.extend({
  /** Of each field that says something, as a reader sees it: words of choices, amounts in yuan, names. */
  says: z.record(z.string(), textSchema),
  seen: z.array(z.string()),
})
export type OpenedRecord = z.infer<typeof openedRecordSchema>

/** What was typed, by field; an empty text takes a value away. */
const typedSchema = z.record(z.string().max(100), z.string().max(20_000))

export const actSchema = commandSchema.extend({
  /** The day from which it holds; today if not given. */
  on: daySchema.optional(),
  /** 决定日期 and 文号 of an act on an organization. */
  decided: daySchema.optional(),
  document: z.string().max(200).optional(),
})

const problemSchema = z.object({
  field: z.string(),
  words: textSchema,
  value: z.string(),
  code: z.string(),
  message: textSchema,
  repair: z.string().nullable(),
})

export const manyInputSchema = actSchema.extend({
  ids: z.array(z.string()).min(1).max(10_000),
  add: z.string().optional(),
  set: typedSchema,
  leaveOut: z.boolean().default(false),
  stamp: z.string().optional(),
})

/** What one act does to many records, each with what stands against it. */
export const manySchema = z.object({
  changeSet: changeSetSchema,
  sentences: z.array(textSchema),
  warnings: z.array(textSchema),
  /** To how many something happens, how many are so already, and against how many something stands. */
  done: z.number(),
  same: z.number(),
  wrong: z.number(),
  /** What was planned, to be given back when it is done: what would come to something else by then is refused. */
  stamp: z.string(),
  rows: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      sentences: z.array(textSchema),
      warnings: z.array(textSchema),
      problems: z.array(problemSchema),
      isSame: z.boolean(),
    }),
  ),
})
export type DoneMany = z.infer<typeof manySchema>

/** What stands against it is refused with the code `problems`: `{problems:[{field, value, code, message, repair}]}`. */
export const doneSchema = z.object({
  id: z.string(),
  changeSet: changeSetSchema,
  sentences: z.array(textSchema),
  warnings: z.array(textSchema),
})
export type Done = z.infer<typeof doneSchema>

export const recordsContract = {
  kinds: procedure.input(z.object({})).output(z.array(kindInfoSchema)),
  /**
   * Of an organization and all below it, as they hold on the day, in the order in which they were registered; with
   * `newest` by the day that they are of, the newest first. Where `where` names a person and no organization is asked
   * for, his are found wherever he belongs by now.
   */
  list: procedure
    .input(
      z.object({
        kind: z.string(),
        org: orgRefSchema.optional(),
        asOf: daySchema.optional(),
        structure: structureSchema.optional(),
        where: typedSchema.default({}),
        /** Only those of which this day lies in this time, and all of them: also what is over by now. */
        within: z.object({ field: z.string(), from: daySchema, to: daySchema }).optional(),
        newest: z.boolean().default(false),
        limit: z.number().int().min(1).max(1000).default(100),
        offset: z.number().int().min(0).default(0),
      }),
    )
    .output(z.object({ total: z.number(), rows: z.array(recordSchema) })),
  show: procedure.input(z.object({ id: z.string() })).output(openedRecordSchema),
  add: procedure.input(actSchema.extend({ kind: z.string(), set: typedSchema })).output(doneSchema),
  edit: procedure
    .input(
      actSchema.extend({ id: z.string(), set: typedSchema, seen: z.array(z.string()).max(1000).optional() }),
    )
    .output(doneSchema),
  /**
   * The same for many records of one kind, as one change set: without `add` each is edited; with it each begins a stay
   * of that kind (`membership standing placement`). With `dryRun` problems are told at their rows; else they are
   * refused, or with `leaveOut` only their rows are left out. Whoever stops waiting finds nothing of it done.
   */
  many: procedure.input(manyInputSchema).output(stream(manySchema)),
  /** For what was entered by mistake; what has come to an end is closed, left or given an end. */
  remove: procedure
    .input(actSchema.extend({ id: z.string(), reason: z.string().max(200) }))
    .output(doneSchema),
  /** 撤销 an organization; its members go to another branch. */
  close: procedure
    .input(
      actSchema.extend({
        org: orgRefSchema,
        membersTo: orgRefSchema.optional(),
        endPosts: z.boolean().default(false),
      }),
    )
    .output(doneSchema),
  /**
   * 合并 two records of one person: the older one stays, and holds where they differ unless `choose` says that the newer
   * does, by field, or `set` what neither says, as typed. Of two ID numbers one has to be chosen.
   */
  mergePeople: procedure
    .input(
      actSchema.extend({
        person: z.string().min(1),
        other: z.string().min(1),
        choose: z.record(z.string().max(100), z.enum(['older', 'newer'])).default({}),
        set: typedSchema.default({}),
      }),
    )
    .output(doneSchema),
  /** What was merged into a person becomes a record of its own again. */
  unmergePeople: procedure
    .input(actSchema.extend({ person: z.string().min(1), reason: z.string().max(200) }))
    .output(doneSchema),
  reopen: procedure.input(actSchema.extend({ org: orgRefSchema })).output(doneSchema),
}
