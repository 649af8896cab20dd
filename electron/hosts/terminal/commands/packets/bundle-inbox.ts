import { basename, join } from 'node:path'
import { z } from 'zod'
import { needsMore } from '#contract/packets/many-packets.ts'
import { Refusal } from '#db/shared/refusal.ts'
import type { Text } from '#db/shared/text.ts'
import { freeName, openFolder } from '../../../new-file.ts'
import { handOver } from '../../answers/hand-over.ts'
import { labelled } from '../../answers/in-language.ts'
import { table } from '../../answers/table.ts'
import { type Context, command } from '../../command.ts'
import { joined } from '../../given/given-packet.ts'
import { type InboxLine, packetsIn, takeFolder } from '../../given/inbox-folder.ts'

const statuses: Readonly<Record<InboxLine['status'], Text>> = {
  applied: { zh: '已并入', en: 'taken in' },
  preview: { zh: '可以并入', en: 'can be taken in' },
  duplicate: { zh: '内容都已有', en: 'all known' },
  waiting: { zh: '在等', en: 'waiting' },
  refused: { zh: '不能并入', en: 'refused' },
  asks: { zh: '等人确认', en: 'asks for a yes' },
}

export const bundleInbox = command({
  name: 'bundle inbox',
  summary: {
    zh: '并入一个文件夹里的全部数据包；不加 --yes 只是预览',
    en: 'take in all packets of a folder; without --yes a preview',
  },
  examples: ['bundle inbox /srv/收件', 'bundle inbox /srv/收件 --yes --answers /srv/发件'],
  input: z.object({
    folder: z.string().min(1),
    yes: z.boolean().default(false),
    answers: z.string().min(1).optional(),
  }),
  flags: {
    folder: { flags: '<DIR>', text: { zh: '放着数据包的文件夹', en: 'the folder with the packets' } },
    yes: {
      flags: '--yes',
      text: {
        zh: '确认并入；会使大批人员离开的仍然等人确认',
        en: 'yes, take them in; one by which many people leave still waits for a person',
      },
    },
    answers: {
      flags: '--answers <DIR>',
      text: {
        zh: '并入后给每个该回的单位做一个数据包，放进这个文件夹',
        en: 'then make a packet for every office that is owed one, into this folder',
      },
    },
  },
  run: async (context, { folder, yes, answers }) => {
    const { client, signal, by, lang, finish, pathOf } = context
    const path = pathOf(folder)
    const { packets, lacking } = await packetsIn(path)
    // What is taken in is told only once: an answer that finds no place must not be found out about afterwards.
    if (answers !== undefined && yes) await openFolder(pathOf(answers))
    const taken = await takeFolder(packets, async ({ name, paths }) => {
      const file = await joined(name, paths)
      return finish(client.packets.applyPacket({ by, file, confirm: yes }, { signal }))
    })
    const files = [...taken, ...lacking]
    const made = answers === undefined || !yes ? [] : await answerAll(context, pathOf(answers))
    const isZh = lang === 'zh'
    const counts: Record<string, number> = {}
    for (const { status } of files) counts[status] = (counts[status] ?? 0) + 1
    const answer = {
      json: { folder: path, files, counts, answers: made },
      lines: [
        ...table(
          [
            { head: isZh ? '文件' : 'file' },
            { head: isZh ? '结果' : 'result' },
            { head: isZh ? '新增' : 'added', align: 'right' },
            { head: isZh ? '修改' : 'changed', align: 'right' },
            { head: isZh ? '减少' : 'removed', align: 'right' },
            { head: isZh ? '冲突' : 'conflicts', align: 'right' },
            { head: isZh ? '退回' : 'returned', align: 'right' },
            { head: '' },
          ],
          files.map(line => [
            line.file,
            statuses[line.status][lang],
            line.added,
            line.changed,
            line.removed,
            line.conflicts,
            line.returned,
            isPlain(line) ? '' : line.message[lang],
          ]),
        ),
        ...files.flatMap(({ file, warnings }) =>
          warnings.map(warning => labelled(file, warning[lang], lang)),
        ),
        ...(files.length === 0 ? [isZh ? `${path} 里没有数据包。` : `There are no packets in ${path}.`] : []),
        ...made.map(one => {
          const what = one.file ?? one.message?.[lang] ?? ''
          return isZh ? `给${one.to}：${what}` : `For ${one.to}: ${what}`
        }),
      ],
    }
    const refused = files.filter(line => line.status === 'refused').length
    const lost = made.filter(({ file }) => file === null)
    if (refused === 0 && lost.length > 0)
      return {
        ...answer,
        refused: {
          zh: `数据包都处理了，但给${lost.map(({ to }) => to).join('、')}的回复没有写成。请腾出空间或换一个文件夹，再运行一次：没有写成的会重新做好。`,
          en: `The packets were dealt with, but the answers for ${lost.map(({ to }) => to).join(', ')} were not written. Make room or choose another folder and run this again: what was not written is made anew.`,
        },
      }
    const waiting = files.filter(needsMore).length
    if (refused === 0 && waiting === 0) return answer
    if (refused === 0)
      return {
        ...answer,
        waits: {
          zh: `有 ${waiting} 个数据包还要等：等前面的数据包，或者等人确认；其余的都处理了。请按每个文件后面的说明办理。`,
          en: `${waiting} of the packets ${waiting === 1 ? 'waits' : 'wait'} for another one or for a person's yes; the others were dealt with. See what is said of each file.`,
        },
      }
    return {
      ...answer,
      refused: {
        zh: `有 ${refused} 个数据包不能并入，其余的都处理了。请按每个文件后面的说明办理。`,
        en: `${refused} of the packets ${refused === 1 ? 'was' : 'were'} refused; the others were dealt with. See what is said of each file.`,
      },
    }
  },
})

/** Nothing is to be said of it beyond what became of it. */
const isPlain = ({ status, code }: InboxLine) =>
  status === 'applied' || (status === 'duplicate' && code === 'packet-duplicate')

/** An answer, and where it lies; or why it was not written. */
type Made = {
  readonly to: string
  readonly number: number
  readonly changes: number
  readonly file: string | null
  readonly message?: Text
}

/** A packet for everybody who is owed a receipt or news. */
async function answerAll(context: Context, folder: string): Promise<Made[]> {
  const { client, signal, by, ask, finish } = context
  const pending = await ask(client.packets.pending(undefined, { signal }))
  const owed = new Set(
    pending
      .filter(one => !one.revoked && (one.owesReceipt || one.unhanded !== null || one.changes > 0))
      .map(({ replica }) => replica),
  )
  const peers = (await ask(client.packets.peers(undefined, { signal }))).filter(({ replica }) =>
    owed.has(replica),
  )
  const made: Made[] = []
  for (const { replica, name } of peers) {
    const packet = await finish(
      client.packets.exportPacket({ to: replica, tellsHanded: true, by }, { signal }),
    )
    const one = { to: name, number: packet.number, changes: packet.changes }
    try {
      const name = await freeName(folder, basename(packet.file.name))
      await handOver(context, packet, { folder, name })
      made.push({ ...one, file: join(folder, name) })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      made.push({ ...one, file: null, message: error.text })
    }
  }
  return made
}
