import { z } from 'zod'
import { openableName } from '#contract/packets/file-name.ts'
import { type Field, field, type Options } from './field.ts'
import { textIn } from './text.ts'

/** The types of files that may be attached, by what they begin with; `endings` are the names that such a file may have. */
export const fileTypes = {
  pdf: { mime: 'application/pdf', endings: ['pdf'] },
  jpeg: { mime: 'image/jpeg', endings: ['jpg', 'jpeg'], isPicture: true },
  png: { mime: 'image/png', endings: ['png'], isPicture: true },
  webp: { mime: 'image/webp', endings: ['webp'], isPicture: true },
  gif: { mime: 'image/gif', endings: ['gif'], isPicture: true },
  bmp: { mime: 'image/bmp', endings: ['bmp'], isPicture: true },
  heic: { mime: 'application/octet-stream', endings: ['heic', 'heif'] },
  tiff: { mime: 'application/octet-stream', endings: ['tif', 'tiff'] },
  docx: { mime: 'application/octet-stream', endings: ['docx'] },
  xlsx: { mime: 'application/octet-stream', endings: ['xlsx'] },
  pptx: { mime: 'application/octet-stream', endings: ['pptx'] },
  /** The layout of the national standard for official documents. */
  ofd: { mime: 'application/octet-stream', endings: ['ofd'] },
  /** What Office and WPS wrote before 2007. */
  office: { mime: 'application/octet-stream', endings: ['doc', 'xls', 'ppt', 'wps', 'et', 'dps'] },
} as const satisfies Record<string, { mime: string; endings: readonly string[]; isPicture?: true }>
export type FileType = keyof typeof fileTypes

/** Whether the page may show such a file as a picture. */
export function isPicture(type: FileType): boolean {
  return 'isPicture' in fileTypes[type]
}

const mebi = 1024 * 1024

/** How large one file may be, how many one field holds, and how large they are together. */
export const fileLimits = { bytes: 20 * mebi, count: 20, bytesOfRecord: 100 * mebi } as const

/** A file that a record names: its content by hash, and what it is called. */
export type NamedFile = {
  readonly sha256: string
  readonly bytes: number
  readonly type: FileType
  readonly name: string
  /** What shows that whoever named it held its content (`db/attachments/held.ts`); of no meaning to people. */
  readonly mark?: string | undefined
}

const isType = (text: string): text is FileType => Object.hasOwn(fileTypes, text)
/** Before each hash, so that the names of files are found in any change, of whatever kind of record. */
const itemPattern =
  /^sha256:([0-9a-f]{64}) ([1-9]\d{0,8}) ([a-z]{2,10}) (?:((?:held|chosen):[\w-]{43}) )?(.{1,160})$/u
const longestItem = 320

/** What a record says of a file, as it stands in its list; undefined for what is none. */
export function fileIn(item: string): NamedFile | undefined {
  const [, sha256 = '', bytes = '', type = '', mark, name = ''] = itemPattern.exec(item) ?? []
  if (!isType(type)) return undefined
  return {
    sha256,
    bytes: Number(bytes),
    type,
    name: safeName(name, type),
    ...(mark !== undefined && { mark }),
  }
}

/** The files of a list, without what is none: a packet may say anything. */
export function filesIn(items: readonly string[] | null | undefined): NamedFile[] {
  return (items ?? []).slice(0, fileLimits.count).flatMap(item => fileIn(item) ?? [])
}

/** How a record says it. */
export function itemOf({ sha256, bytes, type, name, mark }: NamedFile): string {
  return [`sha256:${sha256}`, bytes, type, ...(mark === undefined ? [] : [mark]), safeName(name, type)].join(
    ' ',
  )
}

