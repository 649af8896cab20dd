import { z } from 'zod'
import { refuseUnusable, writeNewFile } from '../../../new-file.ts'
import { keyLines } from '../../answers/key-lines.ts'
import { command } from '../../command.ts'
import { outFlag } from '../../flag.ts'

export const enrolRequest = command({
  name: 'enrol request',
  summary: { zh: '申请加入上级的台账', en: 'ask to join the registry of the office above' },
  examples: ['enrol request --name 白石龙社区团支部 --out 申请.llr'],
  input: z.object({ name: z.string().trim().min(1), out: z.string().min(1) }),
  flags: {
    name: {
      flags: '--name <N>',
      text: { zh: '自称是哪个组织', en: 'the organization you say you are' },
      isNeeded: true,
    },
    out: outFlag,
  },
  run: async ({ client, signal, lang, pathOf }, { name, out }) => {
    const path = pathOf(out)
    await refuseUnusable(path)
    const request = await client.packets.enrolRequest({ name }, { signal })
    await writeNewFile(path, request.file, signal)
    return {
      json: { ...request, file: path },
      lines: [
        lang === 'zh'
          ? `申请已写入 ${path}，请交给上级。`
          : `The request is in ${path}: hand it to the office above.`,
        ...keyLines(request, lang),
      ],
    }
  },
})
