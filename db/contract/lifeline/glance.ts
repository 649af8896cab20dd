import { z } from 'zod'
import { orgRefSchema, procedure, textSchema } from '../base.ts'
import { orgNodeSchema } from '../looking.ts'
import { historyEntrySchema } from '../registry.ts'
import { daySchema, structureSchema } from '../vocabulary.ts'
import { findingSchema } from './lifeline.ts'

/** The newest election of an organization, and the term that began with it. */
export const termGlanceSchema = z.object({
  elected: daySchema,
  /** The election as far as it is known: a day, a month or a year. */
  known: z.string(),
  /** Null where it is not recorded: `due` is then presumed, as the rules presume it. */
  years: z.number().nullable(),
  /** The term's last day; null for whoever is appointed and has no term. */
  due: daySchema.nullable(),
  /** The last day of the longest delay that may be approved. */
  cap: daySchema.nullable(),
})

/** An organization in one line: what is asked of it again and again. */
export const unitSchema = orgNodeSchema.extend({
  /** The 书记 of the day; null where none is recorded. */
  secretary: z
    .object({
      person: z.string(),
      name: z.string(),
      phoneMasked: z.string().nullable(),
      /** As far as it is known: a day, or `2018-03`. */
      since: z.string().nullable(),
    })
    .nullable(),
  /** Whether it elects its secretary at all: 团工委 and 领导机关 do not. */
  isElected: z.boolean(),
  term: termGlanceSchema.nullable(),
  /** Its own newest meeting up to the day. */
  lastMeeting: z.string().nullable(),
  /** 团支部 under it, itself included, that met in the three months up to the day. */
  branchesMet: z.number(),
})
export type Unit = z.infer<typeof unitSchema>

/** Members of one age; `age` is null for those whose birthday is not known. */
export const ageSchema = z.object({
  age: z.number().nullable(),
  male: z.number(),
  female: z.number(),
  unknown: z.number(),
})
export type AgeRow = z.infer<typeof ageSchema>

/** One change of a change set, told field by field; what only those see who ask for it is masked. */
export const toldChangeSchema = z.object({
  no: z.number(),
  act: z.enum(['added', 'changed', 'removed', 'returned', 'admitted']),
  /** The kind of record in words. */
  kind: textSchema,
  /** Whom or what it is about, by name, and where its page is. */
  subjects: z.array(z.object({ id: z.string(), entity: z.enum(['person', 'org']), name: z.string() })),
  /** Which record of theirs: 书记, 2018-03-02 支部大会. Empty for themselves. */
  title: textSchema,
  fields: z.array(
    z.object({
      label: textSchema,
      was: textSchema,
      now: textSchema,
      /** In a preview, of what does not hold since another office wrote otherwise at once: what holds. Else null. */
      instead: textSchema.nullable(),
    }),
  ),
  /** Of a return or an admission: how many changes, and why. */
  names: z.number(),
  reason: textSchema.nullable(),
  /** Who wrote it, where that was on another PC: a packet brought it. */
  author: z.object({ office: z.string(), actor: z.string(), at: z.string() }).nullable(),
})
export type ToldChange = z.infer<typeof toldChangeSchema>

/** A finding of one organization with everything that explains it. */
export const explainedSchema = findingSchema.extend({
  /** What the rule rests on, with its source. */
  basis: textSchema,
  /** The days between which it lies, for a picture; none where heads are counted. */
  marks: z.array(z.object({ day: daySchema, what: textSchema, kind: z.enum(['event', 'limit']) })),
  evidence: z.array(
    z.object({
      entity: z.string(),
      id: z.string(),
      text: textSchema,
      /** Whose record it is, where a person's. */
      person: z.string().optional(),
    }),
  ),
  /** How many records more there are than those told. */
  evidenceLeftOut: z.number(),
})
export type Explained = z.infer<typeof explainedSchema>

const window = {
  offset: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(500).default(100),
}

const ofOrg = z.object({ org: orgRefSchema.optional(), asOf: daySchema.optional() })
const byStructure = ofOrg.extend({ structure: structureSchema.optional() })

/** What a page shows at a glance, each page in one question. */
export const glanceContract = {
  /** One organization with the days of its own meetings in a year, and those directly below it. */
  org: procedure.input(byStructure).output(
    z.object({
      asOf: daySchema,
      /** The year of the meetings begins here. */
      from: daySchema,
      own: unitSchema,
      meetings: z.array(z.object({ heldOn: z.string(), type: z.string() })),
      below: z.array(unitSchema),
    }),
  ),
  /** What happened from the first of January to the day, and in the same days of the year before. */
  year: procedure.input(z.object({ asOf: daySchema.optional() })).output(
    z.object({
      asOf: daySchema,
      rows: z.array(
        z.object({
          what: z.enum(['joined', 'left', 'posts', 'elections', 'meetings']),
          now: z.number(),
          before: z.number(),
        }),
      ),
    }),
  ),
  /** What the rules find in an organization itself, by one rule or all, explained. */
  why: procedure
    .input(ofOrg.extend({ rule: z.string().optional() }))
    .output(z.object({ asOf: daySchema, org: z.string(), findings: z.array(explainedSchema) })),
  /** What was done in the registry, the newest first: by whom, what kind of work, from one moment to before another. */
  history: procedure
    .input(
      z.object({
        actor: z.string().optional(),
        what: z.string().optional(),
        from: z.iso.datetime().optional(),
        before: z.iso.datetime().optional(),
        ...window,
      }),
    )
    .output(
      z.object({
        total: z.number(),
        rows: z.array(historyEntrySchema),
        /** Who and what there is to choose among. */
        actors: z.array(z.string()),
        kinds: z.array(z.string()),
      }),
    ),
  /** The changes of one change set, in the order in which they were written. */
  changes: procedure
    .input(z.object({ changeSet: z.number().int(), ...window }))
    .output(z.object({ entry: historyEntrySchema, total: z.number(), rows: z.array(toldChangeSchema) })),
  /**
   * Everything that was ever done to one record, the newest first, also to one that was removed since: each change as its
   * author wrote it, with who he was, where and when, and the work here that brought it. Refuses `record-unknown`.
   */
  record: procedure.input(z.object({ of: z.string().min(1), ...window })).output(
    z.object({
      id: z.string(),
      kind: textSchema,
      /** As a sentence calls it: 2018-03-02 支部大会; of a person or an organization its name. */
      title: textSchema,
      subjects: toldChangeSchema.shape.subjects,
      total: z.number(),
      rows: z.array(
        z.object({
          entry: historyEntrySchema,
          change: toldChangeSchema,
          by: z.object({ office: z.string(), actor: z.string(), at: z.string() }),
        }),
      ),
    }),
  ),
  /** The members of an organization and all below it by age, the youngest first. */
  ages: procedure.input(byStructure).output(z.object({ asOf: daySchema, rows: z.array(ageSchema) })),
}
