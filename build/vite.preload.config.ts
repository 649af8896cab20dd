import { join } from 'node:path'
import { defineConfig } from 'vite'
import { root } from './run.ts'

/** The window's preload: one CommonJS file, since a sandboxed preload can load no other. */
export default defineConfig({
  root,
  publicDir: false,
  ssr: { noExternal: true, external: ['electron'] },
  build: {
    ssr: join(root, 'electron', 'preload.ts'),
    outDir: join(root, 'dist', 'preload'),
    emptyOutDir: true,
    target: 'node24',
    minify: false,
    rolldownOptions: { output: { format: 'cjs', entryFileNames: 'preload.cjs', codeSplitting: false } },
  },
})
