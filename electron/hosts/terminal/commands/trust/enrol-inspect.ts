import { z } from 'zod'
import { keyLines } from '../../answers/key-lines.ts'
import { command } from '../../command.ts'
import { fileFlag } from '../../flag.ts'
import { givenFile } from '../../given/given-file.ts'

export const enrolInspect = command({
  name: 'enrol inspect',
  summary: { zh: '看一个申请或批准文件是谁的', en: 'see whose request or approval a file is' },
  examples: ['enrol inspect 申请.llr'],
  input: z.object({ file: z.string().min(1) }),
  flags: { file: fileFlag },
  run: async ({ client, signal, lang, ask, pathOf }, { file }) => {
    const found = await ask(client.packets.enrolInspect({ file: await givenFile(pathOf(file)) }, { signal }))
    const kinds = {
      request: { zh: '这是一份入网申请。', en: 'This is a request to join.' },
      approval: { zh: '这是一份批准文件。', en: 'This is an approval.' },
    }
    return { json: found, lines: [kinds[found.kind][lang], ...keyLines(found, lang)] }
  },
})
