import { isDbf } from './dbf/dbf-sheets.ts'
import type { NextStep } from './file-refusals.ts'
import { bufferOf } from './source-file.ts'

/** What a file is, told by its first bytes; its name is not looked at. */
export type FileKind =
  /** `biff` is a workbook of Excel 5 to 2003 that lies bare, without the OLE2 file around it. */
  | { readonly kind: 'empty' | 'zip' | 'ole2' | 'biff' | 'dbf' | 'text' | 'html' }
  /** A spreadsheet in a form that is not read, or something that is no spreadsheet. */
  | { readonly kind: 'unread'; readonly zh: string; readonly en: string }
  | { readonly kind: 'other'; readonly zh: string; readonly en: string; readonly next: NextStep }

type Signature = {
  readonly start: string
  readonly zh: string
  readonly en: string
  /** What is to be done with it; undefined for a form of spreadsheet, which is told as that. */
  readonly next?: NextStep
}

const signatures: readonly Signature[] = [
  { start: '%PDF', zh: ' PDF 文档', en: 'a PDF document', next: 'copy' },
  { start: '\x89PNG', zh: '图片（PNG）', en: 'a picture (PNG)', next: 'type' },
  { start: '\xff\xd8\xff', zh: '图片（JPEG）', en: 'a picture (JPEG)', next: 'type' },
  { start: 'GIF8', zh: '图片（GIF）', en: 'a picture (GIF)', next: 'type' },
  { start: 'BM', zh: '图片（BMP）', en: 'a picture (BMP)', next: 'type' },
  { start: 'II*\0', zh: '图片（TIFF）', en: 'a picture (TIFF)', next: 'type' },
  { start: 'Rar!', zh: '压缩包（RAR）', en: 'an archive (RAR)', next: 'unpack' },
  { start: '7z\xbc\xaf', zh: '压缩包（7z）', en: 'an archive (7z)', next: 'unpack' },
  { start: 'BZh', zh: '压缩包（bzip2）', en: 'an archive (bzip2)', next: 'unpack' },
  { start: '\xfd7zXZ\0', zh: '压缩包（XZ）', en: 'an archive (XZ)', next: 'unpack' },
  { start: '\x1f\x8b', zh: '压缩包（gzip）', en: 'an archive (gzip)', next: 'unpack' },
  { start: 'MZ', zh: '程序文件', en: 'a program', next: 'choose' },
  { start: 'L\0\0\0\x01\x14\x02\0', zh: '快捷方式', en: 'a shortcut', next: 'target' },
  { start: '[InternetShortcut]', zh: '网址快捷方式', en: 'a shortcut to a web page', next: 'target' },
  { start: '[{000214A0-', zh: '网址快捷方式', en: 'a shortcut to a web page', next: 'target' },
  { start: '\0\x01\0\0Standard ', zh: ' Access 数据库', en: 'an Access database', next: 'export' },
  { start: 'BEGIN:VCARD', zh: '通讯录名片', en: 'a contact card', next: 'retype' },
  {
    start: 'b\x14#e',
    zh: '加密软件加了密的文件',
    en: 'a file that an encryption program has locked',
    next: 'decrypt',
  },
  { start: '{\\rtf', zh: '写字板文档（RTF）', en: 'a text document (RTF)', next: 'copy' },
  { start: 'SQLite format 3', zh: '数据库文件', en: 'a database', next: 'choose' },
  { start: 'ID;P', zh: 'SYLK 交换格式', en: 'SYLK' },
  { start: 'TABLE\r\n0,1\r\n', zh: 'DIF 交换格式', en: 'DIF' },
  { start: 'TABLE\n0,1\n', zh: 'DIF 交换格式', en: 'DIF' },
]

/** A web page with all that belongs to it, as a letter: browsers put who saved it, and what, before the version. */
const savedPage = /^(?:[A-Za-z-]+:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*)*MIME-Version:/i

/** What a letter has that was sent, and a page that was saved has not. */
const sentLetter =
  /^(?:Received|Return-Path|Delivered-To|Message-ID|To|Cc|Reply-To|X-Mailer|DKIM-Signature):/im

/** How worksheets of Excel 2, 3 and 4 begin, each a file of its own. */
const earlyExcel = ['\x09\0\x04\0', '\x09\x02\x06\0', '\x09\x04\x06\0']

