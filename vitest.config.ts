import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { noProtectionKeys } from './build/node-flags.ts'
import { threadsFrom } from './build/threads.ts'
import { LongestFirst } from './tests/fixtures/longest-first.ts'

const fake = (name: string) => fileURLToPath(new URL(`tests/fakes/${name}.ts`, import.meta.url))

export default defineConfig({
  // Threads start in a fraction of the time from the bundle, which is what offices run; prepare-run.ts makes it.
  plugins: [
    threadsFrom(name => `new URL(${JSON.stringify(new URL(`dist/node/${name}.mjs`, import.meta.url).href)})`),
    {
      name: 'threads-for-many-registries',
      enforce: 'pre',
      resolveId: (source, importer) =>
        source === './started-thread.ts' && importer?.endsWith('/db/worker/run-task.ts')
          ? fake('kept-threads')
          : undefined,
    },
  ],
  // Its binary is not part of the packages: the program's own files meet the fake.
  resolve: {
    alias: [{ find: /^electron$/, replacement: fake('electron') }],
  },
  test: {
    include: ['tests/**/*.test.ts'],
    pool: 'forks',
    // What keeps Node alive, and room for what is soon no longer needed: a process of tests has memory, and need not look for
    // some to give back so often. Programs that are measured are their own processes.
    execArgv: [noProtectionKeys, '--min-semi-space-size=32', '--max-semi-space-size=64'],
    // One more than a small machine has cores: tests wait for Chromium, threads and programs; with two more all are slower.
    maxWorkers: 3,
    // A process serves many files: modules are read, offices prepared and Chromium started once, not for every file.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    globalSetup: ['tests/fixtures/prepare-run.ts'],
    setupFiles: ['tests/fixtures/seed.ts'],
    // A test of five seconds may take twenty times as long beside others on a machine that somebody else works on too.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Its own second is over before a machine that is busy with other tests has come to what is waited for.
    expect: { poll: { timeout: 20_000 } },
  },
})
