import { spawn, spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/**
 * What is checked for its types in one go: what runs in Node, and what runs in a page, where Node is not there. One
 * configuration checks all folders of Node, since the tests read nearly all of them anyway.
 */
export const typed = [
  { folder: 'tests', name: 'db/, electron/, build/ and tests/' },
  { folder: 'renderer', name: 'renderer/' },
]

/** Runs a tool of node_modules/.bin in the project's root and answers whether it ended with 0. `out`: where its words go. */
export function run(
  tool: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  out: 'inherit' | 2 = 'inherit',
): boolean {
  const done = spawnSync(binOf(tool), args, {
    cwd: root,
    stdio: ['inherit', out, 'inherit'],
    shell: process.platform === 'win32',
    env: { ...process.env, ...env },
  })
  return done.status === 0
}

/**
 * Runs a tool beside others and answers whether it ended with 0, and what it said: with `aloud` it said it here already.
 */
export function runBeside(
  tool: string,
  args: readonly string[],
  aloud = false,
): Promise<{ readonly ok: boolean; readonly words: string }> {
  const out = aloud ? 'inherit' : 'pipe'
  const child = spawn(binOf(tool), args, {
    cwd: root,
    stdio: ['ignore', out, out],
    shell: process.platform === 'win32',
  })
  let words = ''
  for (const said of [child.stdout, child.stderr]) {
    said?.setEncoding('utf8')
    said?.on('data', text => {
      words += text
    })
  }
  return new Promise(resolve => {
    child.on('error', error => resolve({ ok: false, words: error.message }))
    child.on('close', code => resolve({ ok: code === 0, words }))
  })
}

function binOf(tool: string): string {
  return join(root, 'node_modules', '.bin', process.platform === 'win32' ? `${tool}.cmd` : tool)
}
