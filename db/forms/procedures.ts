import { readFile } from 'node:fs/promises'
import type { z } from 'zod'
import type { formSchema } from '#contract/reports/forms.ts'
import { orgKinds, tiers } from '#contract/vocabulary.ts'
import { pathOfFile } from '#db/attachments/file-store.ts'
import { hereAmong } from '#db/attachments/named-files.ts'
import { onDisk } from '#db/files/storage-refusal.ts'
import { carryOut } from '#db/plans/carry-out.ts'
import { type Implementing, inTurn, longProcedure } from '#db/procedure.ts'
import { type Marks, readMarks } from '#db/records/ledger/blank-form.ts'
import { secretaryTitle } from '#db/records/post.ts'
import { fileIn, type NamedFile } from '#db/records/types/files.ts'
import { planAdd } from '#db/registry/acts/plan-add.ts'
import { planEdit } from '#db/registry/acts/plan-edit.ts'
import { readStored } from '#db/registry/acts/stored.ts'
import { standpointOf } from '#db/registry/procedures/records.ts'
import { orgOrOwn } from '#db/registry/procedures/registry.ts'
import { readFigures } from '#db/reports/figures.ts'
import { labelsOf, rosterKinds } from '#db/rosters/roster-kinds.ts'
import type { Session } from '#db/session.ts'
import { canonical } from '#db/shared/canonical.ts'
import { today } from '#db/shared/clock.ts'
import type { IsoDay } from '#db/shared/day.ts'
import type { Report } from '#db/shared/long-work.ts'
import { refuse } from '#db/shared/refusal.ts'
import type { Text } from '#db/shared/text.ts'
import { registryFile } from '#db/sqlite/connection.ts'
import type { GivenForm } from './form-tasks.ts'
import { markOf, readPlaces, type Word, words } from './marks.ts'

/** Forms of offices above: kept with what belongs where, shown with it, and filled. */
export function formProcedures(os: Implementing, session: Session) {
  return {
    list: os.forms.list.handler(async () => ({ forms: await listed(session) })),
    choices: os.forms.choices.handler(async () => choices(session)),
    add: os.forms.add.handler(({ input }) => addForm(session, input)),
    show: os.forms.show.handler(async ({ input, signal }) => {
      const { known, marks } = await formOf(session, input.id)
      const form = await contentOf(session, known)
      const given = await fillingFor(session, input)
      const looked = await session.threads.run({
        request: {
          task: 'look-form',
          input: { ...given, form, marks, withValues: input.year !== undefined },
          file: registryFile(session.folder),
        },
        report: async () => signal?.throwIfAborted(),
        stopped: signal,
      })
      return {
        ...known,
        marks: { ...looked.marks },
        parts: looked.parts.map(part => ({
          ...part,
          cells: part.cells.map(cell => ({ ...cell, blanks: cell.blanks.map(one => ({ ...one })) })),
        })),
        values: looked.values.map(([at, value]): [string, string | number] => [at, value]),
        rows: looked.rows.map(row => ({
          ...row,
          first: row.first.map(([at, value]): [string, string | number | null] => [at, value]),
        })),
        unknown: [...looked.unknown],
      }
    }),
    map: os.forms.map.handler(({ input }) => map(session, input)),
    fill: os.forms.fill.handler(
      longProcedure(session, (input: FillAsked, report) => fill(session, input, report)),
    ),
  }
}

type Known = z.infer<typeof formSchema>

/** The kept forms, each with its file where that lies here. */
export async function filesOfForms(session: Session): Promise<{ id: string; file: NamedFile | undefined }[]> {
  return (await rowsOfForms(session)).map(({ row, file, isHere }) => ({
    id: row.id,
    file: isHere ? file : undefined,
  }))
}

async function rowsOfForms(session: Session) {
  const rows = await session
    .reader()
    .selectFrom('blank_form')
    .innerJoin('org', 'org.id', 'blank_form.org')
    .select([
      'blank_form.id',
      'blank_form.name',
      'blank_form.asked_by',
      'blank_form.files',
      'blank_form.marks',
      'blank_form.used_by',
      'blank_form.ended',
    ])
    .select(['org.name as office', 'org.short_name'])
    .orderBy('blank_form.no', 'desc')
    .limit(500)
    .execute()
  const named = rows.map(row => ({ row, file: firstFile(row.files) }))
  const here = hereAmong(
    session.readConnection(),
    named.flatMap(({ file }) => file?.sha256 ?? []),
  )
  return named.map(({ row, file }) => ({ row, file, isHere: file !== undefined && here.has(file.sha256) }))
}

