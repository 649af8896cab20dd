import type { Change } from '#db/journal/change.ts'
import type { ChangeSet } from '#db/journal/change-set.ts'
import type { Journal } from '#db/journal/journal.ts'
import type { Report } from '#db/shared/long-work.ts'
import type { Certificate } from '../certificate.ts'
import type { OpenedPacket } from '../open-packet.ts'
import { readLine } from './change-line.ts'
import type { Outcome } from './outcome.ts'
import { isGenuine } from './read-packet.ts'
import type { WhatChanged } from './what-changed.ts'

const applying = { zh: '正在收入数据包', en: 'Taking the packet in' }

/** Stores what is new, slice by slice; what its author did not sign, though he must, is left out and told. */
export async function receiveChanges(
  journal: Journal,
  set: ChangeSet,
  packet: OpenedPacket,
  certificates: ReadonlyMap<string, Certificate>,
  total: number,
  tale: WhatChanged,
  outcome: Outcome,
  report: Report,
): Promise<Change[]> {
  const news: Change[] = []
  let batch: Change[] = []
  let read = 0
  const flush = async () => {
    if (batch.length > 0) set.receive(batch)
    batch = []
    await report(applying, read, total)
  }
  for await (const text of packet.changes) {
    const line = readLine(text)
    if (line === undefined || 'card' in line) continue
    const { change } = line
    read++
    if (journal.changes.isKnown(change.origin.writer, change.n)) {
      if (read % 500 === 0) await report(applying, read, total)
      continue
    }
    if (!isGenuine(change, certificates, journal.entities)) {
      outcome.returned.push({
        entity: change.entity,
        id: change.thing,
        code: 'signature-missing',
        message: {
          zh: '这条内容没有填报单位本机的有效签名，没有收入。请让填报单位重新导出。',
          en: 'This carries no valid signature of its author’s PC and was left out. Ask its author to export again.',
        },
      })
      continue
    }
    tale.note(change)
    news.push(change)
    batch.push(change)
    if (batch.length >= 250) await flush()
  }
  await flush()
  return news
}
