import { z } from 'zod'
import { plural } from '#db/shared/plural.ts'
import { refuseUnusable, writeNewFile } from '../../../new-file.ts'
import { doneLines } from '../../answers/done-lines.ts'
import { keyLines } from '../../answers/key-lines.ts'
import { command } from '../../command.ts'
import { dryRunFlag, fileFlag, outFlag } from '../../flag.ts'
import { givenFile } from '../../given/given-file.ts'

export const enrolApprove = command({
  name: 'enrol approve',
  summary: { zh: '批准一份申请', en: 'approve a request' },
  examples: ['enrol approve 入网申请-白石龙社区.json --org 白石龙社区 --out 批准-白石龙社区.llb'],
  input: z.object({
    file: z.string().min(1),
    org: z.string().min(1),
    out: z.string().min(1),
    dryRun: z.boolean().default(false),
  }),
  flags: {
    file: fileFlag,
    org: {
      flags: '--org <C>',
      text: { zh: '批准为哪个组织', en: 'the organization it is approved as' },
      isNeeded: true,
    },
    out: outFlag,
    dryRun: dryRunFlag,
  },
  run: async ({ client, signal, by, lang, finish, pathOf }, { file, out, ...input }) => {
    const path = pathOf(out)
    await refuseUnusable(path)
    const request = await givenFile(pathOf(file))
    const approval = await finish(client.packets.enrolApprove({ ...input, by, file: request }, { signal }))
    if (!input.dryRun) await writeNewFile(path, approval.file, signal)
    const isZh = lang === 'zh'
    return {
      json: { ...approval, file: path },
      lines: [
        ...keyLines(approval, lang),
        ...(input.dryRun
          ? doneLines({ changeSet: null, isDryRun: true }, lang)
          : [
              isZh
                ? `批准文件已写入 ${path}，内有 ${approval.changes} 条变更，请交给对方。`
                : `The approval with ${plural(approval.changes, 'change')} is in ${path}: hand it over.`,
            ]),
      ],
    }
  },
})
