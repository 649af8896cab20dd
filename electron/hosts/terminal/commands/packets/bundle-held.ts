import { z } from 'zod'
import { plural } from '#db/shared/plural.ts'
import { doneLines } from '../../answers/done-lines.ts'
import { command } from '../../command.ts'
import { dryRunFlag } from '../../flag.ts'

export const bundleHeld = command({
  name: 'bundle held',
  summary: {
    zh: '看已吊销的电脑留下、还没有决定的内容',
    en: 'what a revoked PC left and nobody has decided about',
  },
  examples: ['bundle held'],
  input: z.object({}),
  flags: {},
  run: async ({ client, signal, lang, ask }) => {
    const found = await ask(client.packets.held(undefined, { signal }))
    const none = lang === 'zh' ? '没有待决定的内容' : 'Nothing waits to be decided'
    return {
      json: found,
      lines:
        found.length === 0 ? [none] : found.map(({ replica, sentence }) => `${replica}  ${sentence[lang]}`),
    }
  },
})

const flags = {
  replica: { flags: '<REPLICA>', text: { zh: '电脑编号，见 bundle held', en: 'the PC, see bundle held' } },
  dryRun: dryRunFlag,
} as const

const input = z.object({ replica: z.string().min(1), dryRun: z.boolean().default(false) })

/** Both decisions, by one word each. */
const decision = (take: boolean) =>
  command({
    name: take ? 'bundle held take' : 'bundle held return',
    summary: take
      ? { zh: '核实以后采用', en: 'take it, once it was checked' }
      : { zh: '退回给写它的单位', en: 'return it to whoever wrote it' },
    examples: [`bundle held ${take ? 'take' : 'return'} 0190a5b27c1d70008000`],
    input,
    flags,
    run: async ({ client, signal, by, lang }, { replica, dryRun }) => {
      const done = await client.packets.decideHeld({ replica, take, by, dryRun }, { signal })
      const said = take
        ? { zh: `采用 ${done.changes} 处变更`, en: `${plural(done.changes, 'change')} taken` }
        : { zh: `退回 ${done.changes} 处变更`, en: `${plural(done.changes, 'change')} returned` }
      return {
        json: done,
        lines: [said[lang], ...doneLines({ changeSet: done.changeSet, isDryRun: dryRun }, lang)],
      }
    },
  })

export const bundleHeldTake = decision(true)
export const bundleHeldReturn = decision(false)
