import type { z } from 'zod'
import type { DoneMany, fieldInfoSchema, manyInputSchema } from '#contract/records.ts'
import type { Journal } from '#db/journal/journal.ts'
import { type CarriedOut, carryOut } from '#db/plans/carry-out.ts'
import type { Plan } from '#db/plans/plan.ts'
import { type Implementing, inTurn, longProcedure } from '#db/procedure.ts'
import { addForm, editForm, type Form } from '#db/records/forms.ts'
import { kindOf, officeKinds } from '#db/records/kinds.ts'
import { withWhatHangs } from '#db/registry/acts/correct-returned.ts'
import type { Standpoint } from '#db/registry/acts/known.ts'
import { listRecords, saysOf, shownRecords } from '#db/registry/acts/list-records.ts'
import { planAdd } from '#db/registry/acts/plan-add.ts'
import { planEdit } from '#db/registry/acts/plan-edit.ts'
import { type PlannedMany, planMany } from '#db/registry/acts/plan-many.ts'
import { planMerge } from '#db/registry/acts/plan-merge.ts'
import { planRemove } from '#db/registry/acts/plan-remove.ts'
import { planUnmerge } from '#db/registry/acts/plan-unmerge.ts'
import { readStored } from '#db/registry/acts/stored.ts'
import { readingJournal } from '#db/registry/conflicts/conflicts.ts'
import { structuredScope } from '#db/registry/looking/heirs.ts'
import { type OrgActAsked, planOrgAct } from '#db/registry/org-acts/act.ts'
import type { Session } from '#db/session.ts'
import { today } from '#db/shared/clock.ts'
import { isDay } from '#db/shared/day.ts'
import { Cancelled, type Report } from '#db/shared/long-work.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import { daysOf, orgOrOwn } from './registry.ts'

type ManyInput = z.output<typeof manyInputSchema>

export const looking = { zh: '正在核对', en: 'Checking' }
export const writing = { zh: '正在办理', en: 'Carrying it out' }

/** What is kept by hand: records by their kinds, and the acts on organizations that are more than one record. */
export function recordProcedures(os: Implementing, session: Session) {
  return {
    kinds: os.records.kinds.handler(() =>
      officeKinds.map(({ name, words }) => ({
        kind: name,
        words,
        fields: fieldsOf(editForm(name)),
        add: fieldsOf(addForm(name)),
      })),
    ),
    list: os.records.list.handler(async ({ input }) => {
      const { kind, where, within, newest, limit, offset } = input
      const root = (await orgOrOwn(session, input.org)).id
      const { asOf, structure } = daysOf(session, input)
      return listRecords(session.reader(), {
        kind,
        root,
        asOf,
        isPast: asOf < today(session.clock),
        structured:
          structure === undefined || structure === asOf
            ? undefined
            : structuredScope(session.readConnection(), { root, asOf, structure }),
        // What offices above lay down for this one lies with them, and holds here.
        isAnywhere:
          input.org === undefined &&
          (where['person'] !== undefined || within !== undefined || kindOf(kind)?.downwards === true),
        where,
        within,
        newest,
        limit,
        offset,
      })
    }),
    show: os.records.show.handler(async ({ input }) => {
      const reader = session.reader()
      const { kind, id, row } = await readStored(reader, input.id)
      const [shown] = await shownRecords(reader, kind, [row])
      const says = shown === undefined ? {} : saysOf(kind, row, shown)
      const heads = readingJournal(session.readConnection()).absorber.headsOf(id) ?? {}
      const seen = [...new Set(Object.values(heads).flat())].sort()
      return {
        kind: kind.name,
        id,
        title: '',
        fields: {},
        refs: {},
        masked: [],
        conflicts: [],
        ...shown,
        says,
        seen,
      }
    }),
    add: os.records.add.handler(({ input }) =>
      acting(session, input, standpoint => planAdd(standpoint, input.kind, input.set)),
    ),
    edit: os.records.edit.handler(({ input }) =>
      acting(session, input, async standpoint => {
        const stored = await readStored(standpoint.reader, input.id)
        const plan = await planEdit(standpoint, session.writing().journal, stored, input.set, input.seen)
        return stored.isReturned === true ? withWhatHangs(standpoint.reader, plan) : plan
      }),
    ),
    many: os.records.many.handler(
      longProcedure(session, (input: ManyInput, report) =>
        standing(session, input, (standpoint, journal) =>
          carryOutMany(session, journal, input, report, looked =>
            planMany(standpoint, journal, { ...input, looked }),
          ),
        ),
      ),
    ),
    remove: os.records.remove.handler(({ input }) =>
      acting(session, input, async standpoint =>
        planRemove(standpoint, await readStored(standpoint.reader, input.id), input.reason),
      ),
    ),
    close: os.records.close.handler(({ input }) =>
      acting(session, input, standpoint =>
        planOf(standpoint, {
          act: 'close',
          org: input.org,
          set: {
            ...(input.membersTo !== undefined && { membersTo: input.membersTo }),
            endPosts: input.endPosts ? 'yes' : 'no',
          },
        }),
      ),
    ),
    mergePeople: os.records.mergePeople.handler(({ input }) =>
      standing(session, input, async (standpoint, journal) => {
        const { by, dryRun, person, other, choose, set } = input
        const headsOf = readingJournal(session.readConnection()).absorber.headsOf
        const plan = await planMerge(standpoint, headsOf, { person, other, choose, set })
        const done = await carryOut(journal, plan, { by, dryRun, newId: session.newId })
        return { ...done, sentences: [...done.sentences], warnings: [...done.warnings] }
      }),
    ),
    unmergePeople: os.records.unmergePeople.handler(({ input }) =>
      acting(session, input, standpoint => planUnmerge(standpoint, input.person, input.reason)),
    ),
    reopen: os.records.reopen.handler(({ input }) =>
      acting(session, input, standpoint => planOf(standpoint, { act: 'reopen', org: input.org, set: {} })),
    ),
  }
}

