import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { holdBuild } from './hold-build.ts'
import { root, run } from './run.ts'

type Part = {
  readonly config: string
  /** Folders it is made of. */
  readonly sources: readonly string[]
  /** A file that is there once it is made. */
  readonly made: string
}

const parts = {
  page: {
    config: 'vite.config.ts',
    sources: ['renderer', join('db', 'contract'), join('db', 'records')],
    made: join('renderer', 'index.html'),
  },
  program: { config: 'vite.node.config.ts', sources: ['db', 'electron'], made: join('node', 'main.mjs') },
  preload: {
    config: 'vite.preload.config.ts',
    sources: ['electron', join('db', 'contract')],
    made: join('preload', 'preload.cjs'),
  },
  children: {
    config: 'vite.children.config.ts',
    sources: ['db', join('tests', 'engine')],
    made: join('children', 'killed-child.mjs'),
  },
} as const satisfies Record<string, Part>

export type PartName = keyof typeof parts
/** What people get; the tests' own programs are no part of it. */
export const allParts: readonly PartName[] = ['page', 'program', 'preload']

/** Builds parts into dist/, whether they are stale or not. Answers whether all could be built. */
export function build(names: readonly PartName[]): boolean {
  // Its words go beside: whoever builds may be about to write one JSON document.
  // As people get it: a test runner's own setting would make a page for developers of it.
  const env = { NODE_ENV: 'production' }
  return names.every(name =>
    run('vite', ['build', '--config', join('build', parts[name].config), '--logLevel', 'warn'], env, 2),
  )
}

/**
 * Builds those parts whose sources, configuration or packages have changed since they were made; one process at a time, so that
 * tests that run beside each other do not empty each other's folder.
 */
export function buildStale(names: readonly PartName[]): boolean {
  const letGo = holdBuild()
  try {
    const stale = names.filter(isStale)
    if (stale.length > 0) process.stderr.write(`building: ${stale.join(', ')} ...\n`)
    return build(stale)
  } finally {
    letGo()
  }
}

function isStale(name: PartName): boolean {
  const { config, sources, made } = parts[name]
  const files = sources.flatMap(folder => filesIn(join(root, folder)))
  const others = [join(root, 'package-lock.json'), join(root, 'build', config)]
  return changedAt(join(root, 'dist', made)) < Math.max(...[...files, ...others].map(changedAt))
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map(name => join(folder, name))
}

/** When a file changed last; 0 where there is none. */
function changedAt(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
}
