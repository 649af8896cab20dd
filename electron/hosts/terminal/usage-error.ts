import type { CommanderError } from 'commander'
import type { Text } from '#db/shared/text.ts'

/** The command line was not understood; nothing was begun. Exit code 2. */
export class UsageError extends Error {
  readonly text: Text

  constructor(text: Text) {
    super(text.en)
    this.name = 'UsageError'
    this.text = text
  }
}

/** What commander found wrong, in both languages; `usage` names the command whose help to read, `next` what may be meant. */
export function usageErrorOf(error: CommanderError, usage: string, next: readonly Text[]): UsageError {
  const problem = problemOf(error)
  const isUnknown = error.code === 'commander.unknownCommand'
  if (next.length > 0)
    return new UsageError({
      zh: `${problem.zh}。${isUnknown ? '是否想写：' : '可以是：'}${next.map(({ zh }) => zh).join('、')}（用法见 ${usage} --help）。`,
      en: `${problem.en}. ${isUnknown ? 'Did you mean: ' : 'It can be: '}${next.map(({ en }) => en).join(', ')} (see ${usage} --help).`,
    })
  return new UsageError({
    zh: `${problem.zh}（用法见 ${usage} --help）。`,
    en: `${problem.en} (see ${usage} --help).`,
  })
}

/** The names that commander quotes in its own sentence are kept; the sentence is ours. */
function problemOf(error: CommanderError): Text {
  const named = /'([^']*)'/.exec(error.message)?.[1] ?? ''
  const near = /\(Did you mean (?:one of )?(.*)\?\)/.exec(error.message)?.[1]
  const hint = { zh: near ? `，是否想写 ${near}` : '', en: near ? `, did you mean ${near}` : '' }
  switch (error.code) {
    case 'commander.missingArgument':
      return { zh: `缺少参数 ${named}`, en: `The argument ${named} is missing` }
    case 'commander.optionMissingArgument':
      return { zh: `选项 ${named} 后面缺少值`, en: `The option ${named} has no value` }
    case 'commander.missingMandatoryOptionValue':
      return { zh: `缺少选项 ${named}`, en: `The option ${named} is missing` }
    case 'commander.unknownOption':
      return { zh: `没有选项 ${named}${hint.zh}`, en: `There is no option ${named}${hint.en}` }
    case 'commander.unknownCommand':
      return { zh: `没有命令 ${named}${hint.zh}`, en: `There is no command ${named}${hint.en}` }
    case 'commander.excessArguments':
      return {
        zh: '参数太多；含空格的文字请加引号',
        en: 'Too many arguments; put quotes around text with spaces',
      }
    case 'commander.help':
      return { zh: '没有写出要做什么', en: 'The command does not say what to do' }
    default:
      return { zh: error.message, en: error.message }
  }
}
