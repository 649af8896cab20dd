import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run, typed } from './run.ts'

/**
 * `npm test`: lint, types and every test. Ends with one line `N passed, N failed`, summed over all runners; the
 * static checks count as one test each, and a runner that dies without a report counts as one failure.
 */
type Tally = { readonly passed: number; readonly failed: number }

function staticCheck(name: string, tool: string, args: readonly string[]): Tally {
  const ok = run(tool, args)
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${name}`)
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1 }
}

function vitest(): Tally {
  const folder = mkdtempSync(join(tmpdir(), 'lifeline-report-'))
  const report = join(folder, 'vitest.json')
  const ok = run('vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`])
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

const tallies = [
  staticCheck('format and lint (biome)', 'biome', ['check', '--error-on-warnings', '.']),
  ...typed.map(({ folder, name }) => staticCheck(`types of ${name} (tsc)`, 'tsc', ['-p', folder])),
  vitest(),
]
const passed = tallies.reduce((sum, t) => sum + t.passed, 0)
const failed = tallies.reduce((sum, t) => sum + t.failed, 0)
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
