import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { z } from 'zod'
import { plural } from '#db/shared/plural.ts'
import { refuse } from '#db/shared/refusal.ts'
import { refuseUnusable, writeNewFile } from '../../../new-file.ts'
import { type Command, type Context, command } from '../../command.ts'
import { everyone, everyoneFlag, orgFlag, personFlag } from '../../flag.ts'
import { givenFile } from '../../given/given-file.ts'
import { peopleLines } from './form.ts'

/** A blank form that lies in a file, filled in one command: it is kept the first time, and known by its content after that. */
const fillAtOnce = command({
  name: 'report form',
  summary: {
    zh: '填写一张空白表；标记会保存，下次直接填',
    en: 'fill in a blank form; its marks are kept for the next time',
  },
  examples: [
    'report form 季报.xlsx --year 2018 --out 季报_2018.xlsx',
    'report form 季报.xlsx --year 2018 --out 季报_2018.xlsx --map {"s1!C4":"figure:members"}',
  ],
  input: z.object({
    file: z.string().min(1),
    year: z.coerce.number().int().min(1950).max(2199),
    org: z.string().min(1).optional(),
    person: z.array(z.string().min(1)).optional(),
    everyone: z.enum(everyone).optional(),
    out: z.string().min(1),
    map: z.string().min(1).optional(),
  }),
  flags: {
    file: { flags: '<FILE>', text: { zh: '空白表', en: 'the blank form' } },
    year: { flags: '--year <Y>', text: { zh: '填哪一年', en: 'for which year' }, isNeeded: true },
    org: orgFlag,
    person: personFlag,
    everyone: everyoneFlag,
    out: { flags: '--out <FILE>', text: { zh: '存成哪个文件', en: 'the file to write' }, isNeeded: true },
    map: {
      flags: '--map <JSON>',
      text: {
        zh: '哪里填什么，一段 JSON 或一个 .json 文件；能填什么，见 form choices',
        en: 'what belongs where: JSON, or a .json file. See form choices',
      },
    },
  },
  run: async (context, { file, out, map, person: people, ...input }) => {
    const { client, signal, by, lang, ask, finish, pathOf } = context
    const path = pathOf(out)
    await refuseUnusable(path)
    const set = map === undefined ? undefined : await placesIn(map, pathOf)
    const id = await keptForm(context, pathOf(file))
    if (set !== undefined) await ask(client.forms.map({ id, set, by }, { signal }))
    const done = await finish(client.forms.fill({ ...input, people, id, by }, { signal }))
    await writeNewFile(path, done.file, signal)
    return {
      json: { file: path, filled: done.places, rows: done.rows, left: done.left, without: done.without },
      lines: [
        lang === 'zh'
          ? `已填好：${path}（${done.places} 处，${done.rows} 行）`
          : `Filled: ${path} (${plural(done.places, 'place')}, ${plural(done.rows, 'row')})`,
        ...peopleLines(done, lang),
      ],
    }
  },
})

/** The form of this content as it was kept before, else it is kept now, with what is proposed for its places. */
async function keptForm({ client, signal, by, ask, finish }: Context, path: string): Promise<string> {
  const { item } = await finish(client.attachments.put({ file: await givenFile(path) }, { signal }))
  const content = /[0-9a-f]{64}/.exec(item)?.[0] ?? item
  const { forms } = await ask(client.forms.list({}, { signal }))
  for (const { id, file } of forms) {
    if (file !== basename(path)) continue
    const { fields } = await ask(client.records.show({ id }, { signal }))
    if (JSON.stringify(fields['files'] ?? '').includes(content)) return id
  }
  const { id } = await ask(client.forms.add({ item, by }, { signal }))
  return id
}

const placesSchema = z.record(z.string().min(1), z.string())

async function placesIn(said: string, pathOf: Context['pathOf']): Promise<Record<string, string>> {
  const isFile = (await stat(pathOf(said)).catch(() => undefined))?.isFile() === true
  try {
    return placesSchema.parse(JSON.parse(isFile ? await readFile(pathOf(said), 'utf8') : said))
  } catch {
    refuse(
      'map-unreadable',
      '--map 要写成 JSON，例如 {"s1!C4":"figure:members"}，也可以是这样一个 .json 文件。',
      '--map has to be JSON such as {"s1!C4":"figure:members"}, or the name of a file with it.',
      { map: said },
    )
  }
}

/** As cli.md has it, beside the commands that take a form step by step. */
export const formAtOnceCommands: readonly Command[] = [fillAtOnce]
