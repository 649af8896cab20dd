import { PassThrough } from 'node:stream'
import { uuidV7 } from '#db/shared/new-id.ts'
import type { Output } from '#electron/hosts/terminal/output.ts'
import { runTerminal, type Terminal } from '#electron/hosts/terminal/run-terminal.ts'
import { type StandIn, standInEngine } from './stand-in-engine.ts'

type Options = Partial<Omit<Terminal, 'argv' | 'stdout' | 'stderr'>> & {
  readonly engine?: StandIn
  /** Places of the terminal that stderr is; 0 for none. */
  readonly columns?: number
}

export type Ran = {
  readonly exit: number
  readonly stdout: string
  readonly stderr: string
  /** The one document of --json. */
  readonly json: () => Record<string, unknown>
}

/** Runs one command line in this process, over the stand-in unless another engine is given. */
export async function run(argv: readonly string[], options: Options = {}): Promise<Ran> {
  const { engine = standInEngine(), columns = 0, ...rest } = options
  const stdout = collecting()
  const stderr = collecting()
  const exit = await runTerminal({
    argv,
    env: {},
    platform: 'linux',
    home: '/nowhere',
    cwd: '/nowhere',
    stdout: stdout.output,
    stderr: Object.assign(stderr.output, { isTTY: columns > 0, columns }),
    interrupted: new AbortController().signal,
    process: process.pid,
    clock: { now: () => new Date('2018-12-31T09:00:00Z') },
    newId: uuidV7(),
    ticks: () => performance.now(),
    openEngine: engine.openEngine,
    servePage: () => Promise.reject(new Error('nothing is served here')),
    showPage: () => {
      throw new Error('nothing is shown here')
    },
    ...rest,
  })
  return {
    exit,
    stdout: stdout.text(),
    stderr: stderr.text(),
    json: () => {
      if (!stdout.text().endsWith('\n')) throw new Error('the document does not end its line')
      return JSON.parse(stdout.text())
    },
  }
}

export function collecting(): { readonly output: Output; readonly text: () => string } {
  const output = new PassThrough()
  const chunks: Buffer[] = []
  output.on('data', chunk => chunks.push(chunk))
  return { output, text: () => Buffer.concat(chunks).toString('utf8') }
}
