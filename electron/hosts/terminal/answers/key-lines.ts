import type { Lang } from '#db/shared/text.ts'
import { pairs } from './table.ts'

type Key = { readonly name: string; readonly replica: string; readonly fingerprint: string }

/** Whose key it is, and the digits that two people compare over the telephone. */
export function keyLines(key: Key, lang: Lang): readonly string[] {
  const isZh = lang === 'zh'
  return pairs([
    [isZh ? '名称' : 'Name', key.name],
    [isZh ? '电脑编号' : 'Replica', key.replica],
    [isZh ? '密钥指纹（请电话核对）' : 'Fingerprint (compare by telephone)', key.fingerprint],
  ])
}
