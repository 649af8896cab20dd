import { expect, type Locator } from '@playwright/test'

/**
 * Playwright's assertions, which wait for what is to be seen. They wait longer than its five seconds: a PC with two
 * cores may have other tests beside, and what is not there yet then is no fault of the page. What has to be quick is
 * measured where it is promised.
 */
const timeout = 20_000
const patient = expect.configure({ timeout })

/**
 * The same. Each try of Playwright's that fails describes the page as a whole for the message that a later one may need,
 * which took a tenth of all that the pages did. So what is not there yet is waited for first, without a word.
 */
export const see = new Proxy(patient, {
  apply: (assert, _, [actual, ...more]: Parameters<typeof patient>) => {
    const assertions = assert(actual, ...more)
    return isLocator(actual) ? waitingFor(actual, assertions) : assertions
  },
})

function waitingFor(locator: Locator, assertions: ReturnType<typeof patient>) {
  return new Proxy(assertions, {
    get: (all, name) => {
      const assertion: unknown = Reflect.get(all, name)
      if (typeof assertion !== 'function' || !ofOneThatIsThere.has(String(name))) return assertion
      return async (...expected: readonly unknown[]) => {
        const longest = timeoutIn(expected.at(-1)) ?? timeout
        const state = name === 'toBeVisible' ? 'visible' : 'attached'
        const isThere = await locator.waitFor({ state, timeout: longest }).then(
          () => true,
          // That there are several, or none, is what the assertion itself says.
          () => false,
        )
        if (!(isThere && name === 'toBeVisible')) await assertion.apply(all, expected)
      }
    },
  })
}

/** What can only be said of something that is on the page. */
const ofOneThatIsThere: ReadonlySet<string> = new Set([
  'toBeVisible',
  'toContainText',
  'toHaveText',
  'toHaveValue',
  'toHaveAttribute',
  'toBeFocused',
  'toBeChecked',
  'toBeDisabled',
  'toBeEnabled',
])

function isLocator(actual: unknown): actual is Locator {
  return typeof actual === 'object' && actual !== null && 'waitFor' in actual && 'locator' in actual
}

function timeoutIn(options: unknown): number | undefined {
  if (typeof options !== 'object' || options === null || !('timeout' in options)) return undefined
  return typeof options.timeout === 'number' ? options.timeout : undefined
}
