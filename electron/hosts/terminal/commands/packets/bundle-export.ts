import { basename, join } from 'node:path'
import { z } from 'zod'
import { cutPacket } from '#contract/packets/packet-parts.ts'
import { roomFor } from '#contract/packets/room.ts'
import { plural } from '#db/shared/plural.ts'
import type { Text } from '#db/shared/text.ts'
import { freeName, openFolder } from '../../../new-file.ts'
import { freeIn, refuseWithoutRoom, tellRoom } from '../../../sticks/free-space.ts'
import { doneLines } from '../../answers/done-lines.ts'
import { handOver } from '../../answers/hand-over.ts'
import { command } from '../../command.ts'
import { dryRunFlag } from '../../flag.ts'

export const bundleExport = command({
  name: 'bundle export',
  summary: { zh: '给一个组织制作数据包', en: 'make a packet for an organization' },
  examples: ['bundle export --to 民治街道 --out /media/usb'],
  input: z.object({
    to: z.string().min(1),
    out: z.string().min(1),
    filesUpTo: z.coerce.number().min(0).max(1000).optional(),
    cut: z.coerce.number().min(0.001).max(2000).optional(),
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
        zh: '附件最多带多少 MB：大于 0 时至少带一个文件，其余随下一个数据包；0 不带附件；默认按设置',
        en: 'how many MB of files it carries: above 0 one file at least, the rest follows; 0 none (default: as set)',
      },
      expects: { zh: '请写 0 到 1000 的数', en: 'write a number from 0 to 1000' },
    },
    cut: {
      flags: '--cut <MB>',
      text: {
        zh: '切成每份不超过多少 MB 的几份，便于发邮件',
        en: 'cut into parts of at most so many MB, for the mail',
      },
      expects: { zh: '请写 0.001 到 2000 的数', en: 'write a number from 0.001 to 2000' },
    },
    dryRun: dryRunFlag,
  },
  run: async (context, { out, filesUpTo, cut, ...input }) => {
    const { client, signal, by, lang, finish, pathOf } = context
    const folder = pathOf(out)
    const most = filesUpTo === undefined ? {} : { filesUpTo: Math.round(filesUpTo * 1_000_000) }
    if (!input.dryRun) await openFolder(folder)
    const packet = await finish(
      client.packets.exportPacket({ ...input, ...most, tellsHanded: true, by }, { signal }),
    )
    const mostInPart = (cut ?? Infinity) * 1_000_000
    const cutAs = (name: string) => cutPacket(name, packet.file.size, mostInPart)
    // After a restored backup a number is spent twice, and the stick may still hold the first.
    const own = basename(packet.file.name)
    const name = input.dryRun ? own : await freeName(folder, own, one => cutAs(one).map(part => part.name))
    const path = join(folder, name)
    const parts = cutAs(name)
    const room: Text[] = []
    if (!input.dryRun) {
      refuseWithoutRoom(await freeIn(folder), packet.file.size, path)
      await handOver(context, packet, { folder, name, most: mostInPart })
      const free = await freeIn(folder)
      room.push(...tellRoom(free, roomFor(free, 0)))
    }
    const isZh = lang === 'zh'
    const warnings = [...packet.warnings, ...room]
    return {
      json: { ...packet, warnings, file: path, parts: parts.map(({ name }) => join(folder, name)) },
      lines: [
        isZh
          ? `第 ${packet.number} 号数据包，${contentOf(packet).zh}，${packet.bytes} 字节：${path}`
          : `Packet no. ${packet.number}, ${contentOf(packet).en}, ${packet.bytes} bytes: ${path}`,
        ...(packet.files === 0
          ? []
          : [
              isZh ? `带附件 ${packet.files} 个` : `${plural(packet.files, 'file goes', 'files go')} with it`,
            ]),
        ...(parts.length === 1
          ? []
          : [
              isZh
                ? `切成 ${parts.length} 份：${parts[0]?.name} 等`
                : `Cut into ${parts.length} parts: ${parts[0]?.name} …`,
            ]),
        ...warnings.map(warning => warning[lang]),
        ...(input.dryRun ? doneLines({ changeSet: null, isDryRun: true }, lang) : []),
      ],
    }
  },
})

/** What its reader will look at: people and organizations; where it is about none of them, how much it brings at all. */
function contentOf(packet: {
  readonly people: number
  readonly organizations: number
  readonly changes: number
}): Text {
  const { people, organizations, changes } = packet
  if (people + organizations > 0)
    return {
      zh: `涉及 ${people} 人、${organizations} 个组织`,
      en: `about ${plural(people, 'person', 'people')} and ${plural(organizations, 'organization')}`,
    }
  return changes === 0
    ? { zh: '没有新内容，只告知对方收到了哪里', en: 'nothing new: it only says what has come here' }
    : { zh: `${changes} 处变更`, en: plural(changes, 'change') }
}
