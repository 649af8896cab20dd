import { z } from 'zod'
import { refuseUnusable, writeNewFile } from '../../../new-file.ts'
import { keyLines } from '../../answers/key-lines.ts'
import { command } from '../../command.ts'
import { outFlag } from '../../flag.ts'

export const enrolRequest = command({
  name: 'enrol request',
  summary: { zh: '申请加入上级的台账', en: 'ask to join the registry of the office above' },
  examples: ['enrol request --name 白石龙社区团支部 --out 入网申请-白石龙社区.json'],
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

export const enrolLeave = command({
  name: 'enrol leave',
  summary: {
    zh: '撤回还没有批准的入网申请，这个文件夹重新是空的',
    en: 'take back a request that was not approved yet; the folder is empty again',
  },
  examples: ['enrol leave --yes'],
  input: z.object({ yes: z.literal(true) }),
  flags: {
    yes: {
      flags: '--yes',
      text: {
        zh: '确认撤回：那份申请以后批准了也不能用',
        en: 'yes: that request is of no use any more, even if it is approved',
      },
      isNeeded: true,
    },
  },
  run: async ({ client, signal, lang }) => {
    const done = await client.packets.enrolLeave(undefined, { signal })
    const said = done.left
      ? { zh: '已撤回申请。', en: 'The request was taken back.' }
      : { zh: '没有要撤回的申请。', en: 'There is no request to take back.' }
    return { json: done, lines: [said[lang]] }
  },
})
