import { z } from 'zod'
import type { LaidAside } from '#contract/packets/packets.ts'
import { plural } from '#db/shared/plural.ts'
import type { Lang } from '#db/shared/text.ts'
import { doneLines } from '../../answers/done-lines.ts'
import { localTime } from '../../answers/local-time.ts'
import { packetAnswer } from '../../answers/packet-answer.ts'
import { command } from '../../command.ts'
import { dryRunFlag } from '../../flag.ts'

export const bundleAside = command({
  name: 'bundle aside',
  summary: {
    zh: '看无法证实、另存的内容，和决定不并入的',
    en: 'what cannot be proved and was laid aside, and what of it was put away',
  },
  examples: ['bundle aside'],
  input: z.object({}),
  flags: {},
  run: async ({ client, signal, lang, ask }) => {
    const found = await ask(client.packets.aside(undefined, { signal }))
    return {
      json: found,
      lines:
        found.length === 0
          ? [lang === 'zh' ? '没有另存的内容' : 'Nothing was laid aside']
          : found.flatMap(({ id, sentence, putAway }) => [
              `${id}  ${sentence[lang]}`,
              ...(putAway === null ? [] : [`  ${putAwayLine(putAway, lang)}`]),
            ]),
    }
  },
})

function putAwayLine({ by, at, reason }: NonNullable<LaidAside['putAway']>, lang: Lang): string {
  const who = [by, localTime(at)].filter(part => part !== '').join(' ')
  return lang === 'zh' ? `不并入（${who}）：${reason}` : `Put away (${who}): ${reason}`
}

export const bundleAsidePutAway = command({
  name: 'bundle aside put-away',
  summary: {
    zh: '决定一处另存的内容不并入，写明理由',
    en: 'decide that what was laid aside is not taken in, with the reason',
  },
  examples: ['bundle aside put-away 3-k4mwq2xa --reason 电话核实，没有填报过'],
  input: z.object({
    id: z.string().min(1),
    reason: z.string().trim().min(1).max(500),
    dryRun: z.boolean().default(false),
  }),
  flags: {
    id: { flags: '<ID>', text: { zh: '编号，见 bundle aside', en: 'which, see bundle aside' } },
    reason: {
      flags: '--reason <TEXT>',
      text: { zh: '为什么不并入', en: 'why it is not taken in' },
      expects: { zh: '请写 1 到 500 个字', en: 'write 1 to 500 characters' },
      isNeeded: true,
    },
    dryRun: dryRunFlag,
  },
  run: async ({ client, signal, by, lang, ask }, input) => {
    const done = await ask(client.packets.putAsideAway({ ...input, by }, { signal }))
    const said = {
      zh: `${done.changes} 条变更不并入，以后不再问；bundle aside 里仍能看到。`,
      en: `Not taken in, and asked about no more: ${plural(done.changes, 'change')}. bundle aside still lists it.`,
    }
    return {
      json: done,
      lines: [said[lang], ...doneLines({ changeSet: null, isDryRun: input.dryRun }, lang)],
    }
  },
})

export const bundleAsideTake = command({
  name: 'bundle aside take',
  summary: { zh: '并入一处另存的内容', en: 'take in what was laid aside' },
  examples: ['bundle aside take 3-k4mwq2xa'],
  input: z.object({
    id: z.string().min(1),
    again: z.boolean().default(false),
    dryRun: z.boolean().default(false),
  }),
  flags: {
    id: { flags: '<ID>', text: { zh: '编号，见 bundle aside', en: 'which, see bundle aside' } },
    again: {
      flags: '--again',
      text: {
        zh: '大批人员将离开时的第二次确认',
        en: 'the second yes, where many people would leave',
      },
    },
    dryRun: dryRunFlag,
  },
  run: async ({ client, signal, by, lang, finish }, input) =>
    packetAnswer(await finish(client.packets.takeAside({ ...input, by }, { signal })), lang),
})
