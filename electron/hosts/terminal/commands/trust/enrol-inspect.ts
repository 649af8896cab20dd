import { z } from 'zod'
import { keyLines } from '../../answers/key-lines.ts'
import { command } from '../../command.ts'
import { fileFlag } from '../../flag.ts'
import { givenFile } from '../../given/given-file.ts'

export const enrolInspect = command({
  name: 'enrol inspect',
  summary: { zh: '看一个申请或批准文件是谁的', en: 'see whose request or approval a file is' },
  examples: ['enrol inspect 入网申请-白石龙社区.json'],
  input: z.object({ file: z.string().min(1) }),
  flags: { file: fileFlag },
  run: async ({ client, signal, lang, ask, pathOf }, { file }) => {
    const found = await ask(client.packets.enrolInspect({ file: await givenFile(pathOf(file)) }, { signal }))
    const kinds = {
      request: { zh: '这是一份入网申请。', en: 'This is a request to join.' },
      approval: { zh: '这是一份批准文件。', en: 'This is an approval.' },
    }
    const { known } = found
    const name = known?.name[lang]
    const stands =
      known === null
        ? []
        : [
            lang === 'zh'
              ? known.revoked
                ? `这台电脑的密钥（${name}）已吊销，不能再批准。请让对方在新的文件夹里重新申请。`
                : `这台电脑已批准管理“${name}”，不用再批准；批准文件丢了的，再批准一次就重做一份。`
              : known.revoked
                ? `The key of this PC (${name}) was revoked and cannot be approved again. Ask for a new request from a new folder.`
                : `This PC was approved already, for "${name}". Only where the approval file was lost, approve it once more to make it anew.`,
          ]
    return { json: found, lines: [kinds[found.kind][lang], ...keyLines(found, lang), ...stands] }
  },
})
