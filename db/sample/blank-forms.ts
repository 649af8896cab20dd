import type { OutCell, OutRow, OutSheet } from '#db/sheets/write-workbook.ts'

/*
 * Blank forms as an office above sends them. One asks for what the registry counts, one for a list of members, and both
 * ask for something by hand that the other asks for, too: so that the pages of forms have something to say.
 */

const blank: OutCell = { value: '', look: 'text' }
const title = (value: string): OutRow => [{ value, look: 'title' }]
const unit = (value: string): OutRow => [{ value, look: 'unit' }]
const heads = (...words: readonly string[]): OutRow => words.map(value => ({ value, look: 'header' }))
const line = (words: readonly string[], blanks: number): OutRow => [
  ...words.map((value): OutCell => ({ value, look: 'text' })),
  ...Array.from({ length: blanks }, () => blank),
]

const asked = [
  ['团员总数', '名'],
  ['团支部总数', '个'],
  ['团干部总数', '名'],
  ['青年之家', '家'],
  ['新注册志愿者', '人'],
  ['新媒体粉丝量', '人'],
] as const

const quarterly: OutSheet = {
  name: '季报表',
  widths: [8, 32, 12, 14, 14, 20],
  frozenRows: 3,
  merged: ['A1:F1', 'A2:F2'],
  rows: [
    title('共青团工作情况季报表'),
    unit('填报单位：                    填报日期：     年   月   日'),
    heads('序号', '指标', '计量单位', '本年数', '上年数', '备注'),
    ...asked.map(([name, of], at) => line([String(at + 1), name, of], 3)),
  ],
}

const contacts: OutSheet = {
  name: '通讯录',
  widths: [8, 14, 28, 18, 44],
  frozenRows: 3,
  merged: ['A1:E1', 'A2:E2'],
  rows: [
    title('团干部通讯录'),
    unit('填报单位：                    新媒体粉丝量：          '),
    heads('序号', '姓名', '团内职务', '手机号码', '所在团组织'),
    ...Array.from({ length: 5 }, () => line([], 5)),
  ],
}

/** The blank forms of the sample, each with its file. */
export const blankForms: readonly { readonly name: string; readonly sheet: OutSheet }[] = [
  { name: '共青团工作情况季报表.xlsx', sheet: quarterly },
  { name: '团干部通讯录.xlsx', sheet: contacts },
]