export function fileKind(bytes: Uint8Array): FileKind {
  if (bytes.length === 0) return { kind: 'empty' }
  const head = bufferOf(bytes).toString('latin1', 0, 4096)
  if (head.startsWith('PK\x03\x04') || head.startsWith('PK\x05\x06')) return { kind: 'zip' }
  if (head.startsWith('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) return { kind: 'ole2' }
  if (head.startsWith('\x09\x08')) return { kind: 'biff' }
  if (earlyExcel.some(start => head.startsWith(start)))
    return { kind: 'unread', zh: 'Excel 4.0 及更早的工作表', en: 'a worksheet of Excel 4.0 or earlier' }
  if (/^.{4}ftyp(?:hei[cfx]|hevc|mif1|avif)/s.test(head))
    return { kind: 'other', zh: '手机照片（HEIC）', en: 'a picture of a telephone (HEIC)', next: 'type' }
  if (/^RIFF.{4}WEBP/s.test(head))
    return { kind: 'other', zh: '图片（WebP）', en: 'a picture (WebP)', next: 'type' }
  if (savedPage.test(head)) {
    const [first = ''] = head.split(/\r?\n\r?\n/, 1)
    if (sentLetter.test(first)) return { kind: 'other', zh: '邮件', en: 'a mail', next: 'attached' }
    return { kind: 'other', zh: '网页存档（MHTML）', en: 'a saved web page (MHTML)', next: 'save' }
  }
  const binary = signatures.find(signature => head.startsWith(signature.start))
  if (binary && !isShortTextStart(binary, bytes)) {
    const { zh, en, next } = binary
    return next === undefined ? { kind: 'unread', zh, en } : { kind: 'other', zh, en, next }
  }
  if (isOwnerFile(bytes))
    return {
      kind: 'other',
      zh: ' WPS 或 Excel 打开表格时留下的临时文件',
      en: 'what WPS or Excel leaves beside a spreadsheet while it is open',
      next: 'lock',
    }
  if (/^.{257}ustar/s.test(head))
    return { kind: 'other', zh: '压缩包（TAR）', en: 'an archive (TAR)', next: 'unpack' }
  if (isDbf(bytes)) return { kind: 'dbf' }
  return markup(head) ?? { kind: 'text' }
}

const endOfZip = 'PK\x05\x06'

/**
 * Whether a file is one of the volumes that an archive was split into: the first says so at its start, the last at its
 * end; those between, and those of other archives, are known by their names alone, where they are no spreadsheet.
 */
export function isPartOfArchive(file: { readonly bytes: Uint8Array; readonly fileName: string }): boolean {
  const bytes = bufferOf(file.bytes)
  if (bytes.toString('latin1', 0, 4) === 'PK\x07\x08') return true
  const end = bytes.lastIndexOf(endOfZip, undefined, 'latin1')
  const disk = end < 0 || end + 22 > bytes.length ? 0 : bytes.readUInt16LE(end + 4)
  if (disk > 0 && disk < 0xffff && /\.zip$/i.test(file.fileName)) return true
  return /\.(?:z\d\d|(?:zip|7z|rar)\.\d{3}|part\d+\.rar|r\d\d)$/i.test(file.fileName)
}

/** Two letters are too few to call a text a picture or a program: those formats have control bytes at once. */
function isShortTextStart(signature: Signature, bytes: Uint8Array): boolean {
  return (
    /^[A-Z]{2}$/.test(signature.start) &&
    bytes.subarray(2, 64).every(byte => byte >= 32 || byte === 10 || byte === 13 || byte === 9)
  )
}

/** A `~$` file: the length of a name, the name, and blanks up to a fixed length. */
function isOwnerFile(bytes: Uint8Array): boolean {
  const [length = 0] = bytes
  const isLong = bytes.length === 165 || bytes.length === 162
  return isLong && length > 0 && length < 54 && bytes.subarray(1 + length, 54).every(byte => byte === 32)
}

/** Web systems like to send a page under the name .xls; Excel 2003 could save as bare XML. */
function markup(head: string): FileKind | undefined {
  const start = head
    .replace(/^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)/, '')
    .replaceAll('\0', '')
    .trimStart()
    .toLowerCase()
  if (!start.startsWith('<')) return undefined
  if (start.includes('schemas-microsoft-com:office:spreadsheet') && start.includes('<workbook'))
    return { kind: 'unread', zh: 'XML 电子表格 2003', en: 'XML spreadsheet 2003' }
  if (start.includes('urn:oasis:names:tc:opendocument'))
    return { kind: 'unread', zh: '单个 XML 文件的 OpenDocument', en: 'OpenDocument in a single XML file' }
  if (start.includes('schemas.uof.org') || start.includes('<uof:uof'))
    return { kind: 'unread', zh: '标文通（UOF）', en: 'UOF (Unified Office Format)' }
  if (start.includes('schemas.microsoft.com/office/word'))
    return { kind: 'other', zh: ' Word 文档', en: 'a Word document', next: 'copy' }
  if (/<(html|table|body|head|meta|style|div|tr)[\s>]|<!doctype html/.test(start)) return { kind: 'html' }
  return start.startsWith('<?xml') || start.startsWith('<!')
    ? { kind: 'other', zh: ' XML 文件', en: 'an XML file', next: 'save' }
    : undefined
}
