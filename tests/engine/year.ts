import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'

/** `npm run year -- [--operations N] [--seed N]`: the random year of random-year.test.ts, as long as a year is. */
const { values } = parseArgs({
  options: { operations: { type: 'string', default: '50000' }, seed: { type: 'string' } },
})
const seed = values.seed ?? String(Math.floor(Math.random() * 2 ** 31))
const wrong = [values.operations, seed].find(value => !/^[1-9]\d{0,8}$/.test(value))
if (wrong !== undefined) {
  process.stderr.write(`${wrong} is no number. usage: npm run year -- [--operations N] [--seed N]\n`)
  process.exit(2)
}
process.stderr.write(`a year of ${values.operations} operations, seed ${seed}\n`)
const { status } = spawnSync('npx', ['vitest', 'run', 'tests/engine/random-year.test.ts'], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
  env: { ...process.env, LIFELINE_OPERATIONS: values.operations, LIFELINE_SEED: seed },
})
process.exit(status ?? 1)
