import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runBeside, typed } from './run.ts'

/**
 * `npm test`: lint, types and every test. Ends with one line `N passed, N failed`, summed over all runners; the
 * static checks count as one test each, and a runner that dies without a report counts as one failure.
 */
type Tally = { readonly passed: number; readonly failed: number }

/** One after the other, beside the tests; what is wrong is said when all is known, not between the lines of tests. */
async function staticChecks(): Promise<{ readonly tally: Tally; readonly words: string }[]> {
  const checks = [
    { name: 'format and lint (biome)', tool: 'biome', args: ['check', '--error-on-warnings', '.'] },
    ...typed.map(({ folder, name }) => ({
      name: `types of ${name} (tsc)`,
      tool: 'tsc',
      // With several checkers each learns the same types anew, while the tests have all cores.
      args: ['-p', folder, '--checkers', '1'],
    })),
  ]
  const done: { tally: Tally; words: string }[] = []
  for (const { name, tool, args } of checks) {
    const { ok, words } = await runBeside(tool, args)
    done.push({
      tally: { passed: ok ? 1 : 0, failed: ok ? 0 : 1 },
      words: ok ? `ok     ${name}` : `${words}\nFAILED ${name}`,
    })
  }
  return done
}

async function vitest(): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'lifeline-report-'))
  const report = join(folder, 'vitest.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const { ok } = await runBeside('vitest', ['run', ...reporters], true)
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numFailedTestSuites } = JSON.parse(
      readFileSync(report, 'utf8'),
    )
    if (numPendingTests > 0) console.log(`${numPendingTests} tests not run: the reasons are printed above.`)
    const failed = Math.max(numFailedTests, numFailedTestSuites > 0 || !ok ? 1 : 0)
    return { passed: numPassedTests, failed }
  } catch {
    return { passed: 0, failed: 1 }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const [checks, tests] = await Promise.all([staticChecks(), vitest()])
for (const { words } of checks) console.log(words)
const tallies = [...checks.map(({ tally }) => tally), tests]
const passed = tallies.reduce((sum, t) => sum + t.passed, 0)
const failed = tallies.reduce((sum, t) => sum + t.failed, 0)
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
