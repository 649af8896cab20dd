import type { Field } from '#db/records/types/field.ts'
import type { Text } from '#db/shared/text.ts'

/** What a column of a roster is called in English, how it is filled in, one example, and the words it takes, if listed. */
export type FieldNote = {
  readonly english: string
  readonly how: Text
  readonly example: string
  readonly words: readonly string[]
}
export type FieldNotes<F extends string> = Readonly<Record<F, FieldNote>>

export function note(
  english: string,
  example: string,
  zh: string,
  en: string,
  words: readonly string[] = [],
): FieldNote {
  return { english, how: { zh, en }, example, words }
}

/** A column that takes the words of one list. */
export function listed(english: string, { words }: { readonly words: readonly string[] }): FieldNote {
  return note(english, words[0] ?? '', '从下列各词中选一个。', 'One of the words listed.', words)
}

/** A day; a month alone is enough. */
export function dated(english: string, example: string, zh = '', en = ''): FieldNote {
  return note(
    english,
    example,
    `年月日，如 2018-05-04；只知道年月也可以，如 2018-05。${zh}`,
    `A day such as 2018-05-04, or a month such as 2018-05. ${en}`.trim(),
  )
}

export const phone = note('Phone', '13800001234', '手机号码，11 位数字。', 'A mobile number of 11 digits.')
export const email = note('E-mail', 'qingnian@example.cn', '电子邮箱地址。', 'An e-mail address.')
export const workplace = note(
  'School or workplace',
  '东坪社区工作站',
  '就读的学校或工作的单位。',
  'Where the person studies or works.',
)

/** How a column is filled in that is one by its field's definition. */
export function noteOf({ words, input, example = '' }: Field & { readonly example?: string }): FieldNote {
  const english = words.en.slice(0, 1).toUpperCase() + words.en.slice(1)
  switch (input.as) {
    case 'day':
      return dated(english, example || '2018-05')
    case 'month':
      return note(english, '2018-05', '年月，如 2018-05。', 'A month such as 2018-05.')
    case 'select':
      return listed(english, { words: input.options.map(([, says]) => says.zh) })
    case 'number':
      return note(english, example || '3', '填数字。', 'A number.')
    default:
      return note(english, example, `${words.zh}。`, `${english}.`)
  }
}
