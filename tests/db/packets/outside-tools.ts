import { spawnSync } from 'node:child_process'
import type { TestContext } from 'vitest'

/** Skips a test, saying why, where one of these programs is not installed. */
export function needs(context: TestContext, ...tools: readonly string[]): void {
  const missing = tools.filter(tool => spawnSync('sh', ['-c', `command -v ${tool}`]).status !== 0)
  if (missing.length === 0) return
  console.log(`not run: "${context.task.name}" needs ${missing.join(', ')}`)
  context.skip()
}

/** Runs shell commands in a folder and answers what they print; a command that fails throws with its words. */
export function shell(folder: string, commands: string, input = ''): string {
  const done = spawnSync('sh', ['-euc', commands], { cwd: folder, encoding: 'utf8', input })
  if (done.status !== 0) throw new Error(`${commands}\n${done.stdout}\n${done.stderr}`)
  return done.stdout
}
