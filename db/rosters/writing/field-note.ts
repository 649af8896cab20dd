import type { Columned, Field } from '#db/records/types/field.ts'
import type { Text } from '#db/shared/text.ts'

/** What a column of a roster is called in English, how it is filled in, one example, and the words it takes, if listed. */
export type FieldNote = {
  readonly english: string
  readonly how: Text
  readonly example: string
  readonly words: readonly string[]
}
export type FieldNotes<F extends string> = Readonly<Record<F, FieldNote>>

/** How a column is filled in, by the definition of its field. */
export function noteOf({ words: called, input, how, example, offers }: Field & Partial<Columned>): FieldNote {
  const english = called.en.slice(0, 1).toUpperCase() + called.en.slice(1)
  const all = input.as === 'select' ? input.options.map(([, says]) => says.zh) : []
  const words = all.slice(0, offers ?? all.length)
  return {
    english,
    how: how ?? usualHow(input.as, { zh: `${called.zh}。`, en: `${english}.` }),
    example: example ?? usualExample(input.as) ?? all[0] ?? '',
    words,
  }
}

function usualHow(as: Field['input']['as'], otherwise: Text): Text {
  switch (as) {
    case 'day':
      return {
        zh: '年月日，如 2018-05-04；只知道年月也可以，如 2018-05。',
        en: 'A day such as 2018-05-04, or a month such as 2018-05.',
      }
    case 'month':
      return { zh: '年月，如 2018-05。', en: 'A month such as 2018-05.' }
    case 'select':
      return { zh: '从下列各词中选一个。', en: 'One of the words listed.' }
    case 'number':
      return { zh: '填数字。', en: 'A number.' }
    default:
      return otherwise
  }
}

function usualExample(as: Field['input']['as']): string | undefined {
  if (as === 'day' || as === 'month') return '2018-05'
  return as === 'number' ? '3' : undefined
}
