import { basename, join } from 'node:path'
import { z } from 'zod'
import { openFolder, refuseUnusable, writeNewFile } from '../../../new-file.ts'
import { pairs } from '../../answers/table.ts'
import { command } from '../../command.ts'

export const backup = command({
  name: 'backup',
  summary: { zh: '备份并检查（不含密钥）', en: 'back up and verify (without the keys)' },
  examples: ['backup', 'backup --out /media/usb/台账备份.db'],
  input: z.object({ out: z.string().min(1).optional() }),
  flags: {
    out: {
      flags: '--out <F>',
      text: {
        zh: '写进哪个新文件（默认台账的 backups 文件夹）',
        en: "the new file (default: the registry's backups folder)",
      },
    },
  },
  run: async ({ client, signal, lang, finish, pathOf, folder }, { out }) => {
    const asked = out === undefined ? undefined : pathOf(out)
    if (asked !== undefined) await refuseUnusable(asked)
    const copy = await finish(client.system.backup(undefined, { signal }))
    const backups = join(folder, 'backups')
    if (asked === undefined) await openFolder(backups)
    const path = asked ?? join(backups, basename(copy.file.name))
    await writeNewFile(path, copy.file, signal)
    const isZh = lang === 'zh'
    return {
      json: { ...copy, file: path },
      lines: [
        isZh ? `备份已写入 ${path}` : `The backup is in ${path}`,
        ...pairs([
          [isZh ? '行数' : 'Rows', copy.rows],
          ['SHA-256', copy.sha256],
        ]),
      ],
    }
  },
})
