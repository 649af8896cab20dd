import { z } from 'zod'
import type { Done, DoneMany } from '#contract/records.ts'
import { daySchema } from '#contract/vocabulary.ts'
import type { Lang } from '#db/shared/text.ts'
import type { Answer } from '../command.ts'
import { dryRunFlag, type Flag, onFlag } from '../flag.ts'
import { doneLines } from './done-lines.ts'

/** What every command takes that changes a record. */
export const actInput = { on: daySchema.optional(), dryRun: z.boolean().default(false) }
export const actFlags = { on: onFlag, dryRun: dryRunFlag } as const

/** And what those take besides that are decided by a document. */
export const decisionInput = {
  ...actInput,
  decided: daySchema.optional(),
  document: z.string().trim().min(1).max(200).optional(),
}
const decided: Flag = {
  flags: '--decided <DAY>',
  text: { zh: '决定的日期', en: 'the day of the decision' },
  expects: { zh: '请写一个日期，例如 2018-12-31', en: 'write a day such as 2018-12-31' },
}
const documentFlag: Flag = { flags: '--document <文号>', text: { zh: '文号', en: 'number of the document' } }
export const decisionFlags = { ...actFlags, decided, document: documentFlag } as const

/** What was done, or would be, in sentences; then under which number it can be taken back. */
export function actAnswer(done: Done, isDryRun: boolean, lang: Lang): Answer {
  const { changeSet, sentences, warnings } = done
  const note = lang === 'zh' ? '请注意：' : 'Note: '
  return {
    json: done,
    lines: [
      ...sentences.map(sentence => sentence[lang]),
      ...warnings.map(warning => note + warning[lang]),
      ...doneLines({ changeSet, isDryRun }, lang),
    ],
  }
}

/** The same of many at once: before it is done each in its own sentence, and always those that stay as they are, with why. */
export function manyAnswer(done: DoneMany, isDryRun: boolean, lang: Lang): Answer {
  const between = lang === 'zh' ? '：' : ': '
  const rows = done.rows.flatMap(({ title, sentences, problems }) => [
    ...(isDryRun ? sentences.map(one => `  ${one[lang]}`) : []),
    ...problems.map(one => `  ${title}${between}${one.message[lang]}`),
  ])
  return { json: done, lines: [...rows, ...actAnswer({ ...done, id: '' }, isDryRun, lang).lines] }
}
