import { spawnSync } from 'node:child_process'
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
  const bin = join(root, 'node_modules', '.bin', process.platform === 'win32' ? `${tool}.cmd` : tool)
  const done = spawnSync(bin, args, {
    cwd: root,
    stdio: ['inherit', out, 'inherit'],
    shell: process.platform === 'win32',
    env: { ...process.env, ...env },
  })
  return done.status === 0
}
