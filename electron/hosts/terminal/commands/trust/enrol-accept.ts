import { z } from 'zod'
import { plural } from '#db/shared/plural.ts'
import { doneLines } from '../../answers/done-lines.ts'
import { keyLines } from '../../answers/key-lines.ts'
import { command } from '../../command.ts'
import { dryRunFlag, fileFlag } from '../../flag.ts'
import { givenFile } from '../../given/given-file.ts'

export const enrolAccept = command({
  name: 'enrol accept',
  summary: { zh: '打开批准文件，加入上级的台账', en: 'open the approval and join' },
  examples: ['enrol accept 批准-白石龙社区.llb'],
  input: z.object({
    file: z.string().min(1),
    expect: z.string().min(1).optional(),
    dryRun: z.boolean().default(false),
  }),
  flags: {
    file: fileFlag,
    expect: {
      flags: '--expect <FINGERPRINT>',
      text: {
        zh: '电话里核对过的区级的核对数字',
        en: "the district's digits to compare, as told by telephone",
      },
    },
    dryRun: dryRunFlag,
  },
  run: async ({ client, signal, by, lang, finish, pathOf }, { file, ...input }) => {
    const approval = await givenFile(pathOf(file))
    const joined = await finish(client.packets.enrolAccept({ ...input, by, file: approval }, { signal }))
    const isZh = lang === 'zh'
    return {
      json: joined,
      lines: [
        isZh
          ? `${joined.orgName}，上级 ${joined.parent}，并入 ${joined.changes} 条变更。`
          : `${joined.orgName}, below ${joined.parent}: ${plural(joined.changes, 'change')} taken in.`,
        ...keyLines(joined, lang, 'district'),
        ...joined.warnings.map(warning => warning[lang]),
        ...(input.dryRun ? doneLines({ changeSet: null, isDryRun: true }, lang) : []),
      ],
    }
  },
})
