import { join } from 'node:path'
import { z } from 'zod'
import { shownSize } from '#db/records/types/files.ts'
import { plural } from '#db/shared/plural.ts'
import { refuse } from '#db/shared/refusal.ts'
import { openFolder, writeNewFile } from '../../../new-file.ts'
import { actAnswer, actFlags, actInput } from '../../answers/act-answer.ts'
import { table } from '../../answers/table.ts'
import { type Command, command } from '../../command.ts'
import type { Flag } from '../../flag.ts'
import { givenFile } from '../../given/given-file.ts'

const id = z.string().min(1)
const idFlag: Flag = { flags: '<ID>', text: { zh: '记录的编号', en: 'the id of the record' } }

const attach = command({
  name: 'record attach',
  summary: { zh: '给一条记录添加附件', en: 'attach a file to a record' },
  examples: ['record attach person 0199-… 照片.jpg', 'record attach meeting 0199-… 会议记录.pdf --dry-run'],
  input: z.object({ kind: z.string().min(1), id, file: z.string().min(1), ...actInput }),
  flags: {
    kind: {
      flags: '<KIND>',
      text: { zh: '哪种记录，见 record kinds', en: 'the kind of record, see record kinds' },
    },
    id: idFlag,
    file: { flags: '<FILE>', text: { zh: '要添加的文件', en: 'the file to attach' } },
    ...actFlags,
  },
  run: async ({ client, signal, by, lang, ask, finish, pathOf }, { kind, file, ...input }) => {
    const shown = await ask(client.records.show({ id: input.id }, { signal }))
    if (shown.kind !== kind)
      refuse(
        'record-other-kind',
        `编号为“${input.id}”的记录不是“${kind}”，是“${shown.kind}”。请核对编号。`,
        `The record "${input.id}" is no ${kind} but a ${shown.kind}. Check its id.`,
        { record: input.id, kind: shown.kind },
      )
    const kinds = await ask(client.records.kinds({}, { signal }))
    const field = kinds.find(one => one.kind === kind)?.fields.find(one => one.type === 'files')?.field
    if (field === undefined)
      refuse(
        'kind-without-files',
        `“${shown.title}”这种记录不能添加附件。可以添加附件的，有“files”这一项。`,
        `A record such as "${shown.title}" takes no files. Those that do have a field "files".`,
        { kind },
      )
    const put = await finish(client.attachments.put({ file: await givenFile(pathOf(file)) }, { signal }))
    const before = shown.fields[field]
    const items = [...(Array.isArray(before) ? before : []), put.item]
    const set = { [field]: items.join('\n') }
    const done = await ask(client.records.edit({ ...input, set, seen: shown.seen, by }, { signal }))
    const told = actAnswer(done, input.dryRun, lang)
    return { ...told, json: { ...done, file: { ...put } } }
  },
})

const files = command({
  name: 'record files',
  summary: { zh: '一条记录有哪些附件，存到文件夹', en: 'the files of a record; saves them into a folder' },
  examples: ['record files 0199-…', 'record files 0199-… --out 附件'],
  input: z.object({ id, out: z.string().min(1).optional() }),
  flags: {
    id: idFlag,
    out: {
      flags: '--out <DIR>',
      text: {
        zh: '存到哪个文件夹（不覆盖已有的文件）',
        en: 'the folder to save them into; nothing is replaced',
      },
    },
  },
  run: async ({ client, signal, lang, ask, pathOf }, { id: record, out }) => {
    const found = await ask(client.attachments.ofRecord({ id: record }, { signal }))
    const folder = out === undefined ? undefined : pathOf(out)
    const rows: ((typeof found)[number] & { saved: string | null })[] = []
    if (folder !== undefined) await openFolder(folder)
    const taken = new Set<string>()
    for (const one of found) {
      if (folder === undefined || !one.isHere) {
        rows.push({ ...one, saved: null })
        continue
      }
      const content = await ask(client.attachments.file({ sha256: one.sha256, name: one.name }, { signal }))
      // Two files of one record may have one name.
      const name = taken.has(content.name) ? `${one.sha256.slice(0, 8)} ${content.name}` : content.name
      taken.add(name)
      const path = join(folder, name)
      await writeNewFile(path, content, signal)
      rows.push({ ...one, saved: path })
    }
    const isZh = lang === 'zh'
    const state = (one: (typeof rows)[number]) =>
      one.saved ??
      (one.isHere
        ? ''
        : one.isLost
          ? isZh
            ? '附件丢失：请再添加一次'
            : 'lost: attach it once more'
          : isZh
            ? '附件未到'
            : 'has not come yet')
    return {
      json: rows,
      lines: [
        isZh ? `共 ${rows.length} 个附件` : plural(rows.length, 'file'),
        ...table(
          [
            { head: isZh ? '附件' : 'file' },
            { head: isZh ? '大小' : 'size' },
            { head: isZh ? '情况' : 'where' },
          ],
          rows.map(one => [one.name, shownSize(one.bytes), state(one)]),
        ),
      ],
    }
  },
})

/** Files attached to records. */
export const fileCommands: readonly Command[] = [attach, files]
