import { z } from 'zod'
import { canonical } from '#db/shared/canonical.ts'
import { record, together } from '../record.ts'
import { field, type Options, type Plain, plain } from '../types/field.ts'
import { files } from '../types/files.ts'
import { ref } from '../types/ref.ts'
import { text, textIn } from '../types/text.ts'

/**
 * What belongs where on a blank form, by place: `s1!C4` is a cell of the first sheet, `t2!B3` one of the second table of
 * a document, `t1!A1#2` or `p5#1` a blank within a text, `c3` a content control; `s1!6:15` are rows that are filled one
 * each, and `s1!B6:B15` a column of these. What belongs there is a word of `db/forms/marks.ts`.
 */
export type Marks = Readonly<Record<string, string>>

const longest = 60_000
const mostMarks = 2000
const place = /^[a-z]{1,4}\d{0,4}(![A-Z]{0,3}\d{1,7}(:[A-Z]{0,3}\d{1,7})?)?(#\d{1,3})?$/
const marksSchema = z
  .record(z.string().regex(place), z.string().min(1).max(200))
  .refine(all => Object.keys(all).length <= mostMarks)

/** The marks of a text as it is kept; undefined for what are none. */
export function readMarks(body: string): Marks | undefined {
  try {
    const read = marksSchema.safeParse(JSON.parse(body))
    return read.success ? read.data : undefined
  } catch {
    return undefined
  }
}

function marks(zh: string, en: string, options: Options = {}) {
  return field<Marks, Plain, boolean>(zh, en, options, {
    type: 'marks',
    columns: plain,
    most: longest,
    schema: marksSchema.readonly(),
    input: { as: 'lines' },
    read(cell, at) {
      const said = textIn(cell, at)?.trim() ?? ''
      if (said === '') return undefined
      const read = readMarks(said)
      if (read !== undefined && canonical({ ...read }).length <= longest) return read
      at.tell(
        'refused',
        'marks-unreadable',
        '这不是填写位置。请在“表格填报”页面里标出要填的位置。',
        'these are no places of a form. Mark what is to be filled on the page of blank forms.',
      )
      return undefined
    },
    show: (read, lang) => {
      const n = Object.keys(read).length
      return lang === 'zh' ? `${n} 处` : `${n} places`
    },
    write: read => canonical({ ...read }),
    split: read => [canonical({ ...read })],
    join: ([kept]) => (typeof kept === 'string' ? (readMarks(kept) ?? null) : null),
  })
}

/**
 * 空白表: a form that an office above sent (.xlsx or .docx), with what belongs where, marked once by a person. It goes
 * to the offices below, who are asked for the same, and is filled again next year.
 */
export const blankForm = record('blank_form', {
  words: { zh: '空白表', en: 'blank form' },
  fields: {
    ...together('place', { org: ref('org', '设立单位', 'kept by', { required: true, fixed: true }) }),
    name: text('表名', 'name', { required: true, most: 120 }),
    asked_by: text('要表单位', 'asked for by'),
    ...together('what', {
      files: files('表格文件', 'file'),
      marks: marks('填写位置', 'places'),
    }),
    note: text('备注', 'note', { most: 500 }),
  },
  title: f => f.name ?? '',
  first: ['org', 'name', 'asked_by', 'files', 'note'],
  lies: 'org',
  downwards: true,
  noRoster: true,
})
