import { Refusal } from '#db/shared/refusal.ts'
import type { Text } from '#db/shared/text.ts'

/**
 * Why a file could not be taken at all. Every sentence names the file, the problem and the next step.
 * Codes: file-empty, file-not-a-spreadsheet, file-form-unread, file-damaged, file-too-large, file-encrypted,
 * too-many-rows, sheet-unknown, header-not-found, column-missing, header-unknown, field-unknown.
 */
export type FileProblem = (fileName: string) => Refusal

function refusal(code: string, fileName: string, zh: string, en: string, details: Details = {}): Refusal {
  return new Refusal(
    code,
    { zh: `“${fileName}”${zh}`, en: `${fileName} ${en}` },
    { file: fileName, ...details },
  )
}
type Details = Readonly<Record<string, unknown>>

export const fileEmpty: FileProblem = name =>
  refusal(
    'file-empty',
    name,
    '是空文件，里面没有任何数据。请确认选对了文件，或让对方重新发送。',
    'is empty. Check that it is the right file, or ask for it to be sent again.',
  )

/** A workbook in whose sheets nothing is written. */
export const sheetsEmpty: FileProblem = name =>
  refusal(
    'file-empty',
    name,
    '里的工作表都是空的，一个字也没有填。请确认选对了文件，填好后再导入。',
    'has nothing written in any of its sheets. Check that it is the right file, fill it in and import it again.',
  )

/** What can be done with a file that is no spreadsheet. */
const nextSteps = {
  save: {
    zh: '请用 WPS 或 Excel 打开后另存为 .xlsx，再导入。',
    en: 'Open it in WPS or Excel, save it as .xlsx and import that.',
  },
  copy: {
    zh: '请打开它，把其中的表格复制到 WPS 表格或 Excel，另存为 .xlsx，再导入。',
    en: 'Open it, copy its table into WPS or Excel, save that as .xlsx and import it.',
  },
  type: {
    zh: '图片里的字读不出来，请找原来的表格文件，或把内容录入表格后再导入。',
    en: 'What is written in a picture cannot be read: look for the spreadsheet it was made from, or type it into one and import that.',
  },
  unpack: {
    zh: '请先解压，再导入里面的表格文件。',
    en: 'Unpack it first and import the spreadsheet in it.',
  },
  join: {
    zh: '请把各卷放在同一个文件夹里，从第一卷解压，再导入里面的表格文件。',
    en: 'Put all parts into one folder, unpack the first one and import the spreadsheet in it.',
  },
  attached: {
    zh: '请打开它，把附件里的表格另存到电脑上，再导入那个表格。',
    en: 'Open it, save the spreadsheet that is attached to it, and import that.',
  },
  target: {
    zh: '请找到它指向的表格文件，复制到这台电脑上，再导入那个文件。',
    en: 'Find the spreadsheet that it points to, copy it to this computer and import that.',
  },
  export: {
    zh: '请打开它，把其中的表导出为 .xlsx，再导入。',
    en: 'Open it, export its table as .xlsx and import that.',
  },
  retype: {
    zh: '请把内容录入表格，再导入。',
    en: 'Put what it says into a spreadsheet and import that.',
  },
  decrypt: {
    zh: '请在本单位装有该软件的电脑上解密，再导入。',
    en: 'Have it decrypted on a computer of your office that has that program, and import it again.',
  },
  choose: { zh: '请确认选对了文件。', en: 'Check that it is the right file.' },
  lock: {
    zh: '请关闭这个表格，选文件名前面没有“~$”的那一个。',
    en: 'Close that spreadsheet and choose the file without "~$" before its name.',
  },
} as const
export type NextStep = keyof typeof nextSteps

/** `zh` and `en` say what the file is instead, such as 网页表格 / a web page. */
export function notASpreadsheet(name: string, zh: string, en: string, next: NextStep = 'save'): Refusal {
  return refusal(
    'file-not-a-spreadsheet',
    name,
    `不是表格文件，而是${zh}。${nextSteps[next].zh}`,
    `is not a spreadsheet but ${en}. ${nextSteps[next].en}`,
  )
}

/** A spreadsheet in a form that is not read, which is no damage. `zh` and `en` say which form. */
export function unreadForm(name: string, zh: string, en: string): Refusal {
  return refusal(
    'file-form-unread',
    name,
    `是本程序不读的一种表格格式（${zh}）。请用 WPS 或 Excel 打开后另存为 .xlsx，再导入。`,
    `is a spreadsheet in a form that this program does not read (${en}). Open it in WPS or Excel, save it as .xlsx and import that.`,
  )
}

export const fileDamaged: FileProblem = name =>
  refusal(
    'file-damaged',
    name,
    '已损坏或不完整，读不出来。请用 WPS 或 Excel 打开检查并另存为新的 .xlsx，或让对方重新发送。',
    'is damaged or incomplete and cannot be read. Open it in WPS or Excel and save it as a new .xlsx, or ask for it to be sent again.',
  )

