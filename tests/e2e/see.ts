import { expect } from '@playwright/test'

/**
 * Playwright's assertions, which wait for what is to be seen. They wait longer than its five seconds: a PC with two
 * cores may have other tests beside, and what is not there yet then is no fault of the page. What has to be quick is
 * measured where it is promised.
 */
export const see = expect.configure({ timeout: 20_000 })
