import { run } from './run.ts'

/** `npm run check`: format and lint, then the types of each folder behind its own wall, then the unit tests. */
const walls = ['db', 'electron', 'renderer', 'build', 'tests']
const results = [
  run('biome', ['check', '--error-on-warnings', '.']),
  ...walls.map(folder => run('tsc', ['-p', folder])),
]
const unitOk = process.argv.includes('--no-tests') || run('vitest', ['run', '--reporter=dot'])
process.exit(results.every(Boolean) && unitOk ? 0 : 1)
