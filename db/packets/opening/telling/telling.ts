import type { Change } from '#db/journal/change.ts'
import { plural } from '#db/shared/plural.ts'
import type { Text } from '#db/shared/text.ts'
import type { Connection } from '#db/sqlite/connection.ts'
import type { Certificates } from '../../trust/certificates.ts'
import { revokedBy } from '../../trust/revoking.ts'
import { knownName, nameInSentence } from '../../trust/standing.ts'
import { isAskedAbout, isPutAway } from '../aside/aside.ts'
import type { HeldBack } from '../aside/held-ranges.ts'
import type { Fates } from '../deciding/fates.ts'
import type { Fault } from '../deciding/faults.ts'
import { type Outcome, warnInPassing } from '../outcome.ts'
import type { Survey } from '../survey.ts'
import type { Told } from '../twins.ts'

/** Nothing governs in silence: what a packet holds beside ordinary work, in sentences; names come from my own tables. */

/**
 * Who a replica works for, by my own tables. A certificate that does not count, as where only the keys came back, names none that is known here:
 * anybody may write that.
 */
export function authorName(db: Connection, certificates: Certificates, replica: string): Text {
  const [office] = certificates.officesOf(replica, 'ever')
  const unknown = () => certificates.of(replica).find(({ org }) => knownName(db, org) === undefined)?.org
  return nameInSentence(db, office ?? unknown())
}

const faults: Readonly<Record<Fault, Text>> = {
  'signature-missing': {
    zh: '这条内容没有填报单位本机的有效签名，没有并入。请让填报单位重新制作数据包。',
    en: "This carries no valid signature of its author's PC and was left out. Ask its author for a new packet.",
  },
  'no-certificate': {
    zh: '这份证书不是它写明的签发单位签发的，没有并入。',
    en: 'This certificate was not issued by whom it names and was left out.',
  },
  'not-to-be-changed': {
    zh: '证书、吊销、转接和办理步骤不能修改，这条没有并入。',
    en: 'Certificates, revocations, transfers and steps are never changed; this was left out.',
  },
  'envelope-differs': {
    zh: '这条内容写明的对象与实际不符，没有并入。请让填报单位升级程序后重新制作数据包。',
    en: 'This says to be about something else than it is and was left out. Ask its author to update the program and make a new packet.',
  },
  'kinds-differ': {
    zh: '这条合并把两种不同的内容合在一起，没有并入。',
    en: 'This merges things of two kinds and was left out.',
  },
  'not-of-its-version': {
    zh: '这条内容自称由本机这个版本或更早的程序填报，里面却有这些版本没有的项目，没有并入。请让填报单位重新安装程序后再制作数据包。',
    en: 'This says to be written by this version of the program or an older one and holds what these do not have; it was left out. Ask its author to install the program again and make a new packet.',
  },
  'names-above': {
    zh: '这条内容要退回或者放行的，是它的上级单位写的，没有并入。',
    en: 'This returns or lets in what an office above its author wrote, and was left out.',
  },
  'too-long': {
    zh: '这条内容里有一项比它能存的长，没有并入。请让填报单位缩短后重新制作数据包。',
    en: 'One field of this is longer than it may be; it was left out. Ask its author to make it shorter and send a new packet.',
  },
}

export function tellContradictions(outcome: Outcome, survey: Survey, fates: Fates): void {
  for (const { change, fault } of fates.dropped.slice(0, 1000)) {
    outcome.returned.push({ entity: change.entity, id: change.thing, code: fault, message: faults[fault] })
  }
  const count = survey.contradictions + fates.dropped.length
  if (count === 0) return
  outcome.warnings.push({
    zh: `有 ${count} 条内容自相矛盾（签名、名称、对象或长度不符），没有并入`,
    en: `${plural(count, 'change')} left out: what is said in ${count === 1 ? 'it contradicts itself' : 'them contradicts itself'} (signature, name, length or subject)`,
  })
}

/**
 * A revocation by an office that does not stand above that key, as when the key's office moved away meanwhile: who
 * stands above it now decides, by a revocation of his own.
 */
export function revocationBeyond(author: Text, of: Text, pcs = 1): Text {
  return {
    zh: `${author.zh}吊销“${of.zh}”的${pcs === 1 ? '一' : ` ${pcs} `}台电脑的密钥，超出它现在管理的范围，没有采用。电脑确实丢失或者被盗的，请在本机吊销`,
    en:
      pcs === 1
        ? `${author.en} revokes the key of a PC of "${of.en}", beyond what it keeps today: not believed. If that PC was lost or stolen, revoke its key here`
        : `${author.en} revokes the keys of ${pcs} PCs of "${of.en}", beyond what it keeps today: not believed. If those PCs were lost or stolen, revoke their keys here`,
  }
}