async function listed(session: Session): Promise<Known[]> {
  return (await rowsOfForms(session)).map(({ row, file, isHere }) => ({
    id: row.id,
    name: row.name,
    askedBy: row.asked_by,
    org: row.short_name ?? row.office,
    file: file?.name ?? null,
    kind: file?.type === 'xlsx' || file?.type === 'docx' ? file.type : null,
    isHere,
    usedBy: row.used_by,
    ended: row.ended,
    places: placesIn(readMarks(row.marks ?? '{}') ?? {}),
  }))
}

function placesIn(marks: Marks): number {
  const { single, rows } = readPlaces(marks)
  return single.size + rows.reduce((sum, { columns }) => sum + columns.size, 0)
}

function firstFile(kept: string): NamedFile | undefined {
  const items: unknown = JSON.parse(kept)
  const [item] = Array.isArray(items) ? items : []
  return typeof item === 'string' ? fileIn(item) : undefined
}

/** A kept form, by its id or by its name where only one has it. */
async function formOf(session: Session, ref: string) {
  const all = await listed(session)
  const found = all.find(({ id }) => id === ref)
  const named = found === undefined ? all.filter(({ name }) => name === ref) : [found]
  const [known] = named
  if (known === undefined || named.length > 1)
    refuse(
      'form-unknown',
      named.length > 1
        ? `有 ${named.length} 张表都叫“${ref}”，请用编号。`
        : `没有“${ref}”这张空白表。请先把空白表加进来。`,
      named.length > 1
        ? `${named.length} forms are called "${ref}". Name it by its id.`
        : `There is no blank form "${ref}". Add its file first.`,
      { form: ref },
    )
  const row = await session
    .reader()
    .selectFrom('blank_form')
    .where('id', '=', known.id)
    .select(['marks', 'files'])
    .executeTakeFirstOrThrow()
  return { known, marks: readMarks(row.marks ?? '{}') ?? {}, file: firstFile(row.files) }
}

async function contentOf(session: Session, { id, name }: Known): Promise<GivenForm> {
  const { file } = await formOf(session, id)
  return file === undefined ? formMissing(name) : contentOfFile(session, file, name)
}

async function contentOfFile(
  session: Session,
  { sha256, name }: NamedFile,
  form: string,
): Promise<GivenForm> {
  if (!hereAmong(session.readConnection(), [sha256]).has(sha256)) formMissing(form)
  return { name, bytes: await onDisk(name)(readFile(pathOfFile(session.folder, sha256))) }
}

function formMissing(name: string): never {
  refuse(
    'form-missing',
    `“${name}”的文件还没有到本机。它会随上级的下一个数据包到来；也可以重新添加这张空白表。`,
    `The file of "${name}" has not come to this PC yet. It comes with the next packet of the office above; or add the blank form again.`,
    { form: name },
  )
}

type Asked = { readonly year?: number | undefined; readonly org?: string | undefined; readonly by: string }

async function fillingFor(session: Session, { year, org, by }: Asked) {
  const found = await orgOrOwn(session, org)
  const now = today(session.clock)
  return {
    root: found.id,
    year: year ?? Number(now.slice(0, 4)),
    today: now,
    office: {
      ...{ name: found.name, code: found.code, phone: found.phone },
      kind: orgKinds.find(one => one === found.kind) ?? null,
      tier: tiers.find(one => one === found.tier) ?? null,
      secretary: await secretaryOf(session, found.id, now),
    },
    writer: by,
  }
}

/** Of several the one who came last. */
async function secretaryOf(session: Session, org: string, on: IsoDay): Promise<string | null> {
  const found = await session
    .reader()
    .selectFrom('post')
    .innerJoin('person', 'person.id', 'post.person')
    .where('post.org', '=', org)
    .where('post.title', '=', secretaryTitle)
    .where(eb => eb.or([eb('post.since', 'is', null), eb('post.since', '<=', on)]))
    .where(eb => eb.or([eb('post.until', 'is', null), eb('post.until', '>', on)]))
    .select('person.name')
    .orderBy('post.since', 'desc')
    .limit(1)
    .executeTakeFirst()
  return found?.name ?? null
}

type Adding = {
  readonly item: string
  readonly name?: string | undefined
  readonly askedBy?: string | undefined
  readonly by: string
  readonly dryRun: boolean
}

