import type { IsoDay } from '#db/shared/day.ts'

/**
 * What an office writes on paper, before it is laid out: pure, so that what a letter says is tested as values. The words
 * are Chinese alone, as on every official document of a League office.
 */
export type Paper = {
  readonly title: string
  /** Whom it is written to, at the head of the text. */
  readonly to?: string
  readonly body: readonly Block[]
  readonly signed?: Signature
}

export type Signature = { readonly office: string; readonly day: IsoDay }

export type Block =
  /** A paragraph of the text, begun two characters in. */
  | string
  /** 一、 in 黑体; （一） in 楷体. The number stands in the text. */
  | { readonly heading: string; readonly level: 1 | 2 }
  | Table

export type Table = {
  /** How wide each column is, in shares of the type area. */
  readonly widths: readonly number[]
  /** Rows that are repeated at the head of each page. */
  readonly heads: number
  readonly rows: readonly (readonly PaperCell[])[]
  /**
   * How many of its last rows are for people to write an opinion in and sign: they share what is left of the page, and
   * stand on one. For this the table is set a size smaller, if that is enough.
   */
  readonly signed?: number
}

/** A cell with its words, and how many columns it takes; a label is set in the middle and in 黑体. */
export type PaperCell = {
  readonly text: string
  readonly columns?: number
  readonly isLabel?: boolean
  /** In the middle as a label is: numbers, single words. */
  readonly isCentred?: boolean
  /** Its last line stands at the right below what people write by hand. */
  readonly isSigned?: boolean
}

/** Where an opinion is signed, stamped and dated. */
export const signHere = '（签章）　　　　　年　　月　　日'
/** The same under an opinion that was given on a day. */
export const signedOn = (day: IsoDay) => `（签章）　　　　　${writtenDay(day)}`

/** 2018年12月31日, as it stands under a document. */
export function writtenDay(day: IsoDay): string {
  const [year, month, date] = day.split('-').map(Number)
  return `${year}年${month}月${date}日`
}

const numerals = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九']

/** The numeral before a heading of the first level: 一, 二 … 十, 十一 … 二十三. Of 1 to 99. */
export function numeral(n: number): string {
  const [tens, ones] = [Math.floor(n / 10), n % 10]
  const above = tens === 0 ? '' : tens === 1 ? '十' : `${numerals[tens]}十`
  return above + (ones === 0 ? '' : numerals[ones])
}

/**
 * How wide a text is, in characters of its own size: what is narrow takes half a place, and where it meets a Chinese
 * character a quarter is left free, as Word, WPS and LibreOffice do.
 */
export function widthInCharacters(text: string): number {
  const narrow = [...text].map(character => (character.codePointAt(0) ?? 0) < 0x2e80)
  const meetings = narrow.filter((one, i) => i > 0 && one !== narrow[i - 1]).length
  return narrow.reduce((sum, one) => sum + (one ? 0.5 : 1), meetings / 4)
}

/** Names that every Windows knows stand first where there are two; offices install the fonts of the standard beside them. */
export const song = { eastAsia: '方正小标宋简体', ascii: 'Times New Roman', hAnsi: 'Times New Roman' }
export const fangSong = { eastAsia: '仿宋', ascii: 'Times New Roman', hAnsi: 'Times New Roman' }
export const hei = { eastAsia: '黑体', ascii: 'Times New Roman', hAnsi: 'Times New Roman' }
export const kai = { eastAsia: '楷体', ascii: 'Times New Roman', hAnsi: 'Times New Roman' }
export const plainSong = { eastAsia: '宋体', ascii: 'Times New Roman', hAnsi: 'Times New Roman' }
