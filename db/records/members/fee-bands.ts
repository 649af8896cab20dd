import type { Text } from '#db/shared/text.ts'

/** What is asked of whom each month, in fen, by the words of 收入; what is not named is not known. */
export type FeeBands = {
  readonly name: Text
  /** Where it is published. */
  readonly source: Text
  readonly bands: readonly (readonly [income: string, fen: number])[]
}

/**
 * The two sets of bands that are published (domain.md 5). The national rule takes 2‰ of what is earned after tax, from
 * 2,000 yuan on, cut to whole yuan, 20 at most; of a band of income it asks the least of that band, for nobody knows more.
 */
export const feeBandSets = {
  guangdong: {
    name: { zh: '广东线上收缴标准', en: 'Guangdong, collected online' },
    source: {
      zh: '广东“智慧团建”团费收缴页面（2019 年 3 月），2018 年 9 月起线上收缴；每月 1 日生成账单',
      en: 'the fee page of the Guangdong system (March 2019), in force since September 2018; billed on the 1st',
    },
    bands: [
      ['学生', 20],
      ['农业户籍无固定收入', 50],
      ['2000以下', 300],
      ['2000-5000', 500],
      ['5000-8000', 1000],
      ['8000-10000', 1500],
      ['10000以上', 2000],
    ],
  },
  national: {
    name: { zh: '全国标准', en: 'National' },
    source: {
      zh: '《关于中国共产主义青年团团费收缴、使用和管理的规定》：税后月工资 2000 元以下 3 元，2000 元以上按 2‰（去尾取整），最高 20 元；学生 0.2 元、农民 0.5 元。按收入档次只能算出本档的最低数',
      en: 'the national rule on League fees: 3 yuan below 2,000 a month, from there on 2‰ cut to whole yuan, 20 at most; students 0.2, farmers 0.5. Of a band only its least amount can be told',
    },
    bands: [
      ['学生', 20],
      ['农业户籍无固定收入', 50],
      ['2000以下', 300],
      ['2000-5000', 400],
      ['5000-8000', 1000],
      ['8000-10000', 1600],
      ['10000以上', 2000],
    ],
  },
} as const satisfies Record<string, FeeBands>

export type FeeBandSet = keyof typeof feeBandSets
export const feeBandNames = ['guangdong', 'national'] as const satisfies readonly FeeBandSet[]

/** Under which key a registry keeps which set it goes by, and which one it is unless it says so. */
export const feeBandSetting = { key: 'fee_bands', usual: 'guangdong' } as const

/** 党员 whose membership goes on pay of their own will. */
const partyWords: ReadonlySet<string> = new Set(['中共党员', '中共预备党员'])
export const isPartyWord = (political: string | null): boolean => partyWords.has(political ?? '')

/** What is asked of somebody a month, in fen: by income, of a student by occupation too. Null where nobody knows. */
export function bandOf(
  set: FeeBandSet,
  { income, occupation }: { readonly income: string | null; readonly occupation: string | null },
): number | null {
  const { bands } = feeBandSets[set]
  const found = bands.find(([word]) => word === income) ?? bands.find(([word]) => word === occupation)
  return found?.[1] ?? null
}