/** Keeps a blank form whose file was attached, with what is proposed for its places. */
export async function addForm(session: Session, { item, name: called, askedBy, by, dryRun }: Adding) {
  const file = fileIn(item)
  if (file === undefined || (file.type !== 'xlsx' && file.type !== 'docx'))
    refuse(
      'form-not-office',
      '空白表要是 .xlsx 或 .docx。请用 Excel、Word 或 WPS 打开，另存为 .xlsx 或 .docx 再试。',
      'A blank form has to be .xlsx or .docx. Open it in Excel, Word or WPS, save it as one of these and try again.',
      {},
    )
  const name = called === undefined || called === '' ? file.name.replace(/\.[^.]*$/, '') : called
  const form = await contentOfFile(session, file, name)
  const earlier = (await listed(session)).find(
    one => editionName(one.name) === editionName(name) && one.isHere && one.kind === file.type,
  )
  const before =
    earlier === undefined
      ? undefined
      : { form: await contentOf(session, earlier), marks: (await formOf(session, earlier.id)).marks }
  const given = await fillingFor(session, { by })
  const looked = await session.threads.run({
    request: {
      task: 'look-form',
      input: { ...given, form, before, withValues: false },
      file: registryFile(session.folder),
    },
    report: async () => undefined,
  })
  const done = await acting(session, { by, dryRun }, standpoint =>
    planAdd(standpoint, 'blank_form', {
      org: session.office(),
      name,
      files: item,
      ...(askedBy !== undefined && askedBy !== '' && { asked_by: askedBy }),
      ...(Object.keys(looked.marks).length > 0 && { marks: canonical({ ...looked.marks }) }),
    }),
  )
  return { ...done, marks: { ...looked.marks } }
}

/** The same form of another year has another number in its name. */
function editionName(name: string): string {
  return name.normalize('NFKC').replace(/\d+|第?[一二三四]季度|\s/g, '')
}

type Mapping = {
  readonly id: string
  readonly set: Readonly<Record<string, string>>
  readonly by: string
  readonly dryRun: boolean
}

async function map(session: Session, { id, set, by, dryRun }: Mapping) {
  const { known, marks } = await formOf(session, id)
  await refuseUnknown(session, set, { ...marks, ...set })
  const next: Record<string, string> = { ...marks }
  for (const [at, said] of Object.entries(set))
    if (said.trim() === '') delete next[at]
    else next[at] = said.trim()
  const done = await acting(session, { by, dryRun }, async standpoint => {
    const stored = await readStored(standpoint.reader, known.id)
    return planEdit(
      standpoint,
      session.writing().journal,
      stored,
      { marks: Object.keys(next).length === 0 ? '' : canonical({ ...next }) },
      undefined,
    )
  })
  return { ...done, marks: next }
}

/** Refuses a word for a place that nothing is known by, and names those that there are. */
async function refuseUnknown(
  session: Session,
  set: Readonly<Record<string, string>>,
  all: Readonly<Record<string, string>>,
) {
  const { figures, rosters } = await choices(session)
  const keys = new Set(figures.map(({ word }) => word))
  const kinds = new Map(rosters.map(({ word, columns }) => [word, new Set(columns.map(one => one.word))]))
  for (const [at, said] of Object.entries(set)) {
    if (said.trim() === '') continue
    const isRows = /^[a-z]+\d+!\d+:\d+$/.test(at)
    const [, part, from, to] = /^([a-z]+\d+)!([A-Z]+\d+):([A-Z]+\d+)$/.exec(at) ?? []
    const rows =
      part === undefined ? undefined : all[`${part}!${from?.replace(/\D/g, '')}:${to?.replace(/\D/g, '')}`]
    const columns = kinds.get(rows?.split(':')[0] ?? '')
    const isFigure = (word: string) => {
      const mark = markOf(word)
      return (mark?.is === 'figure' || mark?.is === 'unit') && keys.has(`figure:${mark.key}`)
    }
    const isKnown = isRows
      ? kinds.has(said.split(':')[0] ?? '')
      : part !== undefined
        ? said === '#' ||
          said.startsWith('text:') ||
          columns?.has(said) === true ||
          (rows === 'units' && isFigure(said))
        : markOf(said)?.is === 'word' || markOf(said)?.is === 'text' || isFigure(said)
    if (isKnown) continue
    const offered = isRows
      ? [...kinds.keys()]
      : part !== undefined
        ? ['#', ...(columns ?? [])]
        : [...words, 'figure:…', 'text:…']
    refuse(
      'mark-unknown',
      `“${at}”这一处填不了“${said}”。可以填：${offered.slice(0, 40).join('、')}。`,
      `"${said}" is nothing that ${at} can be filled with. It can be: ${offered.slice(0, 40).join(', ')}.`,
      { at, said },
    )
  }
}

type FillAsked = Asked & { readonly id: string; readonly year: number }

