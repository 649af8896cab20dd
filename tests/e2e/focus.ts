import type { Locator, Page } from '@playwright/test'
import { see } from './see.ts'

/** Presses Tab until the thing is focused: whatever cannot be reached so fails the test. */
export async function tabTo(page: Page, wanted: Locator, most = 80): Promise<void> {
  for (let n = 0; n < most; n++) {
    await page.keyboard.press('Tab')
    if (await wanted.evaluate(element => element === element.ownerDocument.activeElement)) return
  }
  await see(wanted).toBeFocused({ timeout: 1 })
}

/** One stop of the Tab key. */
export type Stop = { readonly name: string; readonly isSeen: boolean }

/**
 * The stops of the Tab key on the page as it is after the first, which skips the navigation: what each is called, and whether it looks different
 * while it is focused. Ends where the stops begin anew, or after so many.
 */
export async function tabStops(page: Page, most = 60): Promise<readonly Stop[]> {
  await page.evaluate(`document.querySelector('.skip').focus(); window.stops = new Set()`)
  const stops: Stop[] = []
  while (stops.length < most) {
    await page.keyboard.press('Tab')
    const stop = await page.evaluate<Stop | null>(focused)
    if (stop === null) break
    stops.push(stop)
  }
  return stops
}

/** As text, since tests know no DOM. A hidden radio shows its focus at its label, an input at its frame. */
const focused = `(() => {
  const element = document.activeElement
  if (element === null || element === document.body || window.stops.has(element)) return null
  window.stops.add(element)
  const look = () =>
    JSON.stringify(
      [element, element.nextElementSibling, element.parentElement].map(one => {
        if (one === null) return null
        const { outlineStyle, outlineWidth, outlineColor, boxShadow, borderColor, backgroundColor, top } = getComputedStyle(one)
        return { outlineStyle, outlineWidth, outlineColor, boxShadow, borderColor, backgroundColor, top }
      }),
    )
  const withFocus = look()
  element.blur()
  const without = look()
  element.focus()
  const name = element.getAttribute('aria-label') ?? element.textContent?.trim().slice(0, 40) ?? ''
  return { name: element.tagName.toLowerCase() + ' ' + name, isSeen: withFocus !== without }
})()`
