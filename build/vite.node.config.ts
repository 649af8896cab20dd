import { join } from 'node:path'
import { defineConfig } from 'vite'
import { oneByteTexts } from './one-byte-texts.ts'
import { root } from './run.ts'
import { beside, threadEntries, threadsFrom } from './threads.ts'

const entries = {
  main: join(root, 'electron', 'main.ts'),
  'engine-process': join(root, 'electron', 'engine-process.ts'),
  terminal: join(root, 'electron', 'hosts', 'terminal.ts'),
  ...threadEntries,
}

/**
 * What runs in Node: the window's main process, the engine's process, the terminal and the reading threads. Everything
 * is bundled but electron itself and better-sqlite3, whose binary is a file of its own.
 */
export default defineConfig({
  root,
  publicDir: false,
  plugins: [threadsFrom(name => beside(`${name}.mjs`)), oneByteTexts],
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
