import { structures } from '#contract/vocabulary.ts'
import type { Text } from '#db/shared/text.ts'

/** One argument or option as it is typed and as help explains it; its value is checked by the command's schema. */
export type Flag = {
  /** `<FILE>` or `[RECORD]` for an argument, `--as-of <DAY>` or `--dry-run` for an option. */
  readonly flags: string
  readonly text: Text
  /** What a value looks like, for the sentence that refuses another one. */
  readonly expects?: Text
  /** An option without which the command means nothing. */
  readonly isNeeded?: boolean
  /** An option that can be written several times; its value is the list of what was written. */
  readonly isRepeated?: boolean
}

const day: Text = { zh: '请写一个日期，例如 2018-12-31', en: 'write a day such as 2018-12-31' }

export function oneOf(words: readonly string[]): Text {
  return { zh: `可以是 ${words.join('、')}`, en: `it can be ${words.join(', ')}` }
}

/** Options that mean the same in every command. */
export const orgFlag: Flag = {
  flags: '--org <C>',
  text: {
    zh: '哪个组织：组织ID、全称或简称（默认本组织）',
    en: 'which organization: code, full or short name (default: your own)',
  },
}
export const personFlag: Flag = {
  flags: '--person <P>',
  isRepeated: true,
  text: {
    zh: '一人一表的填谁：姓名或身份证号；可以写几次，一人一份',
    en: 'whom a form of people is about: name or ID number; several, one card or page each',
  },
}
export const everyone = ['cadres', 'members'] as const
export const everyoneFlag: Flag = {
  flags: '--everyone <WHO>',
  text: {
    zh: '给这个组织（含下级）的每个人填：cadres 在任团干部，members 团员',
    en: 'for everybody of the organization and below: cadres in post, or members',
  },
  expects: oneOf(everyone),
}
export const asOfFlag: Flag = {
  flags: '--as-of <DAY>',
  text: { zh: '按哪一天的情况（默认今天）', en: 'as things stood on this day (default: today)' },
  expects: day,
}
export const structureFlag: Flag = {
  flags: '--structure <WHICH>',
  text: {
    zh: '按当时的组织（then，默认）还是现在的组织（now）统计',
    en: 'by the organizations of that day (then, the default) or of today (now)',
  },
  expects: oneOf(structures),
}
export const onFlag: Flag = {
  flags: '--on <DAY>',
  text: { zh: '从哪一天起生效（默认今天）', en: 'the day from which it holds (default: today)' },
  expects: day,
}
export const dryRunFlag: Flag = {
  flags: '--dry-run',
  text: { zh: '只说会怎样，什么都不改', en: 'say what would happen, change nothing' },
}

export const fileFlag: Flag = { flags: '<FILE>', text: { zh: '文件', en: 'the file' } }

export const outFlag: Flag = {
  flags: '--out <F>',
  text: { zh: '写进哪个新文件', en: 'the new file to write' },
  isNeeded: true,
}

/** How many rows at most; `usual` where so many come without being asked for. */
export function limitFlag(most: number, usual?: number): Flag {
  const [zh, en] = usual === undefined ? ['', ''] : [`（默认 ${usual}）`, ` (default: ${usual})`]
  return {
    flags: '--limit <N>',
    text: { zh: `最多多少条${zh}`, en: `how many at most${en}` },
    expects: { zh: `请写 1 到 ${most} 的整数`, en: `write a whole number from 1 to ${most}` },
  }
}

export const offsetFlag: Flag = {
  flags: '--offset <N>',
  text: { zh: '从第几条以后开始', en: 'how many to pass over' },
  expects: { zh: '请写 0 或更大的整数', en: 'write a whole number from 0 on' },
}

export const laterFlag: Flag = {
  flags: '--later <WHAT>',
  text: {
    zh: '生效日以后已登记的变动：保留（keep）还是取代（replace）',
    en: 'what is known from later days: keep it, or replace it',
  },
  expects: oneOf(['keep', 'replace']),
}
