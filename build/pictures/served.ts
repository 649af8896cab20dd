import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { root } from '../run.ts'

export type Served = { readonly address: string; readonly stop: () => Promise<void> }

/** The program itself over a folder, at an address of this PC, with the pictures' clock. */
export async function serve(folder: string): Promise<Served> {
  const clock = pathToFileURL(join(root, 'build', 'pictures', 'stopped-clock.ts')).href
  const program = join(root, 'electron', 'hosts', 'terminal.ts')
  const child = spawn(
    process.execPath,
    ['--import', clock, program, '--data', folder, '--json', 'serve', '--port', '0', '--no-open'],
    { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()))
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
  }
  let said = ''
  for await (const line of createInterface({ input: child.stdout })) {
    said += line
    const address = /http:\/\/127\.0\.0\.1:\d+\/[^"\s]*/.exec(line)?.[0]
    if (address !== undefined) return { address, stop }
  }
  throw new Error(`the program ended without an address: ${said}`)
}
