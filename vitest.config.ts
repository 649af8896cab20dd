import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { nodeFlags } from './build/node-flags.ts'

export default defineConfig({
  // Its binary is not part of the packages: the program's own files meet the fake.
  resolve: {
    alias: [
      { find: /^electron$/, replacement: fileURLToPath(new URL('tests/fakes/electron.ts', import.meta.url)) },
    ],
  },
  test: {
    include: ['tests/**/*.test.ts'],
    pool: 'forks',
    execArgv: nodeFlags,
    maxWorkers: 2,
    setupFiles: ['tests/fixtures/seed.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
