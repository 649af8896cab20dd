import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { root, run } from './run.ts'

/** Builds the page where it has not been built since its sources or packages changed; nothing otherwise. */
const sources = ['renderer', join('db', 'contract')].flatMap(folder => filesIn(join(root, folder)))
const newest = Math.max(...[...sources, join(root, 'package-lock.json')].map(changedAt))
if (changedAt(join(root, 'dist', 'renderer', 'index.html')) < newest) {
  process.stderr.write('building the page ...\n')
  const isBuilt = run('vite', ['build', '--config', join('build', 'vite.config.ts'), '--logLevel', 'warn'])
  process.exitCode = isBuilt ? 0 : 1
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map(name => join(folder, name))
}

/** When a file changed last; 0 where there is none. */
function changedAt(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
}
