import type { z } from 'zod'
import type { WorkEvent } from '#db/shared/long-work.ts'
import type { Lang, Text } from '#db/shared/text.ts'
import type { Client } from '../call.ts'
import type { Holder } from '../holder.ts'
import type { EngineRouter } from '../open-engine.ts'
import type { CommandName } from './access.ts'
import type { Flag } from './flag.ts'
import { UsageError } from './usage-error.ts'

/** What a command works with, once its words are understood and the registry is open. */
export type Context = {
  readonly client: Client
  readonly router: EngineRouter
  readonly signal: AbortSignal
  readonly lang: Lang
  /** Who says to be working. */
  readonly by: string
  /** The registry's folder. */
  readonly folder: string
  /** Whether the document is printed; else the lines are, and what they do not say need not be asked for. */
  readonly printsDocument: boolean
  /** Waits for a question that changes nothing. */
  readonly ask: <T>(asked: Promise<T>) => Promise<T>
  /** Waits for long work and shows its progress. */
  readonly finish: <T>(started: Promise<AsyncIterable<WorkEvent<T>>>) => Promise<T>
  /** The absolute path of one that was typed. */
  readonly pathOf: (typed: string) => string
  readonly servePage: ServePage
}

export type ServePage = (options: {
  readonly router: EngineRouter
  readonly folder: string
  readonly port: number | undefined
  readonly shouldOpen: boolean
}) => Promise<{
  readonly address: string
  readonly port: number
  readonly close: () => Promise<void>
}>

/** What a command answers: one document for programs, lines for people. */
export type Answer = {
  readonly json: unknown
  readonly lines: readonly string[]
  /** The question was answered, and the answer is no: printed as a sentence, exit code 1. */
  readonly refused?: Text
  /** Nothing is wrong, and not all is done: what it waits for, printed as a sentence, exit code 4. */
  readonly waits?: Text
  /** What goes on after the answer was printed. */
  readonly goOn?: () => Promise<void>
}

export type Given = Readonly<Record<string, unknown>>

export type Command = {
  readonly name: CommandName
  /** A second name that help does not show. */
  readonly alias?: string
  readonly summary: Text
  /** Command lines that work, without the program's name. */
  readonly examples: readonly string[]
  readonly flags: Readonly<Record<string, Flag>>
  /** Throws a UsageError where a value cannot be meant; nothing is opened before. */
  readonly prepare: (given: Given) => Prepared
}

/** A command whose words are understood. */
export type Prepared = {
  /** Whether the registry is changed though the command as such only reads. */
  readonly writes: boolean
  /** Whether a registry whose keys are missing or damaged gets new ones. */
  readonly lostKeys: boolean
  /** Whether a registry that cannot be read is put aside. */
  readonly setsDamagedAside: boolean
  readonly run: (context: Context) => Promise<Answer>
  /** What the command answers where another program has the registry open; undefined where that is refused. */
  readonly whenHeld: (held: Held) => Answer | undefined
}

export type Held = { readonly holder: Holder; readonly showPage: (address: string) => void }

type Definition<S extends z.ZodObject> = Omit<Command, 'flags' | 'prepare'> & {
  readonly input: S
  readonly flags: { readonly [K in keyof z.output<S> & string]-?: Flag }
  readonly run: (context: Context, input: z.output<S>) => Promise<Answer>
  readonly whenHeld?: (held: Held, input: z.output<S>) => Answer | undefined
  /** The flags with which a command that else only reads changes the registry. */
  readonly writesWith?: readonly (keyof z.output<S> & string)[]
  /** The flag by which somebody says that no copy of the registry's keys is left. */
  readonly lostKeysWith?: keyof z.output<S> & string
  /** It works, too, where the registry cannot be read any more: that is put aside. */
  readonly setsDamagedAside?: boolean
}

/** Makes a command of its words, the schema of what they mean, and what is to be done. */
export function command<S extends z.ZodObject>(definition: Definition<S>): Command {
  const {
    input,
    run,
    whenHeld,
    writesWith = [],
    lostKeysWith,
    setsDamagedAside = false,
    ...rest
  } = definition
  return {
    ...rest,
    prepare: given => {
      const read = input.safeParse(given)
      if (!read.success) throw wrongValue(rest.flags, given, read.error.issues[0]?.path[0])
      const writes = writesWith.some(flag => read.data[flag] !== undefined)
      return {
        writes,
        lostKeys: lostKeysWith !== undefined && read.data[lostKeysWith] === true,
        setsDamagedAside,
        run: context => run(context, read.data),
        whenHeld: held => whenHeld?.(held, read.data),
      }
    },
  }
}

/** What is written in the place that a flag names, where the flag itself says nothing of it. */
const usual: Readonly<Record<string, Text>> = {
  '<Y>': { zh: '请写一个年份，例如 2018', en: 'write a year such as 2018' },
  '<DAY>': { zh: '请写一个日期，例如 2018-12-31', en: 'write a day such as 2018-12-31' },
}
const aValue: Text = { zh: '请写一个值', en: 'write a value' }

function wrongValue(
  flags: Readonly<Record<string, Flag>>,
  given: Given,
  key: PropertyKey | undefined,
): UsageError {
  const flag = typeof key === 'string' ? flags[key] : undefined
  const name = flag?.flags.split(' ')[0] ?? String(key)
  const value = typeof key === 'string' ? String(given[key] ?? '') : ''
  const expects = flag?.expects ?? usual[flag?.flags.split(' ')[1] ?? ''] ?? aValue
  return new UsageError({
    zh: `${name} 不能是“${value}”：${expects.zh}。`,
    en: `${name} cannot be "${value}": ${expects.en}.`,
  })
}
