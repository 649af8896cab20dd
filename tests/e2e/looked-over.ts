import type { Page } from '@playwright/test'

/** What is wrong with the look of a page as it is shown now, in sentences. */
export async function looksWrong(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const faults: string[] = []
    const nameOf = (element: Element) => {
      const text = (element.textContent ?? '').trim().slice(0, 40)
      return `<${element.tagName.toLowerCase()} class="${element.getAttribute('class') ?? ''}"> ${text}`
    }
    const isSeen = (element: Element) =>
      element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
    for (const element of document.querySelectorAll<HTMLElement>('html, body, body *')) {
      if (!isSeen(element)) continue
      const { overflowX, textOverflow } = getComputedStyle(element)
      const isWide = element.scrollWidth > element.clientWidth + 1
      const isRoot = element === document.documentElement
      if (isWide && (isRoot || overflowX === 'auto' || overflowX === 'scroll')) {
        faults.push(`scrolls sideways (${element.scrollWidth} in ${element.clientWidth}): ${nameOf(element)}`)
      }
      // Text that is cut has to be told in full when one points at it.
      const isCut =
        (textOverflow === 'ellipsis' && isWide) ||
        (element.classList.contains('two-lines') && element.scrollHeight > element.clientHeight + 1)
      const isTold =
        element.closest('[title]') !== null || element.querySelector('[title]') !== null
      if (isCut && !isTold) faults.push(`cut without a title: ${nameOf(element)}`)
      if (element instanceof HTMLInputElement && element.placeholder !== '' && element.value === '' && isWide) {
        faults.push(`placeholder is cut: ${element.placeholder}`)
      }
    }
    return faults
  })
}

/** The words of the page itself: buttons, labels, headings, tabs and column heads, without what is data. */
export async function wordsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const chosen =
      'button, label, h1, h2, h3, th, dt, [role=tab], [role=columnheader], nav a, legend, .severity, .quiet, input, [aria-label]'
    const found = new Set<string>()
    for (const element of document.querySelectorAll<HTMLElement>(chosen)) {
      // What is written in another language says so.
      if (element.closest('[lang]') !== document.documentElement || !element.checkVisibility()) continue
      const copy = element.cloneNode(true)
      if (copy instanceof Element) for (const foreign of copy.querySelectorAll('[lang]')) foreign.remove()
      for (const text of [copy.textContent, element.getAttribute('aria-label'), element.getAttribute('placeholder')])
        if (text !== null && text.trim() !== '') found.add(text.trim())
    }
    return [...found]
  })
}
