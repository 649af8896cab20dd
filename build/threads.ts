import { join } from 'node:path'
import type { Plugin } from 'vite'
import { root } from './run.ts'

/** Where threads are started, and by which file of their own. */
const starters: ReadonlyMap<string, string> = new Map([
  [join(root, 'db', 'worker', 'run-task.ts'), 'worker'],
  [join(root, 'db', 'worker', 'browsing-thread.ts'), 'browse-worker'],
])

/** By which they start one: it is told the file. */
const starting = join(root, 'db', 'worker', 'started-thread.ts')

/** Each thread's own file, by its name in the bundle. */
export const threadEntries = Object.fromEntries(
  [...new Set(starters.values())].map(name => [name, join(root, 'db', 'worker', `${name}.ts`)]),
)

/** The address of a file in the same folder, as program text. */
export const beside = (name: string) => `new URL('./${name}', import.meta.url)`

/**
 * Starts threads from the bundle, where they are no TypeScript any more: `bundled` answers with the address of a
 * thread's file, as program text.
 */
export function threadsFrom(bundled: (name: string) => string): Plugin {
  return {
    name: 'threads-from-bundle',
    enforce: 'pre',
    transform(code, id) {
      const thread = starters.get(id)
      if (thread === undefined) {
        if (!id.startsWith(join(root, 'tests')) && id !== starting && /new Worker\(|startThread\(/.test(code))
          this.error(`${id} starts a thread that is not packed`)
        return
      }
      const written = beside(`${thread}.ts`)
      if (!code.includes(written)) this.error(`${id} no longer starts its thread by ${written}`)
      return code.replace(written, bundled(thread))
    },
  }
}
