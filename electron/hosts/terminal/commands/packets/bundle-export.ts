import { basename, join } from 'node:path'
import { z } from 'zod'
import { openFolder, writeNewFile } from '../../../new-file.ts'
import { command } from '../../command.ts'
import { doneLines } from '../../done-lines.ts'
import { dryRunFlag } from '../../flag.ts'

export const bundleExport = command({
  name: 'bundle export',
  summary: { zh: '给一个组织制作数据包', en: 'make a packet for an organization' },
  examples: ['bundle export --to 民治街道 --out /media/usb'],
  input: z.object({
    to: z.string().min(1),
    out: z.string().min(1),
    filesUpTo: z.coerce.number().min(0).max(1000).optional(),
    dryRun: z.boolean().default(false),
  }),
  flags: {
    to: {
      flags: '--to <PEER>',
      text: { zh: '给哪个组织', en: 'for which organization' },
      isNeeded: true,
    },
    out: {
      flags: '--out <DIR>',
      text: { zh: '放进哪个文件夹或U盘', en: 'the folder or stick to put it on' },
      isNeeded: true,
    },
    filesUpTo: {
      flags: '--files-up-to <MB>',
      text: {
        zh: '附件最多带多少 MB，其余随下一个数据包（默认按设置）',
        en: 'how many MB of files it carries, the rest follows (default: as set)',
      },
      expects: { zh: '请写 0 到 1000 的数', en: 'write a number from 0 to 1000' },
    },
    dryRun: dryRunFlag,
  },
  run: async ({ client, signal, by, lang, finish, pathOf }, { out, filesUpTo, ...input }) => {
    const folder = pathOf(out)
    const most = filesUpTo === undefined ? {} : { filesUpTo: Math.round(filesUpTo * 1_000_000) }
    if (!input.dryRun) await openFolder(folder)
    const packet = await finish(client.packets.exportPacket({ ...input, ...most, by }, { signal }))
    const path = join(folder, basename(packet.file.name))
    if (!input.dryRun) await writeNewFile(path, packet.file, signal)
    const isZh = lang === 'zh'
    return {
      json: { ...packet, file: path },
      lines: [
        isZh
          ? `第 ${packet.number} 号数据包，涉及 ${packet.people} 人、${packet.organizations} 个组织，${packet.bytes} 字节：${path}`
          : `Packet no. ${packet.number}, about ${packet.people} people and ${packet.organizations} organizations, ${packet.bytes} bytes: ${path}`,
        ...(packet.files === 0
          ? []
          : [isZh ? `带附件 ${packet.files} 个` : `${packet.files} files go with it`]),
        ...packet.warnings.map(warning => warning[lang]),
        ...(input.dryRun ? doneLines({ changeSet: null, isDryRun: true }, lang) : []),
      ],
    }
  },
})
