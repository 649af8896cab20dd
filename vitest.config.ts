import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    setupFiles: ['tests/fixtures/seed.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
