import { z } from 'zod'
import type { Flag } from '../flag.ts'

/** `FIELD=VALUE`, once or several times; `FIELD=` empties a field. */
const assignment = z.string().transform((text, check): readonly [string, string] => {
  const at = text.indexOf('=')
  if (at > 0) return [text.slice(0, at).trim(), text.slice(at + 1)]
  check.addIssue({ code: 'custom', message: 'not FIELD=VALUE' })
  return z.NEVER
})

export const typedFields = z
  .array(assignment)
  .default([])
  .transform(pairs => Object.fromEntries(pairs))

/** Several in one word, with commas between. */
export const whereFields = z
  .string()
  .transform(text => text.split(/[,，]/))
  .pipe(z.array(assignment))
  .transform(pairs => Object.fromEntries(pairs))
  .default({})

export const setFlag: Flag = {
  flags: '--set <FIELD=VALUE>',
  isRepeated: true,
  text: {
    zh: '填写一项，可以写多次；FIELD= 表示清空（字段见 record kinds）',
    en: 'fill in a field, as often as needed; FIELD= empties it (see record kinds)',
  },
  expects: { zh: '请写成 字段=值', en: 'write FIELD=VALUE' },
}

export const whereFlag: Flag = {
  flags: '--where <FIELD=VALUE,…>',
  text: { zh: '只列这一项是这个值的', en: 'only those whose field has this value' },
  expects: { zh: '请写成 字段=值,字段=值', en: 'write FIELD=VALUE,FIELD=VALUE' },
}
