import { type Change, isCreation } from '#db/journal/change.ts'
import type { ChangeSet } from '#db/journal/change-set.ts'
import type { Journal } from '#db/journal/journal.ts'
import type { Certificate } from '#db/packets/format/certificate.ts'
import type { OpenedPacket } from '#db/packets/format/open-packet.ts'
import type { Report } from '#db/shared/long-work.ts'
import type { Text } from '#db/shared/text.ts'
import { readLine } from './change-line.ts'
import type { Outcome } from './outcome.ts'
import { type Fault, faultOf } from './read-packet.ts'
import type { WhatChanged } from './what-changed.ts'

const faults: Readonly<Record<Fault, Text>> = {
  'signature-missing': {
    zh: '这条内容没有填报单位本机的有效签名，没有并入。请让填报单位重新导出。',
    en: 'This carries no valid signature of its author’s PC and was left out. Ask its author to export again.',
  },
  'beyond-authority': {
    zh: '证书和吊销只能由上级单位写，这条没有并入。',
    en: 'Certificates and revocations are for the office above to write; this one was left out.',
  },
  'envelope-differs': {
    zh: '这条内容写明的对象与实际不符，没有并入。请让填报单位升级程序后重新导出。',
    en: 'This says to be about something else than it is and was left out. Ask its author to update and export again.',
  },
}

/**
 * How much text is taken in at a time: each part reads the histories of its records once, so parts are large; they are
 * bounded by their size because a change may be small or not.
 */
const most = 4 * 2 ** 20

const applying = { zh: '正在并入数据包', en: 'Taking the packet in' }

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
  const made = new Map<string, Change>()
  let batch: Change[] = []
  let size = 0
  let read = 0
  const flush = async () => {
    if (batch.length > 0) await set.receiveInSlices(batch)
    batch = []
    size = 0
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
    // The history of a thing is asked for once, however many of its changes come.
    const creation =
      made.get(change.thing) ??
      (isCreation(change) ? change : undefined) ??
      journal.changes.ofThing(change.thing)[0]
    if (creation !== undefined) made.set(change.thing, creation)
    const fault = faultOf(change, certificates, journal.entities, creation)
    if (fault !== undefined) {
      outcome.returned.push({ entity: change.entity, id: change.thing, code: fault, message: faults[fault] })
      continue
    }
    tale.note(change)
    news.push(change)
    batch.push(change)
    size += text.length
    if (size >= most) await flush()
    else if (read % 500 === 0) await report(applying, read, total)
  }
  await flush()
  return news
}
