import type { Page, Route } from '@playwright/test'
import { see } from './see.ts'

const probe = '**/?is-it-in-force'

/**
 * Playwright's `page.route`, in force once it has answered. Of a page that is open Chromium learns of it some moments
 * later, and behind what a hand presses meanwhile: on a busy machine the first question would go past it.
 */
export async function intercept(
  page: Page,
  address: string | RegExp,
  handle: (route: Route) => unknown,
): Promise<void> {
  await page.route(address, handle)
  if (!page.url().startsWith('http')) return
  await page.route(probe, route => route.fulfill({ body: 'in force' }))
  await see
    .poll(() => page.evaluate<string>(`fetch('/?is-it-in-force').then(answer => answer.text())`))
    .toBe('in force')
  await page.unroute(probe)
}
