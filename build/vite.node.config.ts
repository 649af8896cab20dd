import { join } from 'node:path'
import { defineConfig, type Plugin } from 'vite'
import { root } from './run.ts'

const entries = {
  main: join(root, 'electron', 'main.ts'),
  'engine-process': join(root, 'electron', 'engine-process.ts'),
  terminal: join(root, 'electron', 'hosts', 'terminal.ts'),
  worker: join(root, 'db', 'worker', 'worker.ts'),
  'browse-worker': join(root, 'db', 'worker', 'browse-worker.ts'),
}

/** Where threads are started, and by which file of their own. */
const threads: ReadonlyMap<string, string> = new Map([
  [join(root, 'db', 'worker', 'run-task.ts'), 'worker'],
  [join(root, 'db', 'worker', 'browsing-thread.ts'), 'browse-worker'],
])

const beside = (name: string) => `new URL('./${name}', import.meta.url)`

/** A thread is started from a file of its own, which lies beside the others here and is no TypeScript any more. */
function workersBeside(): Plugin {
  return {
    name: 'workers-beside',
    enforce: 'pre',
    transform(code, id) {
      const worker = threads.get(id)
      if (worker === undefined) {
        if (code.includes('new Worker(')) this.error(`${id} starts a thread that is not packed`)
        return
      }
      const written = beside(`${worker}.ts`)
      if (!code.includes(written)) this.error(`${id} no longer starts its thread by ${written}`)
      return code.replace(written, beside(`${worker}.mjs`))
    },
  }
}

/**
 * What runs in Node: the window's main process, the engine's process, the terminal and the reading threads. Everything
 * is bundled but electron itself and better-sqlite3, whose binary is a file of its own.
 */
export default defineConfig({
  root,
  publicDir: false,
  plugins: [workersBeside()],
  ssr: { noExternal: true, external: ['better-sqlite3', 'electron'] },
  build: {
    ssr: true,
    outDir: join(root, 'dist', 'node'),
    emptyOutDir: true,
    target: 'node24',
    minify: false,
    rolldownOptions: {
      input: entries,
      output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
    },
  },
})
