import type { Lang } from '#db/shared/text.ts'
import { pairs } from './table.ts'

type Key = { readonly name: string; readonly replica: string; readonly fingerprint: string }

/** Whose key it is, and the digits that two people compare over the telephone; `of`: whose digits, if not its own. */
export function keyLines(key: Key, lang: Lang, of?: 'district'): readonly string[] {
  const isZh = lang === 'zh'
  return pairs([
    [isZh ? '名称' : 'Name', key.name],
    [isZh ? '电脑编号' : 'Replica', key.replica],
    [
      of === 'district'
        ? isZh
          ? '区级的核对数字（请打电话核对）'
          : 'Digits to compare of the district (by telephone)'
        : isZh
          ? '核对数字（请打电话核对）'
          : 'Digits to compare (by telephone)',
      key.fingerprint,
    ],
  ])
}
