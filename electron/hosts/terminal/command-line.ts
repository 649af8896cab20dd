import { Argument, CommanderError, Help, Option, Command as Words } from 'commander'
import stringWidth from 'string-width'
import { z } from 'zod'
import type { Lang, Text } from '#db/shared/text.ts'
import { allCommands } from './all-commands.ts'
import type { Command, Given, Prepared } from './command.ts'
import { type Flag, oneOf } from './flag.ts'
import {
  exitTexts,
  globalFlags,
  groupTexts,
  programExamples,
  programName,
  programText,
} from './program-text.ts'
import { UsageError, usageErrorOf } from './usage-error.ts'

const globalsSchema = z.object({
  data: z.string().min(1).optional(),
  json: z.boolean().default(false),
  lang: z.string().optional(),
  by: z.string().default(''),
  verbose: z.boolean().default(false),
})
export type Globals = z.output<typeof globalsSchema>

/** What was typed: help to be read, or a command to be run. */
export type CommandLine =
  | { readonly kind: 'help'; readonly text: string }
  | {
      readonly kind: 'run'
      readonly command: Command
      readonly prepared: Prepared
      readonly globals: Globals
    }

type Picked = { readonly command: Command; readonly given: Given; readonly globals: Given }

/** Understands the words after the program's name; throws a UsageError where they mean nothing. */
export function readCommandLine(argv: readonly string[], lang: Lang): CommandLine {
  let help = ''
  let picked: Picked | undefined
  let usage = programName
  let next: readonly Text[] = []
  const program = makeProgram(lang, {
    pick: one => {
      picked = one
    },
    help: text => {
      help += text
    },
    fail: (at, below) => {
      usage = at
      next = below
    },
  })
  try {
    program.parse(argv, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    // `--help`, and `help`; where nothing was asked for help has another exit code.
    const isHelp = error.code === 'commander.help' && error.exitCode === 0
    if (isHelp || error.code === 'commander.helpDisplayed') return { kind: 'help', text: help }
    throw usageErrorOf(
      error,
      usage,
      error.code === 'commander.unknownCommand'
        ? endingWith(error)
        : error.code === 'commander.help'
          ? next
          : [],
    )
  }
  if (picked === undefined) throw usageErrorOf(new CommanderError(2, 'commander.help', ''), programName, [])
  return {
    kind: 'run',
    command: picked.command,
    prepared: picked.command.prepare(picked.given),
    globals: readGlobals(picked.globals),
  }
}

function readGlobals(given: Given): Globals {
  const globals = globalsSchema.safeParse(given)
  if (!globals.success) throw new UsageError({ zh: '--data 不能为空。', en: '--data cannot be empty.' })
  const { lang } = globals.data
  if (lang !== undefined && lang !== 'zh' && lang !== 'en') {
    const words = oneOf(['zh', 'en'])
    throw new UsageError({
      zh: `--lang 不能是“${lang}”：${words.zh}。`,
      en: `--lang cannot be "${lang}": ${words.en}.`,
    })
  }
  return globals.data
}

type Listener = {
  readonly pick: (picked: Picked) => void
  readonly help: (text: string) => void
  /** `below`: what may be said next. */
  readonly fail: (usage: string, below: readonly Text[]) => void
}

function makeProgram(lang: Lang, listener: Listener): Words {
  const program = new Words(programName)
  const help = new Help()
  program
    .description(programText[lang])
    .configureOutput({ writeOut: listener.help, writeErr: () => undefined })
    .configureHelp({
      showGlobalOptions: true,
      displayWidth: stringWidth,
      styleTitle: title => headings[title]?.[lang] ?? title,
      styleUsage: usage => inLanguage(usage, lang),
      subcommandTerm: words => inLanguage(help.subcommandTerm(words), lang),
      // A full-width colon has its space in itself.
      formatHelp: (words, own) => help.formatHelp(words, own).replace('： ', '：'),
    })
  for (const flag of globalFlags) program.addOption(optionOf(flag, lang))
  settle(program, lang, listener)
  program.helpCommand(
    `help [${partsOfUsage['command']?.[lang]}]`,
    lang === 'zh' ? '显示一个命令的用法' : 'show how a command is used',
  )
  const exits = exitTexts.map(({ code, text }) => `\n  ${code}  ${text[lang]}`).join('')
  program.addHelpText('after', `\n${headings['Exit codes:']?.[lang]}${exits}`)
  addExamples(program, programExamples, lang)
  for (const command of allCommands) {
    addCommand(program, command, command.name.split(' '), false, lang, listener)
    if (command.alias !== undefined) addCommand(program, command, [command.alias], true, lang, listener)
  }
  return program
}

function addCommand(
  program: Words,
  command: Command,
  path: readonly string[],
  isHidden: boolean,
  lang: Lang,
  listener: Listener,
): void {
  const words = path.reduce((above, word) => below(above, word, isHidden, lang, listener), program)
  const flags = Object.entries(command.flags)
  const places = flags.filter(([, flag]) => !flag.flags.startsWith('-'))
  const options = flags
    .filter(([, flag]) => flag.flags.startsWith('-'))
    .map(([key, flag]): [string, Option] => [key, optionOf(flag, lang)])
  words.description(command.summary[lang])
  for (const [, flag] of places) words.addArgument(new Argument(flag.flags, flag.text[lang]))
  for (const [, option] of options) words.addOption(option)
  addExamples(words, command.examples, lang)
  words.action(() => {
    const values = words.opts()
    const given = [
      ...places.map(([key], n): [string, unknown] => [key, words.args[n]]),
      ...options.map(([key, option]): [string, unknown] => [key, values[option.attributeName()]]),
    ]
    listener.pick({ command, given: Object.fromEntries(given), globals: program.opts() })
  })
}

/** Commands that end with a word that is none by itself: `report figures` for figures. */
function endingWith(error: CommanderError): readonly Text[] {
  const named = /'([^']*)'/.exec(error.message)?.[1] ?? ''
  return allCommands
    .filter(({ name }) => name.includes(' ') && name.split(' ').at(-1) === named)
    .map(({ name }) => ({ zh: name, en: name }))
}