/** Control characters, those that turn the direction of writing, and what Windows allows in no name. */
const unsafe = /[\p{Cc}\p{Cf}\u2028\u2029\\/:*?"<>|]+/gu

/** A name under which a file can be saved anywhere, and that ends as its type does, whatever was said of it. */
export function safeName(said: string, type: FileType): string {
  const bare = said.normalize('NFC').replace(unsafe, '_').replace(/\s+/g, ' ').trim()
  const endings: readonly string[] = fileTypes[type].endings
  const [, stem = bare, ending = ''] = /^(.*)\.([^.]*)$/.exec(bare) ?? []
  const isRight = endings.includes(ending.toLowerCase())
  const kept = (isRight ? stem : bare).replace(/^[. ]+|[. ]+$/g, '').slice(0, 100)
  const safe = kept === '' ? '_' : kept
  return openableName(`${safe.toWellFormed()}.${isRight ? ending : (endings[0] ?? type)}`)
}

/** The size of a file as people say it. */
export function shownSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} KB`
  if (bytes < 1_000_000_000) return `${(bytes / 1_000_000).toFixed(1)} MB`
  return `${(bytes / 1_000_000_000).toFixed(1)} GB`
}

/**
 * Files attached to a record (photos, scans, minutes, evidence). The record names each by its content's hash, its size, its
 * type and its name; the content lies beside the registry and follows the record in packets. Typed, it is one file a line.
 */
export function files<R extends boolean = false>(
  zh: string,
  en: string,
  options: Options<R> = {},
): Field<readonly string[], NoInfer<R>, { readonly '': 'list' }> {
  return field(zh, en, options, {
    type: 'files',
    columns: { '': 'list' },
    most: longestItem,
    schema: z.array(z.string().max(longestItem).regex(itemPattern)).max(fileLimits.count).readonly(),
    input: { as: 'files' },
    read(cell, at) {
      const lines = (textIn(cell, at) ?? '').split(/[\r\n]+/).filter(line => line.trim() !== '')
      if (lines.length === 0) return undefined
      const read = lines.map(fileIn)
      const known = read.filter(file => file !== undefined)
      if (known.length < read.length) {
        at.tell(
          'refused',
          'file-unknown',
          '这不是附件。附件要从文件里选。',
          'this names no attachment. Choose a file to attach.',
        )
        return undefined
      }
      const distinct = [...new Map(known.map(file => [file.sha256, file])).values()]
      const bytes = distinct.reduce((sum, file) => sum + file.bytes, 0)
      if (distinct.length > fileLimits.count)
        at.tell(
          'refused',
          'too-many-files',
          `最多 ${fileLimits.count} 个附件，现在有 ${distinct.length} 个。请去掉一些。`,
          `at most ${fileLimits.count} files can be attached here, and there are ${distinct.length}. Take some off.`,
        )
      else if (bytes > fileLimits.bytesOfRecord)
        at.tell(
          'refused',
          'files-too-large',
          `附件合计最多 ${shownSize(fileLimits.bytesOfRecord)}，现在有 ${shownSize(bytes)}。请去掉一些，或换成小一些的文件。`,
          `the files of one record may take ${shownSize(fileLimits.bytesOfRecord)} in all, and these take ${shownSize(bytes)}. Take some off, or attach smaller ones.`,
        )
      else return distinct.map(itemOf)
      return undefined
    },
    show: (items, lang) =>
      filesIn(items)
        .map(({ name }) => name)
        .join(lang === 'zh' ? '、' : ', '),
    write: items => items.join('\n'),
    split: items => [items],
    join: ([kept]) => (kept === null || kept === undefined ? null : keptItems(kept)),
  })
}

/** What a packet brought in the place of a list may be any text. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const itemsSchema = z.array(z.string())

/** A table keeps the list as JSON text, a change as a list. What names no file is left out. */
function keptItems(kept: unknown): readonly string[] | null {
  const items = itemsSchema.safeParse(typeof kept === 'string' ? parsed(kept) : kept).data
  const named = filesIn(items).map(itemOf)
  return named.length === 0 ? null : named
}