/** What was laid aside, by author; not what a person has put away before. */
export function tellAside(
  db: Connection,
  outcome: Outcome,
  certificates: Certificates,
  from: Text,
  {
    nowhere,
    claimed,
    overreaching,
    beyondMeasure,
  }: Pick<Fates, 'nowhere' | 'claimed' | 'overreaching' | 'beyondMeasure'>,
): void {
  const officeOf = (change: Change) => certificates.officesOf(revokedBy(change) ?? '', 'ever')[0]
  const asked = Map.groupBy(
    overreaching.filter(change => !isPutAway(db, change)),
    change => change.origin.replica,
  )
  for (const [replica, changes] of [...asked].slice(0, 20)) {
    for (const [office, some] of [...Map.groupBy(changes, officeOf)].slice(0, 20)) {
      const author = authorName(db, certificates, replica)
      const sentence = revocationBeyond(author, nameInSentence(db, office), some.length)
      outcome.sentences.push(sentence)
      warnInPassing(outcome, sentence)
    }
  }
  const tooMany = Map.groupBy(
    beyondMeasure.filter(change => !isPutAway(db, change)),
    change => change.origin.replica,
  )
  for (const [replica, changes] of [...tooMany].slice(0, 20)) {
    const author = authorName(db, certificates, replica)
    const n = changes.length
    const sentence = {
      zh: `${author.zh}吊销密钥的记录多得不合常理，其中 ${n} 条已另存，没有采用。请打电话核实`,
      en: `${author.en} revokes keys beyond all measure: ${plural(n, 'revocation')} laid aside, not believed. Telephone to find out why`,
    }
    outcome.sentences.push(sentence)
    warnInPassing(outcome, sentence)
  }
  const rows = db
    .prepare<[], { replica: string; n: number }>(
      `SELECT w.replica, count(*) AS n FROM temp.incoming i JOIN temp.incoming_writer w ON w.no = i.writer
       WHERE ${isAskedAbout} GROUP BY w.replica ORDER BY n DESC, w.replica LIMIT 20`,
    )
    .all()
  for (const { replica, n: all } of rows) {
    const n = all - (asked.get(replica)?.length ?? 0) - (tooMany.get(replica)?.length ?? 0)
    if (n <= 0) continue
    const author = authorName(db, certificates, replica)
    const sentence = {
      zh: `${from.zh}送来 ${n} 条写明由${author.zh}填报的变更，无法证实，已另存，没有并入`,
      en: `${from.en} sent ${plural(n, 'change')} said to be written by ${author.en}; this cannot be proved: laid aside, not taken in`,
    }
    outcome.sentences.push(sentence)
    warnInPassing(outcome, sentence)
  }
  if (claimed > 0 && rows.length > 0) {
    outcome.sentences.push({
      zh: `其中 ${claimed} 条登记的人员或组织，另一单位已经用同一编号登记过。请打电话核实；那一份登记有误的，退回带来它的数据包，这里另存的随下一个数据包并入`,
      en: `${claimed} of them ${claimed === 1 ? 'makes a person or an organization' : 'make people or organizations'} that another office entered here under the same id. Telephone to find out whose that is; if the other entry is wrong, return the packet that brought it, and what lies aside comes in with the next one`,
    })
  }
  if (nowhere > 0 && rows.length > 0) {
    outcome.sentences.push({
      zh: `其中 ${nowhere} 条没有写明属于哪个组织或团员，无法判断是否归填报单位管理。请先问清楚再并入`,
      en: `${nowhere} of them ${nowhere === 1 ? 'does' : 'do'} not say to which organization or member ${nowhere === 1 ? 'it belongs' : 'they belong'}, so nobody can tell whether the author may write that. Ask before you take ${nowhere === 1 ? 'it' : 'them'} in`,
    })
  }
}

/** What came of a key that is revoked, and which its revocation did not accept: it is stored, and changes nothing. */
export function tellHeld(
  db: Connection,
  outcome: Outcome,
  certificates: Certificates,
  { of }: Pick<HeldBack, 'of'>,
): void {
  for (const { replica, changes, isTold } of of.slice(0, 20)) {
    if (isTold) continue
    const author = authorName(db, certificates, replica)
    const sentence = {
      zh: `其中 ${changes} 处变更是${author.zh}已吊销的一台电脑写的，先扣住不算数。并入以后请在“数据包”页核实，采用或者退回`,
      en: `${plural(changes, 'change')} in it by a revoked PC of ${author.en} will count for nothing for now: once the packet is taken in, ask about ${changes === 1 ? 'it' : 'them'} on the page Packets, then take ${changes === 1 ? 'it or return it' : 'them or return them'}`,
    }
    outcome.sentences.push(sentence)
    warnInPassing(outcome, sentence)
  }
}

export function tellTwins(
  db: Connection,
  outcome: Outcome,
  twins: readonly Told[],
  certificates: Certificates,
): void {
  for (const [became, same] of Map.groupBy(twins, twin => twin.became)) {
    const change: Change | undefined = same[0]?.change
    if (change === undefined) continue
    const author = authorName(db, certificates, change.origin.replica)
    const what = {
      ignored: { zh: '没有证明，没有采用', en: 'without proof, and not believed' },
      refused: {
        zh: '自相矛盾或超出权限，没有采用',
        en: 'self-contradictory or beyond its authority, and not believed',
      },
      replaced: { zh: '有证明，已取代原来的内容', en: 'with proof, and count in place of what was known' },
      'kept-beside': {
        zh: '两种都有证明，仍以原来的为准',
        en: 'both with proof; what was known still counts',
      },
    }[became]
    outcome.warnings.push({
      zh: `${author.zh}的 ${same.length} 条变更与已知的内容不同：${what.zh}。请打电话核实`,
      en: `${plural(same.length, 'change')} of ${author.en} ${same.length === 1 ? 'says' : 'say'} something else than is known: ${what.en}. Telephone to find out why`,
    })
  }
}
