import { resolve } from 'node:path'
import type { Clock } from '#db/shared/clock.ts'
import { Cancelled } from '#db/shared/long-work.ts'
import type { NewId } from '#db/shared/new-id.ts'
import { Refusal } from '#db/shared/refusal.ts'
import type { Lang } from '#db/shared/text.ts'
import { bugReports, type Reports } from '../bug-reports.ts'
import { ask, clientInProcess, finish } from '../call.ts'
import { type Holder, isHeld, noteHolder, readHolder, sayingWho } from '../holder.ts'
import type { OpenEngine, OpenedEngine } from '../open-engine.ts'
import { accessOf, readsWhereHeld } from './access.ts'
import { jsonIn } from './answers/in-language.ts'
import type { Answer, ServePage } from './command.ts'
import { type CommandLine, readCommandLine } from './command-line.ts'
import { dataFolder } from './data-folder.ts'
import { type Failure, failureOf, StoppedHalfway } from './failure.ts'
import { asPlainText, type Output, write } from './output.ts'
import { progressBar } from './progress-bar.ts'
import { wishedAnswer } from './spoken-language.ts'

/** All that the terminal host takes from outside; tests give their own. */
export type Terminal = {
  /** The words after the program's name. */
  readonly argv: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  readonly platform: string
  readonly home: string
  readonly cwd: string
  readonly stdout: Output
  readonly stderr: Output
  /** Says that the user wants it to stop, `reason` naming the signal. */
  readonly interrupted: AbortSignal
  /** This process’s number. */
  readonly process: number
  readonly clock: Clock
  readonly newId: NewId
  /** Milliseconds on a clock that only goes forward. */
  readonly ticks: () => number
  readonly openEngine: OpenEngine
  readonly servePage: (options: ServeOptions) => ReturnType<ServePage>
  /** Shows a page that is served already. */
  readonly showPage: (address: string, folder: string) => void
}

type ServeOptions = Parameters<ServePage>[0] & Pick<Reports, 'reportBug'>
type Run = Extract<CommandLine, { readonly kind: 'run' }>

/** Runs one command line to its end and answers the exit code; see cli.md for what goes where. */
export async function runTerminal(terminal: Terminal): Promise<number> {
  const { argv, env, stdout } = terminal
  const { lang, json } = wishedAnswer(argv, env)
  let folder = dataFolder(terminal.platform, env, terminal.home)
  let reports = reportsOf(terminal, folder, false)
  let doing = 'reading the command line'
  try {
    const line = readCommandLine(argv, lang)
    if (line.kind === 'help') {
      if (json) await writeDocument(stdout, { help: line.text }, lang)
      else await write(stdout, line.text)
      return 0
    }
    folder = resolve(terminal.cwd, line.globals.data ?? folder)
    reports = reportsOf(terminal, folder, line.globals.verbose)
    doing = line.command.name
    return await runCommand(terminal, line, folder, lang, reports)
  } catch (error) {
    return tellFailure(terminal, lang, json, failureOf(error, doing, reports.reportBug))
  }
}

function reportsOf(terminal: Terminal, folder: string, isVerbose: boolean): Reports {
  const { clock, newId, env, stderr } = terminal
  const isDebugged = env['LIFELINE_DEBUG'] === '1'
  return bugReports({
    folder,
    clock,
    newId,
    tell: (level, line) => {
      if (isDebugged || (isVerbose && level !== 'error')) stderr.write(line)
    },
  })
}

async function runCommand(
  terminal: Terminal,
  line: Run,
  folder: string,
  lang: Lang,
  { log, reportBug }: Reports,
): Promise<number> {
  const { stderr, clock, newId } = terminal
  const { globals } = line
  const signal = cancelling(terminal.interrupted)
  const wanted = line.prepared.writes ? 'write' : accessOf[line.command.name]
  const bar = progressBar({ output: stderr, lang, isVerbose: globals.verbose, now: terminal.ticks })
  const open = (access: 'read' | 'write') =>
    terminal.openEngine({
      folder,
      clock,
      newId,
      log,
      access,
      isForPages: line.command.name === 'serve',
      lostKeys: line.prepared.lostKeys,
      setsDamagedAside: line.prepared.setsDamagedAside,
    })
  let access: 'read' | 'write' = wanted
  let engine: OpenedEngine
  try {
    engine = await open(wanted).catch(error => {
      if (wanted === 'read' || !(error instanceof Refusal) || !readsWhereHeld.has(line.command.name))
        throw error
      access = 'read'
      return open(access)
    })
  } catch (error) {
    const holder = isHeld(error) ? readHolder(folder) : undefined
    const answer =
      holder && line.prepared.whenHeld({ holder, showPage: address => terminal.showPage(address, folder) })
    if (answer === undefined) throw sayingWho(error, folder)
    await tellAnswer(terminal, lang, globals.json, answer)
    return 0
  }
  const note = (way: Holder['way'], address: string | null) =>
    noteHolder(folder, { way, address, process: terminal.process, since: clock.now().toISOString() })
  const isWriting = (access as 'read' | 'write') === 'write'
  const forget = isWriting ? note('terminal', null) : () => undefined
  let isSomethingDone = false
  const ended = () => {
    isSomethingDone = true
  }
  try {
    const answer = await line.prepared.run({
      client: clientInProcess(engine.router, reportBug, ended),
      router: engine.router,
      signal,
      lang,
      by: globals.by,
      folder,
      printsDocument: globals.json,
      ask: asked => ask(asked, signal),
      finish: async started => {
        const result = await finish(started, { signal, onProgress: bar.show })
        ended()
        return result
      },
      pathOf: typed => resolve(terminal.cwd, typed),
      servePage: async options => {
        const host = await terminal.servePage({ ...options, reportBug })
        note('browser', host.address)
        return host
      },
    })
    bar.clear()
    await tellAnswer(terminal, lang, globals.json, answer)
    await answer.goOn?.()
    return exitOf(answer)
  } catch (error) {
    throw error instanceof Cancelled && isWriting && isSomethingDone ? new StoppedHalfway() : error
  } finally {
    bar.clear()
    forget()
    await engine.close()
  }
}

const exitOf = ({ refused, waits }: Answer): number =>
  refused !== undefined ? 1 : waits !== undefined ? 4 : 0

/** The engine's long work takes its own `Cancelled` for a wish to stop, and anything else for a bug. */
function cancelling(interrupted: AbortSignal): AbortSignal {
  const controller = new AbortController()
  const stop = () => controller.abort(new Cancelled())
  if (interrupted.aborted) stop()
  else interrupted.addEventListener('abort', stop, { once: true })
  return controller.signal
}

async function tellAnswer(
  { stdout, stderr }: Terminal,
  lang: Lang,
  json: boolean,
  answer: Answer,
): Promise<void> {
  if (json) await writeDocument(stdout, answer.json, lang)
  else await write(stdout, asPlainText(answer.lines))
  const said = answer.refused ?? answer.waits
  if (said !== undefined) await write(stderr, asPlainText([said[lang]]))
}

async function tellFailure(
  { stdout, stderr, interrupted }: Terminal,
  lang: Lang,
  json: boolean,
  failure: Failure,
): Promise<number> {
  if (json) await writeDocument(stdout, failure.json, lang)
  await write(stderr, asPlainText([failure.text[lang]]))
  return failure.exit === 130 && interrupted.reason === 'SIGTERM' ? 143 : failure.exit
}

async function writeDocument(stdout: Terminal['stdout'], value: unknown, lang: Lang): Promise<void> {
  for (const piece of jsonIn(lang, value)) await write(stdout, piece)
  await write(stdout, '\n')
}
