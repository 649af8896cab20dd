import { z } from 'zod'
import { plural } from '#db/shared/plural.ts'
import { pairs } from '../../answers/table.ts'
import { command } from '../../command.ts'
import { fileFlag } from '../../flag.ts'
import { givenFile } from '../../given/given-file.ts'

export const restore = command({
  name: 'restore',
  summary: { zh: '从备份恢复台账', en: 'restore the registry from a backup' },
  examples: ['restore /media/usb/台账备份.db', 'restore /media/usb/台账备份.db --new-keys'],
  input: z.object({ file: z.string().min(1), newKeys: z.boolean().default(false) }),
  flags: {
    file: fileFlag,
    newKeys: {
      flags: '--new-keys',
      text: {
        zh: '新电脑上找不到原来的密钥时：改用新密钥，再请上级批准',
        en: 'on a new PC, where the keys it had are lost: with new ones, which the office above approves anew',
      },
    },
  },
  setsDamagedAside: true,
  run: async ({ client, signal, lang, finish, pathOf }, { file, newKeys }) => {
    const path = pathOf(file)
    const restored = await finish(client.system.restore({ file: await givenFile(path), newKeys }, { signal }))
    const isZh = lang === 'zh'
    return {
      json: { file: path, ...restored },
      lines: [
        isZh ? `已从 ${path} 恢复` : `Restored from ${path}`,
        ...pairs([
          [isZh ? '行数' : 'Rows', restored.rows],
          ['SHA-256', restored.sha256],
        ]),
        ...(restored.holds.last === null
          ? []
          : [
              isZh
                ? `备份里最后一次操作（${restored.holds.last.at}）：${restored.holds.last.sentence.zh}`
                : `The last that was done in it (${restored.holds.last.at}): ${restored.holds.last.sentence.en}`,
            ]),
        ...(restored.holds.missing === 0
          ? []
          : [
              isZh
                ? `换下的台账里另有 ${restored.holds.missing} 项操作，不在备份里。`
                : `${plural(restored.holds.missing, 'step')} of the registry that was there ${restored.holds.missing === 1 ? 'is' : 'are'} not in the backup.`,
            ]),
        ...restored.warnings.map(warning => warning[lang]),
      ],
    }
  },
})
