import { readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import { onDisk } from '#db/files/storage-refusal.ts'
import { formRosters } from '#db/forms/form-rosters.ts'
import { openForm } from '#db/forms/open-form.ts'
import type { Known } from '#db/forms/proposing/known.ts'
import { labelKey } from '#db/forms/proposing/labels.ts'
import { propose } from '#db/forms/proposing/propose.ts'
import { valuesReader } from '#db/records/columns.ts'
import { readMarks } from '#db/records/ledger/blank-form.ts'
import { work } from '#db/records/ledger/work.ts'
import { workType } from '#db/records/ledger/work-type.ts'
import type { Field } from '#db/records/types/field.ts'
import { readMeasures } from '#db/registry/acts/measures.ts'
import { isGivenBack } from '#db/registry/given-back.ts'
import type { Asking } from '#db/reports/ask.ts'
import { officesBelow } from '#db/reports/figures.ts'
import { readFormFigures } from '#db/reports/type-figures.ts'
import { labelsOf } from '#db/rosters/roster-kinds.ts'
import { addMonths, addYears, type IsoDay } from '#db/shared/day.ts'
import { Refusal } from '#db/shared/refusal.ts'
import type { Text } from '#db/shared/text.ts'
import type { Reader } from '#db/sqlite/tables.ts'
import type { Task } from '#db/sqlite/task.ts'
import { statisticsFigures } from '#db/summaries/statistics.ts'
import { summaryKeys } from '#db/summaries/template.ts'
import { type Asked, askedPlaces } from './asked-places.ts'
import { type AskedThing, type Burden, type FormUsed, type OtherAsker, weigh } from './weigh.ts'

export type BurdenInput = Asking & {
  /** The forms that are kept, each with the file that lies here. */
  readonly forms: readonly {
    readonly id: string
    readonly file: { readonly name: string; readonly path: string } | undefined
  }[]
}

const looking: Text = { zh: '正在看每张空白表要了什么', en: 'Reading what each form asks for' }

/** Within a quarter nearly every form is due once. */
const monthsToFill = 3

/** What all forms, task books, the summary and the tables ask for: see `weigh`. Files that cannot be read are told so. */
export const burdenTask: Task<BurdenInput, never, Burden> = async (input, tools) => {
  const reader = tools.reader()
  const kept = await keptForms(reader)
  const uses = await usesOf(reader, input.today)
  const known: Known = {
    rosters: formRosters,
    figures: (await readFormFigures(reader)).map(({ key, name, ofType }) => ({
      key,
      name: name.zh,
      ofType,
    })),
    units: await officesBelow(reader, input),
    year: input.year,
  }
  const weighed = []
  for (const [done, { id, file }] of input.forms.entries()) {
    await tools.report(looking, done, input.forms.length)
    const form = kept.get(id)
    if (form === undefined) continue
    const { marks, ...said } = form
    const asks = file === undefined || said.ended ? undefined : await asksOf(file, marks, known)
    weighed.push({ ...said, asks, uses: uses.get(id) ?? [] })
  }
  const nameOf = await namer(reader)
  const burden = weigh(weighed, await otherAskers(reader, input), {
    nameOf,
    yearAgo: addYears(input.today, -1),
    monthsAgo: addMonths(input.today, -monthsToFill),
  })
  return { ...burden, typed: [...burden.typed, ...(await doubledFields(reader))] }
}

async function asksOf(
  file: { readonly name: string; readonly path: string },
  marks: string | null,
  known: Known,
): Promise<readonly Asked[] | undefined> {
  try {
    const { parts } = await openForm(file.name, await onDisk(file.name)(readFile(file.path)))
    return askedPlaces(parts, readMarks(marks ?? '{}') ?? {}, propose(parts, known))
  } catch (error) {
    // One damaged form must not hide all others.
    if (error instanceof Refusal) return undefined
    throw error
  }
}

async function keptForms(reader: Reader) {
  const rows = await reader
    .selectFrom('blank_form')
    .select(['id', 'name', 'asked_by', 'used_by', 'times', 'ended', 'marks'])
    .select(eb =>
      eb
        .selectFrom('change')
        .innerJoin('origin', 'origin.no', 'change.origin')
        .innerJoin('writer', 'writer.no', 'change.writer')
        .whereRef('change.thing', '=', 'blank_form.id')
        .where(({ not }) => not(isGivenBack('change', 'writer')))
        .select(sql<string | null>`min(origin.at)`.as('at'))
        .as('came'),
    )
    .execute()
  return new Map(
    rows.map(one => [
      one.id,
      {
        ...{ id: one.id, name: one.name, askedBy: one.asked_by, usedBy: one.used_by, marks: one.marks },
        ...{ times: one.times ?? 1, ended: one.ended !== null, since: (one.came ?? '').slice(0, 10) },
      },
    ]),
  )
}

async function usesOf(reader: Reader, today: IsoDay): Promise<ReadonlyMap<string, readonly FormUsed[]>> {
  const rows = await reader
    .selectFrom('form_use')
    .innerJoin('org', 'org.id', 'form_use.org')
    .where('form_use.filled_on', '<=', today)
    .select(['form_use.form', 'form_use.org', 'form_use.filled_on', 'form_use.writer'])
    .select(eb => eb.fn.coalesce('org.short_name', 'org.name').as('orgName'))
    .execute()
  const uses = Map.groupBy(rows, ({ form }) => form)
  return new Map(
    [...uses].map(([form, own]) => [
      form,
      own.map(({ org, orgName, filled_on: on, writer }) => ({ org, orgName, on, writer })),
    ]),
  )
}

/** Task books of the year by whoever issued them, the yearly summary, and the statistical tables. */
async function otherAskers(reader: Reader, { year }: Asking): Promise<readonly OtherAsker[]> {
  const measures = await readMeasures(reader)
  const tasks = await reader
    .selectFrom('task')
    .innerJoin('org', 'org.id', 'task.org')
    .where('task.year', '=', year)
    .select(['task.org', 'task.measure'])
    .select(eb => eb.fn.coalesce('org.short_name', 'org.name').as('issuer'))
    .execute()
  const books = [...Map.groupBy(tasks, ({ org }) => org)].map(([org, own]): OtherAsker => {
    const issuer = own[0]?.issuer ?? ''
    const keys = own.flatMap(({ measure }) => {
      const found = measures.find(measure)
      return found?.by === 'figure' ? [`figure:${found.key}`] : []
    })
    const name = { zh: `${issuer} ${year} 年任务书`, en: `Task book of ${issuer}, ${year}` }
    return { id: `tasks ${org}`, kind: 'tasks', name, things: [...new Set(keys)] }
  })
  const figures = (keys: readonly string[]) => [...new Set(keys)].map(key => `figure:${key}`)
  return [
    ...books,
    {
      id: 'summary',
      kind: 'summary',
      name: { zh: '年度工作总结', en: 'Yearly summary' },
      things: figures(summaryKeys),
    },
    {
      id: 'tables',
      kind: 'tables',
      name: { zh: '团内统计表', en: 'Statistical tables' },
      things: figures(statisticsFigures),
    },
  ]
}

async function namer(reader: Reader): Promise<(thing: string) => Text> {
  const figures = new Map((await readFormFigures(reader)).map(({ key, name }) => [key, name]))
  const columns = new Map(
    formRosters.flatMap(kind =>
      Object.entries(labelsOf(kind)).map(([field, label]): [string, Text] => [
        `${kind.as}.${field}`,
        { zh: `${kind.form.title}的${label.zh}`, en: `${kind.as}: ${label.en}` },
      ]),
    ),
  )
  return thing =>
    (thing.startsWith('figure:') ? figures.get(thing.slice(7)) : columns.get(thing)) ?? {
      zh: thing,
      en: thing,
    }
}

/** Fields that a type of work was given though every record of work has them: typed twice in the same record. */
async function doubledFields(reader: Reader): Promise<readonly AskedThing[]> {
  const words = new Map<string, Text>()
  for (const [field, { words: said, headings = '' }] of Object.entries<
    Field & { readonly headings?: string }
  >(work.fields)) {
    if (field === 'own' || field === 'org') continue
    for (const one of [said.zh, ...headings.split(' ')]) words.set(labelKey(one), said)
  }
  const types = await reader.selectFrom('work_type').where('until', 'is', null).selectAll().execute()
  const read = valuesReader(workType)
  return types.map(read).flatMap(({ name, own }, at) =>
    Object.keys(own ?? {}).flatMap((field): AskedThing[] => {
      const held = words.get(labelKey(field))
      if (held === undefined) return []
      const type = { zh: `工作类型“${name}”`, en: `Type of work "${name}"` }
      return [
        {
          thing: `own:${field}`,
          name: { zh: field, en: field },
          askers: [{ id: types[at]?.id ?? name, kind: 'type', name: type, by: 'hand', at: null }],
          heldAs: { zh: `每条工作记录都有的“${held.zh}”`, en: `"${held.en}", which every work record has` },
        },
      ]
    }),
  )
}