async function fill(session: Session, asked: FillAsked, report: Report) {
  const { known, marks } = await formOf(session, asked.id)
  const form = await contentOf(session, known)
  const given = await fillingFor(session, asked)
  const parts: Uint8Array<ArrayBuffer>[] = []
  const { places, rows, left } = await session.threads.run({
    request: { task: 'fill-form', input: { ...given, form, marks }, file: registryFile(session.folder) },
    report,
    stopped: report.stopped,
    onChunk: async chunk => {
      parts.push(new Uint8Array(chunk))
    },
  })
  await noteUse(session, { form: known, asked, filled: places, left: left.length })
  const [, stem = form.name, ending = ''] = /^(.*)(\.[^.]+)$/.exec(form.name) ?? []
  const name = `${stem}_${given.office.name.slice(0, 30)}_${asked.year}${ending}`.replace(
    /[\\/:*?"<>|\s]/g,
    '_',
  )
  return { file: new File(parts, name), places, rows, left: [...left] }
}

type Use = {
  readonly form: Known
  readonly asked: FillAsked
  readonly filled: number
  /** Marked places for which nothing was known. */
  readonly left: number
}

/** Writes down that this office filled the form, once a day for each year: whoever asks for it sees that it lives. */
async function noteUse(session: Session, { form, asked, filled, left }: Use) {
  const org = session.office()
  const on = today(session.clock)
  await inTurn(session, async () => {
    const known = await session
      .reader()
      .selectFrom('form_use')
      .where('form', '=', form.id)
      .where('org', '=', org)
      .where('year', '=', asked.year)
      .where('filled_on', '=', on)
      .select('id')
      .executeTakeFirst()
    if (known !== undefined) return
    const plan = await planAdd(await standpointOf(session, session.reader(), {}), 'form_use', {
      ...{ org, form: form.id, name: form.name, year: String(asked.year), filled_on: on },
      ...{ filled: String(filled), left_blank: String(left) },
      ...(asked.by !== '' && { writer: asked.by }),
    })
    await carryOut(session.writing().journal, plan, { by: asked.by, dryRun: false, newId: session.newId })
  })
}

async function acting(
  session: Session,
  { by, dryRun }: { readonly by: string; readonly dryRun: boolean },
  plan: (standpoint: Awaited<ReturnType<typeof standpointOf>>) => ReturnType<typeof planAdd>,
) {
  return inTurn(session, async () => {
    const { journal } = session.writing()
    const planned = await plan(await standpointOf(session, session.reader(), {}))
    const done = await carryOut(journal, planned, { by, dryRun, newId: session.newId })
    return { ...done, sentences: [...done.sentences], warnings: [...done.warnings] }
  })
}

const wordNames: Readonly<Record<Word, Text>> = {
  office: { zh: '单位全称', en: 'name of the office' },
  'office-code': { zh: '组织ID', en: 'code of the office' },
  'office-kind': { zh: '组织类型', en: 'kind of the office' },
  'office-tier': { zh: '层级', en: 'tier of the office' },
  'office-phone': { zh: '单位联系电话', en: 'telephone of the office' },
  secretary: { zh: '书记姓名', en: 'its secretary' },
  year: { zh: '年度', en: 'year' },
  'last-year': { zh: '上一年度', en: 'year before' },
  'next-year': { zh: '下一年度', en: 'year after' },
  day: { zh: '填报日期', en: 'day' },
  'day-year': { zh: '填报日期的年', en: 'year of the day' },
  'day-month': { zh: '填报日期的月', en: 'month of the day' },
  'day-date': { zh: '填报日期的日', en: 'date of the day' },
  writer: { zh: '填报人', en: 'who fills it in' },
}

async function choices(session: Session) {
  const figures = (await readFigures(session.reader())).map(({ key, name }) => ({
    word: `figure:${key}`,
    name,
  }))
  return {
    words: words.map(word => ({ word, name: wordNames[word] })),
    figures,
    rosters: [
      {
        word: 'units',
        name: { zh: '直属下级单位（一行一个）', en: 'offices directly below, one a row' },
        columns: [
          { word: 'name', name: { zh: '单位名称', en: 'name' } },
          { word: 'code', name: { zh: '组织ID', en: 'code' } },
          ...figures,
        ],
      },
      ...rosterKinds.map(kind => {
        const labels = labelsOf(kind)
        return {
          word: kind.as,
          name: { zh: kind.form.title, en: kind.as },
          columns: kind.form.fields.map(({ field, header }) => ({
            word: field,
            name: labels[field] ?? { zh: header, en: field },
          })),
        }
      }),
    ],
  }
}
