import type { Page } from '@playwright/test'

/** What is measured and done inside the page itself; as text, since tests know no DOM. */

/** Notes when the first row of a table had a link in it, on every page opened from now on. */
export async function noteFirstRow(page: Page): Promise<void> {
  await page.addInitScript(`
    new MutationObserver(() => {
      if (window.firstRow === undefined && document.querySelector('.rows-body [role=row] a') !== null) {
        window.firstRow = performance.now()
      }
    }).observe(document, { childList: true, subtree: true })`)
}

/** How long after the page had loaded the first row was there, in milliseconds. */
export function firstRowAfterLoad(page: Page): Promise<number> {
  return page.evaluate<number>(`window.firstRow - performance.getEntriesByType('navigation')[0].loadEventEnd`)
}

/** Begins to note how long each frame takes; the function answered ends it and tells the longest, in milliseconds. */
export async function watchFrames(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(`
    window.frames = { longest: 0, last: performance.now(), on: true }
    ;(function frame(now) {
      const { frames } = window
      frames.longest = Math.max(frames.longest, (now ?? frames.last) - frames.last)
      frames.last = now ?? frames.last
      if (frames.on) requestAnimationFrame(frame)
    })()`)
  return () => page.evaluate<number>(`window.frames.on = false, window.frames.longest`)
}

/** Begins to note the fewest rows that were filled at any moment; the function answered tells it. */
export async function watchFilledRows(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(`
    window.fewest = Infinity
    new MutationObserver(() => {
      window.fewest = Math.min(window.fewest, document.querySelectorAll('.rows-body [role=row] a').length)
    }).observe(document.body, { childList: true, subtree: true })`)
  return () => page.evaluate<number>('window.fewest')
}

export async function scrollTo(page: Page, top: number): Promise<void> {
  await page.evaluate(`document.querySelector('.rows').scrollTop = ${top}`)
}

export function scrolled(page: Page): Promise<number> {
  return page.evaluate<number>(`document.querySelector('.rows').scrollTop`)
}

/** As with the thumb of the scrollbar: in 60 frames from wherever it is to the end. */
export async function dragToEnd(page: Page): Promise<void> {
  await page.evaluate(`(async () => {
    const rows = document.querySelector('.rows')
    const end = rows.scrollHeight - rows.clientHeight
    for (let n = 1; n <= 60; n++) {
      rows.scrollTop = (end * n) / 60
      await new Promise(requestAnimationFrame)
    }
  })()`)
}

/**
 * The best of five tries, or the first that is good enough: a machine that is busy with something else makes some of
 * them slow, never quick.
 */
export async function best(enough: number, work: () => Promise<number>): Promise<number> {
  let least = Number.POSITIVE_INFINITY
  for (let n = 0; n < 5 && !(least <= enough); n++) least = Math.min(least, await work())
  return least
}

/** Lets a picture go over the page, or pastes it, as a hand does. */
export function fileArrives(
  page: Page,
  how: 'drop' | 'paste',
  name: string,
  content: readonly number[],
): Promise<void> {
  return page.evaluate<void>(`{
    const carried = new DataTransfer()
    carried.items.add(new File([new Uint8Array(${JSON.stringify(content)})], ${JSON.stringify(name)}, { type: 'image/png' }))
    const more = { bubbles: true, cancelable: true }
    document.body.dispatchEvent(
      ${JSON.stringify(how)} === 'drop'
        ? new DragEvent('drop', { ...more, dataTransfer: carried })
        : new ClipboardEvent('paste', { ...more, clipboardData: carried }),
    )
  }`)
}

/**
 * From now on a button of the dialog is pressed the moment that the dialog says this: quick work comes to its end before a
 * hand from outside gets there. The function answered waits until it was pressed, and ends the watch.
 */
export function pressedOnce(page: Page, name: string, says: RegExp): () => Promise<void> {
  const pressed = page.evaluate<void>(`new Promise(resolve => {
    new MutationObserver((_, observer) => {
      const dialog = document.querySelector('[role=dialog]')
      if (!${String(says)}.test(dialog?.textContent ?? '')) return
      const button = [...dialog.querySelectorAll('button')].find(one => one.textContent === ${JSON.stringify(name)})
      if (button === undefined) return
      observer.disconnect()
      button.click()
      resolve()
    }).observe(document.body, { childList: true, subtree: true, characterData: true })
  })`)
  return () => pressed
}

/** How full a bar was drawn, what it tells who cannot see it, and how much its sentence said was done, of 1. */
export type DrawnBar = { readonly part: number; readonly told: number | null; readonly said: number | null }

/** Begins to note every picture of the bar of what is under way; the function answered tells them. */
export async function watchBar(page: Page): Promise<() => Promise<readonly DrawnBar[]>> {
  await page.evaluate(`
    window.drawnBars = []
    ;(function note() {
      const bar = document.querySelector('.tray [role=progressbar]')
      if (bar !== null) {
        const part = bar.getBoundingClientRect().width / bar.parentElement.getBoundingClientRect().width
        const told = bar.getAttribute('aria-valuenow')
        const said = /(\\d+) \\/ (\\d+)/.exec(bar.closest('.tray').innerText.replaceAll(',', ''))
        window.drawnBars.push({
          part,
          told: told === null ? null : Number(told),
          said: said === null ? null : said[1] / said[2],
        })
      }
      requestAnimationFrame(note)
    })()`)
  return () => page.evaluate<readonly DrawnBar[]>('window.drawnBars')
}
