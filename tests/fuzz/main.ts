import { parseArgs } from 'node:util'
import { run } from '#build/run.ts'
import { runStories } from './run.ts'
import { long } from './story.ts'
import { officeRules, rareRules, rules } from './tally.ts'

/**
 * `npm run fuzz -- [--seed N] [--runs N] [--replicas N] [--packets N]`: stories of several replicas that lose, double,
 * delay and part what they send, are restored, cloned and broken off; then the same with offices, keys and real packets.
 * Prints the seed of a story that breaks, and the shortest one that does; exits 1 then, or if some rule decided nothing.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    runs: { type: 'string', default: '1000' },
    replicas: { type: 'string', default: '10' },
    packets: { type: 'string', default: '100' },
  },
})
const first = values.seed === undefined ? Math.floor(Date.now() / 1000) % 1e9 : Number(values.seed)
const [runs, replicas, packets] = [values.runs, values.replicas, values.packets].map(Number)
if (![first, runs, replicas, packets].every(n => n !== undefined && Number.isSafeInteger(n) && n >= 0)) {
  process.stderr.write('usage: fuzz [--seed N] [--runs N] [--replicas N] [--packets N]\n')
  process.exit(2)
}
const seeds = Array.from({ length: runs ?? 0 }, (_, i) => first + i)
console.log(`seeds ${first} to ${first + seeds.length - 1}, up to ${replicas} replicas`)
const begun = process.cpuUsage()
const { stories, steps, tally, failure } = await runStories(seeds, () => ({
  ...long,
  replicas: Math.max(2, replicas ?? 2),
}))
const { user, system } = process.cpuUsage(begun)
const seconds = (user + system) / 1e6
console.log(`${stories} stories, ${steps} steps, ${Math.round(steps / seconds)} steps a second of one core`)
const all = [...rules, ...officeRules, ...rareRules]
for (const rule of all) console.log(`${String(tally.of(rule)).padStart(9)}  ${rule}`)
if (failure !== undefined) {
  console.error(`seed ${failure.seed} breaks: ${failure.message}`)
  console.error(JSON.stringify(failure.shortest))
  process.exit(1)
}
// So many stories come to everything, where there are PCs enough.
const isMany = (runs ?? 0) >= 1000
const never = tally.never(!isMany ? [] : (replicas ?? 0) >= 8 ? all : [...rules, ...officeRules])
if (never.length > 0) {
  console.error(`these decided nothing: ${never.join('; ')}`)
  process.exit(1)
}
if (packets !== undefined && packets > 0) {
  process.env['LIFELINE_RUNS'] = String(packets)
  const files = [
    'tests/engine/exchange.property.test.ts',
    'tests/engine/evil-office/moved-offices.property.test.ts',
  ]
  if (!run('vitest', ['run', ...files])) process.exit(1)
}
