import { parseArgs } from 'node:util'
import { run } from '#build/run.ts'
import type { AnyStory } from './play.ts'
import { type Failure, runStories } from './run.ts'
import { long } from './story.ts'
import { officeRules, rareRules, rules } from './tally.ts'

type Told = {
  readonly seed: number
  readonly step: number
  readonly what: string
  readonly shortest?: AnyStory
}

/**
 * `npm run fuzz -- [--seed N] [--runs N] [--replicas N] [--packets N] [--json]`: stories of several replicas that lose,
 * double, delay and part what they send, are restored, cloned and broken off; then the same with offices, keys and real
 * packets. Prints the seed of a story that breaks, and the shortest one that does; exits 1 then, or if some rule decided
 * nothing. With `--json` one document: `{seed, runs, steps, stepsPerSecond, faults, rules, failures:[{seed, step, what,
 * shortest}]}`, `step` the length of the shortest story.
 */
const usage = 'usage: fuzz [--seed N] [--runs N] [--replicas N] [--packets N] [--json]\n'
const values = valuesGiven()
const first = values.seed === undefined ? Math.floor(Date.now() / 1000) % 1e9 : Number(values.seed)
const [runs = 0, replicas = 0, packets = 0] = [values.runs, values.replicas, values.packets].map(Number)
if (![first, runs, replicas, packets].every(n => Number.isSafeInteger(n) && n >= 0)) wrongUsage()
const say = (text: string) => (values.json ? process.stderr : process.stdout).write(`${text}\n`)

const seeds = Array.from({ length: runs }, (_, i) => first + i)
say(`seeds ${first} to ${first + seeds.length - 1}, up to ${replicas} replicas`)
const begun = process.cpuUsage()
const { stories, steps, tally, failure } = await runStories(seeds, () => ({
  ...long,
  replicas: Math.max(2, replicas),
}))
const { user, system } = process.cpuUsage(begun)
const stepsPerSecond = Math.round(steps / ((user + system) / 1e6))
say(`${stories} stories, ${steps} steps, ${stepsPerSecond} steps a second of one core`)
const all = [...rules, ...officeRules, ...rareRules]
for (const rule of all) say(`${String(tally.of(rule)).padStart(9)}  ${rule}`)
const failures = failure === undefined ? [] : [told(failure)]
// So many stories come to everything, where there are PCs enough.
const expected = runs < 1000 ? [] : replicas >= 8 ? all : [...rules, ...officeRules]
const never = failure === undefined ? tally.never(expected) : []
if (never.length > 0)
  failures.push({ seed: first, step: 0, what: `these decided nothing: ${never.join('; ')}` })
if (failures.length === 0 && packets > 0) {
  const files = [
    'tests/engine/exchange.property.test.ts',
    'tests/engine/evil-office/moved-offices.property.test.ts',
  ]
  const isWhole = run(
    'vitest',
    ['run', ...files],
    { LIFELINE_RUNS: String(packets) },
    values.json ? 2 : 'inherit',
  )
  if (!isWhole) failures.push({ seed: first, step: 0, what: 'offices that exchange real packets: see above' })
}
for (const { seed, what, shortest } of failures) {
  process.stderr.write(
    `seed ${seed} breaks: ${what}\n${shortest === undefined ? '' : `${JSON.stringify(shortest)}\n`}`,
  )
}
if (values.json) {
  const counts = Object.fromEntries(all.map(rule => [rule, tally.of(rule)]))
  const faults = {
    lost: tally.of('a packet is lost'),
    doubled: tally.of('what is known comes again'),
    reordered: tally.of('a part comes before the rest'),
    damaged: tally.of('a packet is damaged'),
    forged: tally.of('a change is forged'),
    clock: tally.of('a clock is wrong') + tally.of('a clock jumps'),
    restored: tally.of('a backup is restored'),
    cloned: tally.of('a PC is cloned'),
    crashed: tally.of('a writing is broken off') + tally.of('a packet is broken off'),
  }
  console.log(
    JSON.stringify({ seed: first, runs: stories, steps, stepsPerSecond, faults, rules: counts, failures }),
  )
}
process.exit(failures.length === 0 ? 0 : 1)

function told({ seed, message, shortest }: Failure): Told {
  return { seed, step: shortest.steps.length, what: message, shortest }
}

function valuesGiven() {
  try {
    return parseArgs({
      options: {
        seed: { type: 'string' },
        runs: { type: 'string', default: '1000' },
        replicas: { type: 'string', default: '10' },
        packets: { type: 'string', default: '100' },
        json: { type: 'boolean', default: false },
      },
    }).values
  } catch {
    return wrongUsage()
  }
}

function wrongUsage(): never {
  process.stderr.write(usage)
  process.exit(2)
}
