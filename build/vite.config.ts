import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { root } from './run.ts'

/** The page: everything it runs comes from its own folder, as the content security policy of the hosts demands. */
export default defineConfig({
  root: join(root, 'renderer'),
  base: '/',
  plugins: [react()],
  build: {
    outDir: join(root, 'dist', 'renderer'),
    emptyOutDir: true,
    target: 'chrome120',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2000,
  },
})
