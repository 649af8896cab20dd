import { join } from 'node:path'
import { defineConfig, type Plugin } from 'vite'
import { root } from './run.ts'

const entries = {
  main: join(root, 'electron', 'main.ts'),
  'engine-process': join(root, 'electron', 'engine-process.ts'),
  terminal: join(root, 'electron', 'hosts', 'terminal.ts'),
  worker: join(root, 'db', 'worker', 'worker.ts'),
}

/** A thread is started from a file of its own, which lies beside the others here and is no TypeScript any more. */
function workerBeside(): Plugin {
  const beside = (name: string) => `new URL('./${name}', import.meta.url)`
  const written = beside('worker.ts')
  return {
    name: 'worker-beside',
    enforce: 'pre',
    transform(code, id) {
      if (id !== join(root, 'db', 'worker', 'run-task.ts')) return
      if (!code.includes(written)) this.error(`run-task.ts no longer starts its thread by ${written}`)
      return code.replace(written, beside('worker.mjs'))
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
  plugins: [workerBeside()],
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
