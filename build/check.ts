import { run, typed } from './run.ts'

/** `npm run check`: format and lint, then the types, then the unit tests. */
const results = [
  run('biome', ['check', '--error-on-warnings', '.']),
  ...typed.map(({ folder }) => run('tsc', ['-p', folder])),
]
const unitOk = process.argv.includes('--no-tests') || run('vitest', ['run', '--reporter=dot'])
process.exit(results.every(Boolean) && unitOk ? 0 : 1)
