import { ORPCError } from '@orpc/client'
import { z } from 'zod'
import { refusedSchema } from '#contract/base.ts'
import { Cancelled } from '#db/shared/long-work.ts'
import { Refusal } from '#db/shared/refusal.ts'
import type { Text } from '#db/shared/text.ts'
import { type ReportBug, referenceOf } from '../call.ts'
import { UsageError } from './usage-error.ts'

/** How a command ended that did not end well: the exit code, one sentence, and what a program reads. */
export type Failure = {
  readonly exit: number
  readonly text: Text
  readonly json: Readonly<Record<string, unknown>> & { readonly code: string }
}

const issuesSchema = z.object({
  issues: z.array(
    z.object({
      message: z.string(),
      path: z.array(z.unknown()).default([]),
      code: z.string().optional(),
      origin: z.string().optional(),
      maximum: z.number().optional(),
    }),
  ),
})

/** Stopped by the user when something of a command that writes had been done. */
export class StoppedHalfway extends Cancelled {}

/** Sorts what was thrown: refused 1, wrong usage 2, a bug 3, stopped by the user 130. */
export function failureOf(error: unknown, doing: string, reportBug: ReportBug): Failure {
  if (error instanceof UsageError) return usage(error.text)
  if (error instanceof Refusal) return refused(error)
  if (error instanceof Cancelled) {
    const text =
      error instanceof StoppedHalfway
        ? {
            zh: '已中止。在此之前做完的已经生效，没有做完的没有留下任何改动。',
            en: 'Stopped. What was done by then stands; what was not finished has left nothing behind.',
          }
        : { zh: '已中止，没有留下任何改动。', en: 'Stopped; nothing was changed.' }
    return { exit: 130, text, json: { code: 'interrupted', message: text } }
  }
  if (error instanceof ORPCError && error.code === 'REFUSED') {
    const data = refusedSchema.safeParse(error.data)
    if (data.success) return refused(data.data)
  }
  if (error instanceof ORPCError && error.code === 'BAD_REQUEST') {
    const data = issuesSchema.safeParse(error.data)
    const said = data.success ? data.data.issues.map(wrongIn) : [{ zh: error.message, en: error.message }]
    return usage({
      zh: `命令里的值不对：${said.map(({ zh }) => zh).join('；')}。`,
      en: `A value of the command is wrong: ${said.map(({ en }) => en).join('; ')}.`,
    })
  }
  const reference = referenceOf(error) ?? reportBug(error, doing)
  const text = {
    zh: `程序出错了，台账没有因此改动。请把编号 ${reference} 告诉维护人员。`,
    en: `The program failed, and the registry was not changed by it. Tell whoever maintains it the reference ${reference}.`,
  }
  return { exit: 3, text, json: { code: 'bug', message: text, reference } }
}

/** What the contract does not take; a text that is too long is the one thing that a person does by mistake. */
function wrongIn({
  path,
  message,
  code,
  origin,
  maximum,
}: z.infer<typeof issuesSchema>['issues'][number]): Text {
  const name = path.join('.')
  if (code === 'too_big' && origin === 'string' && maximum !== undefined)
    return {
      zh: `${name} 最多 ${maximum} 个字，请缩短`,
      en: `at most ${maximum} characters fit in ${name}, make it shorter`,
    }
  return { zh: `${name}：${message}`, en: `${name}: ${message}` }
}

function usage(text: Text): Failure {
  return { exit: 2, text, json: { code: 'usage', message: text } }
}

/** What somebody at a terminal does where the sentence speaks of the window. */
const newKeys: Text = {
  zh: '在终端里改用新密钥：enrol own-keys --lost；恢复备份时加上 --new-keys。',
  en: 'At a terminal take new keys with: enrol own-keys --lost; or restore a backup with --new-keys.',
}
const revokeAnyway: Text = {
  zh: '（再确认就是加上 --yes。）',
  en: '(To confirm, add --yes.)',
}
const here: Readonly<Record<string, Text>> = {
  'keys-missing': newKeys,
  'keys-damaged': newKeys,
  'revoke-packets-wait': revokeAnyway,
}

function refused({ code, text: whole, details }: Pick<Refusal, 'code' | 'text' | 'details'>): Failure {
  const more = here[code]
  const text = more === undefined ? whole : { zh: `${whole.zh}${more.zh}`, en: `${whole.en} ${more.en}` }
  const said = { code, message: text }
  return { exit: 1, text, json: { ...said, ...details, ...said } }
}
