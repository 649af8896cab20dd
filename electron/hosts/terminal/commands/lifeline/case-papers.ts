import { basename } from 'node:path'
import { z } from 'zod'
import { daySchema } from '#contract/vocabulary.ts'
import { plural } from '#db/shared/plural.ts'
import { refuseUnusable, writeNewFile } from '../../../new-file.ts'
import { doneLines } from '../../answers/done-lines.ts'
import { type Command, command } from '../../command.ts'
import { asOfFlag, dryRunFlag, type Flag, fileFlag, orgFlag } from '../../flag.ts'
import { givenFile } from '../../given/given-file.ts'

const newFileFlag = (ending: string): Flag => ({
  flags: '<FILE>',
  text: { zh: `新文件：${ending}`, en: `the new file: ${ending}` },
})
const wanted = {
  org: z.string().min(1).optional(),
  asOf: daySchema.optional(),
}

const ledger = command({
  name: 'case ledger',
  summary: { zh: '把整治台账写成 Excel 文件', en: 'write the ledger of cases as an Excel file' },
  examples: ['case ledger 整治台账.xlsx', 'case ledger 民治.xlsx --org 民治街道 --as-of 2018-12-31'],
  input: z.object({ file: z.string().min(1), ...wanted }),
  flags: { file: newFileFlag('.xlsx'), org: orgFlag, asOf: asOfFlag },
  run: async ({ client, signal, lang, ask, pathOf }, { file, ...input }) => {
    const path = pathOf(file)
    await refuseUnusable(path)
    const written = await ask(client.cases.ledger({ ...input, name: basename(path) }, { signal }))
    await writeNewFile(path, written.file, signal)
    const n = written.rows
    return {
      json: { file: path, rows: n },
      lines: [lang === 'zh' ? `已写入 ${path}，共 ${n} 条。` : `Wrote ${plural(n, 'case')} to ${path}.`],
    }
  },
})

const takeLedger = command({
  name: 'case import',
  summary: {
    zh: '导入填写过的整治台账：新的台账、改动和进展',
    en: 'import a filled-in ledger: new cases, changes and progress',
  },
  examples: ['case import 整治台账.xlsx --dry-run', 'case import 整治台账.xlsx'],
  input: z.object({ file: z.string().min(1), dryRun: z.boolean().default(false) }),
  flags: { file: fileFlag, dryRun: dryRunFlag },
  run: async ({ client, signal, lang, by, ask, pathOf }, { file, dryRun }) => {
    const given = await givenFile(pathOf(file))
    const taken = await ask(client.cases.takeLedger({ file: given, by, dryRun }, { signal }))
    const { unchanged, rejected } = taken
    return {
      json: taken,
      lines: [
        ...taken.sentences.map(one => one[lang]),
        ...taken.warnings.map(one => one[lang]),
        ...taken.problems.map(one => one.message[lang]),
        lang === 'zh'
          ? `没有改动 ${unchanged} 行，没有导入 ${rejected} 行。`
          : `${plural(unchanged, 'row says', 'rows say')} nothing new, ${plural(rejected, 'was', 'were')} left out.`,
        ...doneLines({ changeSet: taken.changeSet, isDryRun: dryRun }, lang),
      ],
    }
  },
})

const letters = command({
  name: 'case letters',
  summary: { zh: '给逾期未完成整改的组织写催办函', en: 'letters to organizations whose case is overdue' },
  examples: ['case letters 催办函.docx --as-of 2019-03-31'],
  input: z.object({ file: z.string().min(1), ...wanted }),
  flags: { file: newFileFlag('.docx'), org: orgFlag, asOf: asOfFlag },
  run: async ({ client, signal, lang, ask, pathOf }, { file, ...input }) => {
    const path = pathOf(file)
    await refuseUnusable(path)
    const written = await ask(client.cases.letters({ ...input, name: basename(path) }, { signal }))
    await writeNewFile(path, written.file, signal)
    const n = written.letters
    return {
      json: { file: path, letters: n },
      lines: [lang === 'zh' ? `已写入 ${path}，共 ${n} 封。` : `Wrote ${plural(n, 'letter')} to ${path}.`],
    }
  },
})

const correction = command({
  name: 'case correction',
  summary: {
    zh: '把更正申请写成申请表，签章用',
    en: 'the correction that was asked for as a form to be signed',
  },
  examples: ['case correction 白石龙第一 更正申请表.docx'],
  input: z.object({ id: z.string().min(1), file: z.string().min(1), asOf: daySchema.optional() }),
  flags: {
    id: { flags: '<ID>', text: { zh: '台账编号，或者组织', en: 'the case, or an organization' } },
    file: newFileFlag('.docx'),
    asOf: asOfFlag,
  },
  run: async ({ client, signal, lang, ask, pathOf }, { file, ...input }) => {
    const path = pathOf(file)
    await refuseUnusable(path)
    const asked = { ...input, name: basename(path) }
    const { isAnswered, file: form } = await ask(client.cases.correction(asked, { signal }))
    await writeNewFile(path, form, signal)
    return {
      json: { file: path, isAnswered },
      lines: [lang === 'zh' ? `已写入 ${path}。` : `Wrote ${path}.`],
    }
  },
})

/** The ledger of all cases as a sheet, out and in, and what is written to and by those that it names. */
export const casePaperCommands: readonly Command[] = [ledger, takeLedger, letters, correction]
