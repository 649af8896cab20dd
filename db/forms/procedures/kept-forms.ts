import { readFile } from 'node:fs/promises'
import type { z } from 'zod'
import type { formSchema } from '#contract/reports/forms.ts'
import { pathOfFile } from '#db/attachments/file-store.ts'
import { hereAmong } from '#db/attachments/named-files.ts'
import { onDisk } from '#db/files/storage-refusal.ts'
import type { GivenForm } from '#db/forms/form-tasks.ts'
import { readPlaces } from '#db/forms/marks.ts'
import { type Marks, readMarks } from '#db/records/ledger/blank-form.ts'
import { fileIn, type NamedFile } from '#db/records/types/files.ts'
import { fromAboveFirst } from '#db/registry/subtree.ts'
import type { Session } from '#db/session.ts'
import { refuse } from '#db/shared/refusal.ts'

/** A form that is kept, as it is listed. */
export type Known = z.infer<typeof formSchema>

/** The kept forms, each with its file where that lies here. */
export async function filesOfForms(session: Session): Promise<{ id: string; file: NamedFile | undefined }[]> {
  return (await rowsOfForms(session)).map(({ row, file, isHere }) => ({
    id: row.id,
    file: isHere ? file : undefined,
  }))
}

/** Those of this office and of those above it come first: offices below may have made any number. */
async function rowsOfForms(session: Session) {
  const all = await session
    .reader()
    .selectFrom('blank_form')
    .innerJoin('org', 'org.id', 'blank_form.org')
    .select([
      'blank_form.id',
      'blank_form.org',
      'blank_form.name',
      'blank_form.asked_by',
      'blank_form.files',
      'blank_form.marks',
      'blank_form.used_by',
      'blank_form.ended',
    ])
    .select(['org.name as office', 'org.short_name'])
    .orderBy('blank_form.no', 'desc')
    .execute()
  const { held, others } = await fromAboveFirst(session.reader(), all)
  const rows = [...held, ...others].slice(0, mostForms)
  const named = rows.map(row => ({ row, file: firstFile(row.files) }))
  const here = hereAmong(
    session.readConnection(),
    named.flatMap(({ file }) => file?.sha256 ?? []),
  )
  return named.map(({ row, file }, at) => ({
    ...{ row, file, isHeld: at < held.length },
    isHere: file !== undefined && here.has(file.sha256),
  }))
}

const mostForms = 500

/** All forms that are kept. */
export async function listed(session: Session): Promise<Known[]> {
  return (await rowsOfForms(session)).map(knownIn)
}

function knownIn({ row, file, isHere }: Awaited<ReturnType<typeof rowsOfForms>>[number]): Known {
  return {
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
  }
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

/** A kept form, by its id or by its name where only one has it; of this office and those above it rather than of one below. */
export async function formOf(session: Session, ref: string) {
  const all = await rowsOfForms(session)
  const found = all.find(({ row }) => row.id === ref)
  const called = found === undefined ? all.filter(({ row }) => row.name === ref) : [found]
  const held = called.filter(({ isHeld }) => isHeld)
  const named = (held.length > 0 ? held : called).map(knownIn)
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

/** The blank form itself, as its office sent it. */
export async function contentOf(session: Session, { id, name }: Known): Promise<GivenForm> {
  const { file } = await formOf(session, id)
  return file === undefined ? formMissing(name) : contentOfFile(session, file, name)
}

/** What lies under a file's hash. */
export async function contentOfFile(
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