export const fileTooLarge: FileProblem = name =>
  refusal(
    'file-too-large',
    name,
    '（或它展开后）过大，为免占满内存，没有读取。请拆成几个文件，或另存为 .xlsx、.csv 后再导入。',
    'is too large, or would be when unpacked, and was not read, so as not to fill the memory. Split it, or save it as .xlsx or .csv and import that.',
  )

export const textsTooLong: FileProblem = name =>
  refusal(
    'file-too-large',
    name,
    '有大量格子的文字特别长，不像是名册，没有读取。请删去不需要的长文字列，再导入。',
    'has very long texts in very many cells, as no roster has, and was not read. Delete the columns of long texts that are not needed and import it again.',
  )

export function tooManyRows(name: string, sheet: string, most: number): Refusal {
  return refusal(
    'too-many-rows',
    name,
    `的工作表“${sheet}”超过 ${most / 10_000} 万行，没有读取。请拆成几个文件，每个不超过 ${most / 10_000} 万行，再逐个导入。`,
    `has more than ${most.toLocaleString('en-US')} rows in its sheet ${sheet} and was not read. Split it into files of at most that many rows and import them one after the other.`,
    { sheet, most },
  )
}

export const fileEncrypted: FileProblem = name =>
  refusal(
    'file-encrypted',
    name,
    '已加密（设有密码或保护），读不出来。请在 WPS 或 Excel 中打开，取消密码和工作簿保护，另存为新的 .xlsx 后再导入。',
    'is encrypted (protected by a password). Open it in WPS or Excel, take the password and the protection of the workbook off, save it as a new .xlsx and import that.',
  )

/** An archive with a password: no program for spreadsheets opens that. */
export const archiveLocked: FileProblem = name =>
  refusal(
    'file-encrypted',
    name,
    '是设了密码的压缩包（ZIP），打不开。请先用密码解压，再导入里面的表格文件。',
    'is an archive (ZIP) with a password. Unpack it with its password first and import the spreadsheet in it.',
  )

/** One of the volumes into which an archive was cut. */
export const partOfArchive: FileProblem = name =>
  notASpreadsheet(name, '分卷压缩包中的一卷', 'one of the parts that an archive was split into', 'join')

export function sheetUnknown(name: string, sheet: string, sheets: readonly string[]): Refusal {
  return refusal(
    'sheet-unknown',
    name,
    `里没有名为“${sheet}”的工作表。现有工作表：${sheets.join('、')}。请从中选一个。`,
    `has no sheet named ${sheet}. Its sheets are: ${sheets.join(', ')}. Choose one of them.`,
    { sheet, sheets },
  )
}

/** `title` is the roster wanted, `wanted` some headers by which its header row would be known. */
export function headerNotFound(name: string, title: string, wanted: readonly string[]): Refusal {
  return refusal(
    'header-not-found',
    name,
    `里找不到“${title}”的表头行。表头应有“${wanted.join('”“')}”等列名。请检查文件是否选对，或补上表头行后再导入。`,
    `has no header row of a roster "${title}", with headers such as ${wanted.join(', ')}. Check that it is the right file, or add the header row and import it again.`,
    { wanted },
  )
}

export function columnMissing(
  name: string,
  missing: readonly string[],
  headerRow: number,
  ignored: readonly string[],
  /** How it may be said of all rows instead. */
  forAll?: Text,
  /** A column that may be the one that is missing. */
  maybe?: string,
): Refusal {
  const unread = ignored.length === 0 ? '' : `未能识别的列：${ignored.join('、')}。`
  const unreadEn = ignored.length === 0 ? '' : ` Columns not recognised: ${ignored.join(', ')}.`
  return refusal(
    'column-missing',
    name,
    `第 ${headerRow} 行的表头缺少“${missing.join('”“')}”列。${unread}请补上该列，或指明由哪一列代替${maybe === undefined ? '' : `（也许就是“${maybe}”）`}。${forAll?.zh ?? ''}`,
    `lacks the column ${missing.join(', ')} in its header row ${headerRow}.${unreadEn} Add it, or say which column stands for it${maybe === undefined ? '' : ` (perhaps ${maybe})`}.${forAll === undefined ? '' : ` ${forAll.en}`}`,
    { missing, headerRow, ignored },
  )
}

export function headerUnknown(name: string, header: string, headers: readonly string[]): Refusal {
  return refusal(
    'header-unknown',
    name,
    `的表头里没有“${header}”这一列，无法按指定对应。现有列：${headers.join('、')}。请改用其中的列名。`,
    `has no column ${header} in its header row. Its columns are: ${headers.join(', ')}. Use one of these names.`,
    { header, headers },
  )
}

export function fieldUnknown(name: string, field: string, fields: readonly string[]): Refusal {
  return refusal(
    'field-unknown',
    name,
    `不能按“${field}”对应列：没有这个字段。可用的字段：${fields.join('、')}。`,
    `cannot have a column mapped to ${field}: there is no such field. Fields: ${fields.join(', ')}.`,
    { field, fields },
  )
}