/** The word below, made when it is met first: `enrol`, then `enrol request`. */
function below(above: Words, word: string, isHidden: boolean, lang: Lang, listener: Listener): Words {
  const known = above.commands.find(one => one.name() === word)
  if (known !== undefined) return known
  const made = above.command(word, { hidden: isHidden }).description(groupTexts[word]?.[lang] ?? '')
  settle(made, lang, listener)
  return made
}

/** What every command has: help in the language, and an ending that is told instead of done. */
function settle(words: Words, lang: Lang, listener: Listener): void {
  words
    .helpCommand(false)
    .helpOption('-h, --help', lang === 'zh' ? '显示用法' : 'show how it is used')
    .exitOverride(error => {
      const summaries = new Map(allCommands.map(({ name, summary }) => [`${programName} ${name}`, summary]))
      const following = words.commands.flatMap(one => {
        const summary = summaries.get(fullName(one))
        if (words.parent === null || summary === undefined) return []
        return [{ zh: `${one.name()}（${summary.zh}）`, en: `${one.name()} (${summary.en})` }]
      })
      listener.fail(fullName(words), following)
      throw error
    })
}

function addExamples(words: Words, examples: readonly string[], lang: Lang): void {
  const lines = examples.map(example => `\n  ${programName} ${example}`).join('')
  words.addHelpText('after', `\n${headings['Examples:']?.[lang]}${lines}`)
}

function fullName(words: Words): string {
  return words.parent === null ? words.name() : `${fullName(words.parent)} ${words.name()}`
}

function optionOf(flag: Flag, lang: Lang): Option {
  const option = new Option(flag.flags, flag.text[lang])
  if (flag.isRepeated) option.argParser((value: string, before: readonly string[] = []) => [...before, value])
  return flag.isNeeded ? option.makeOptionMandatory() : option
}

/** A line of the usage, with what may be said there in the language. */
function inLanguage(usage: string, lang: Lang): string {
  return usage.replace(/\[(options|command)\]/g, (_, part) => `[${partsOfUsage[part]?.[lang] ?? part}]`)
}

const partsOfUsage: Readonly<Record<string, Text>> = {
  options: { zh: '选项', en: 'options' },
  command: { zh: '命令', en: 'command' },
}

const headings: Readonly<Record<string, Text>> = {
  'Usage:': { zh: '用法：', en: 'Usage:' },
  'Arguments:': { zh: '参数：', en: 'Arguments:' },
  'Options:': { zh: '选项：', en: 'Options:' },
  'Global Options:': { zh: '通用选项：', en: 'Global options:' },
  'Commands:': { zh: '命令：', en: 'Commands:' },
  'Exit codes:': { zh: '结束码：', en: 'Exit codes:' },
  'Examples:': { zh: '例子：', en: 'Examples:' },
}
