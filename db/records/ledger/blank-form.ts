import { z } from 'zod'
import { canonical } from '#db/shared/canonical.ts'
import { plural } from '#db/shared/plural.ts'
import { record, together } from '../record.ts'
import { count } from '../types/count.ts'
import { day } from '../types/day.ts'
import { field, type Options, type Plain, plain } from '../types/field.ts'
import { files } from '../types/files.ts'
import { ref } from '../types/ref.ts'
import { text, textIn } from '../types/text.ts'

/**
 * What belongs where on a blank form, by place: `s1!C4` is a cell of the first sheet, `t2!B3` one of the second table of
 * a document, `t1!A1#2` or `p5#1` a blank within a text, `h1p1#1` one in a header or footer, `d1p1#1` one in a text box of a workbook, `c3` a content control; `s1!6:15` are rows that are filled one
 * each, `s1!A6:D15` such rows beside others, and `s1!B6:B15` a column of these. What belongs there is a word of `db/forms/marks.ts`.
 */
export type Marks = Readonly<Record<string, string>>

const longest = 60_000
const mostMarks = 2000
const place = /^(?:[hd]\d{1,2})?[a-z]{1,4}\d{0,4}(![A-Z]{0,3}\d{1,7}(:[A-Z]{0,3}\d{1,7})?)?(#\d{1,3})?$/
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
      return lang === 'zh' ? `${n} 处` : plural(n, 'place')
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
    ...together('use', {
      used_by: text('谁在用、用来做什么', 'used by whom, and what for', { most: 300 }),
      times: count('一年要几次', 'times a year', { least: 1, most: 366 }),
    }),
    ended: day('停用日期', 'not asked for since'),
    ...together('what', {
      files: files('表格文件', 'file'),
      marks: marks('填写位置', 'places'),
    }),
    note: text('备注', 'note', { most: 500 }),
  },
  title: f => f.name ?? '',
  first: ['org', 'name', 'asked_by', 'used_by', 'times', 'ended', 'files', 'note'],
  lies: 'org',
  downwards: true,
  noRoster: true,
})

/**
 * 填报记录: on this day an organization filled a form for a year. It is written when a form is filled and goes up to the
 * offices above, who see which forms live; it names the form and hangs on nothing else.
 */
export const formUse = record('form_use', {
  words: { zh: '填报记录', en: 'form filled' },
  fields: {
    ...together('place', {
      org: ref('org', '填报单位', 'filled by', { required: true, fixed: true }),
      form: text('空白表', 'form', { required: true, fixed: true, most: 200 }),
      year: count('填报年度', 'for the year', { required: true, fixed: true, least: 1950, most: 2199 }),
      filled_on: day('填报日期', 'filled on', { required: true, fixed: true, future: 'refused' }),
    }),
    ...together('how', {
      name: text('表名', 'name', { most: 120 }),
      filled: count('自动填了几处', 'places filled'),
      left_blank: count('没有数据的几处', 'places left blank'),
      writer: text('填报人', 'writer', { most: 100 }),
    }),
  },
  title: f => [f.filled_on, f.name].filter(Boolean).join(' '),
  first: ['org', 'form', 'name', 'year', 'filled_on', 'filled', 'left_blank', 'writer'],
  lies: 'org',
  noRoster: true,
})