const planOf = async (standpoint: Standpoint, asked: OrgActAsked) =>
  (await planOrgAct(standpoint, asked)).plan

type Act = {
  readonly by: string
  readonly dryRun: boolean
  readonly on?: string | undefined
  readonly decided?: string | undefined
  readonly document?: string | undefined
}

/** Ends work in slices when whoever asked for it has gone: what was begun is rolled back. */
export function stoppedBy(signal: AbortSignal | undefined): () => void {
  return () => {
    if (signal?.aborted) throw new Cancelled()
  }
}

/** What is planned for many is told while it is looked at, and while it is done; then with what became of each. */
export async function carryOutMany(
  session: Session,
  journal: Journal,
  { by, dryRun }: Pick<Act, 'by' | 'dryRun'>,
  report: Report,
  planning: (looked: (done: number, of: number) => Promise<void>) => Promise<PlannedMany>,
): Promise<DoneMany> {
  const planned = await planning((done, of) => report(looking, done, of))
  const { length: drafts } = planned.plan.drafts
  const written = (done: number) => report(dryRun ? looking : writing, done, drafts)
  const carrying = { by, dryRun, newId: session.newId, written }
  return toldMany(planned, await carryOut(journal, planned.plan, carrying))
}

/** What one act does to many, as it is answered. */
export function toldMany({ rows, stamp }: PlannedMany, done: CarriedOut): DoneMany {
  const wrong = rows.filter(row => row.problems.length > 0).length
  const same = rows.filter(row => row.isSame).length
  return {
    changeSet: done.changeSet,
    sentences: [...done.sentences],
    warnings: [...done.warnings],
    done: rows.length - wrong - same,
    same,
    wrong,
    stamp,
    rows: rows.map(row => ({
      ...row,
      sentences: [...row.sentences],
      warnings: [...row.warnings],
      problems: [...row.problems],
    })),
  }
}

/** One act: gathered and planned, then carried out as one change set, while nobody else writes. */
export function acting(session: Session, act: Act, plan: (standpoint: Standpoint) => Promise<Plan>) {
  return standing(session, act, async (standpoint, journal) => {
    const { by, dryRun } = act
    const done = await carryOut(journal, await plan(standpoint), { by, dryRun, newId: session.newId })
    return { ...done, sentences: [...done.sentences], warnings: [...done.warnings] }
  })
}

/** Work of whoever acts here, while nobody else writes. */
export function standing<T>(
  session: Session,
  act: Act,
  work: (standpoint: Standpoint, journal: Journal) => Promise<T>,
): Promise<T> {
  return inTurn(session, async () => {
    const { journal } = session.writing()
    return work(await standpointOf(session, session.reader(), act), journal)
  })
}

/** Who acts, and from where he looks: `reader` sees what the act may build on. */
export async function standpointOf(
  session: Session,
  reader: Reader,
  { on, decided, document }: Pick<Act, 'on' | 'decided' | 'document'>,
): Promise<Standpoint> {
  const above = await reader
    .selectFrom('peer')
    .where('direction', '=', 'up')
    .select('replica')
    .executeTakeFirst()
  return {
    reader,
    office: session.office(),
    hasParentOffice: above !== undefined,
    today: today(session.clock),
    on: on !== undefined && isDay(on) ? on : undefined,
    decided,
    document,
  }
}

export type FieldInfo = z.infer<typeof fieldInfoSchema>

export function fieldsOf(form: Pick<Form, 'fields'> | undefined): FieldInfo[] {
  return Object.entries(form?.fields ?? {}).map(([field, one]) => ({
    field,
    words: one.words,
    type: one.type,
    required: one.required,
    fixed: one.fixed,
    masked: one.mask !== undefined,
    most: one.most,
    to: one.input.as === 'ref' ? one.input.to : null,
    options: one.input.as === 'select' ? one.input.options.map(([value, words]) => ({ value, words })) : [],
  }))
}
