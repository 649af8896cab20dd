import { join } from 'node:path'
import { defineConfig } from 'vite'
import { root } from './run.ts'
import { threadsFrom } from './threads.ts'

const child = (name: string) => join(root, 'tests', 'engine', `${name}.ts`)

/**
 * Programs that tests start dozens of times, to kill them or to fill their disk: bundled they start in a third of the time,
 * and so do the threads that they start, which are the program's own.
 */
export default defineConfig({
  root,
  publicDir: false,
  plugins: [threadsFrom(name => `new URL('../node/${name}.mjs', import.meta.url)`)],
  ssr: { noExternal: true, external: ['better-sqlite3'] },
  build: {
    ssr: true,
    outDir: join(root, 'dist', 'children'),
    emptyOutDir: true,
    target: 'node24',
    minify: false,
    rolldownOptions: {
      input: [child('killed-child'), child('full-disk-child'), child('full-disk-apply-child')],
      output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
    },
  },
})
