import type { Page } from '@playwright/test'
import axe from 'axe-core'

/** The rules of axe that a page has to keep. */
const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']

const names = {
  runOnly: { type: 'tag', values: wcag },
  rules: { 'aria-dialog-name': { enabled: true }, 'color-contrast': { enabled: false } },
} as const satisfies axe.RunOptions

const colours = { runOnly: { type: 'rule', values: ['color-contrast'] } } as const satisfies axe.RunOptions

/** The navigation and what stands above every page. */
const sameOnAll = [['nav.side'], ['.main > header > .top']]

type RuleSet = { readonly runOnly: { readonly values: readonly string[] } }

/** A choice among the rules of axe: all, or the colours alone. */
const rulesOf = {
  everything: [names, colours],
  colours: [colours],
} as const satisfies Record<string, readonly axe.RunOptions[]>

/**
 * What axe calls serious on the page as it stands, once no colour is on its way to another. axe is read in once for as
 * long as a page is not loaded anew. The colours of a text are most of its work: of texts that are drawn alike one is
 * enough, the first of hundreds of cells; where `seen` keeps how texts were drawn, the first on all pages, of which what stands
 * beside and above each is looked at once.
 */
export async function seriousIn(
  page: Page,
  what: keyof typeof rulesOf = 'everything',
  seen: Set<number> = new Set(),
): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source)
  const { violations, drawn } = await page.evaluate(
    async ([sets, colourRule, seenBefore, frame]) => {
      const inPage = globalThis as unknown as { readonly axe: typeof axe }
      const transitions = document.getAnimations().filter(animation => 'transitionProperty' in animation)
      await Promise.allSettled(transitions.map(({ finished }) => finished))
      /** Texts that differ have different numbers: of 53 bits, 26 of one sum and 27 of another. */
      const numberOf = (text: string) => {
        let [one, other] = [0x811c9dc5, 0x9e3779b9]
        for (let n = 0; n < text.length; n++) {
          one = Math.imul(one ^ text.charCodeAt(n), 0x01000193)
          other = Math.imul(other ^ text.charCodeAt(n), 0x85ebca6b)
          other ^= other >>> 13
        }
        return (one >>> 6) * 2 ** 27 + (other >>> 5)
      }
      const looks = new Map<Shown, number>()
      /** All that decides how the text of an element is drawn, and on what, as one number: its look and that of all around. */
      const lookOf = (element: Shown): number => {
        const known = looks.get(element)
        if (known !== undefined) return known
        const drawn = getComputedStyle(element)
        const { color, backgroundColor, backgroundImage, opacity, position, fontSize, fontWeight } = drawn
        const own = [color, backgroundColor, backgroundImage, opacity, position, fontSize, fontWeight]
        const around = element.parentElement === null ? 0 : lookOf(element.parentElement)
        const kind = [element.tagName, element.getAttribute('class'), element.getAttribute('aria-disabled')]
        const look = numberOf(`${around}/${kind.join(' ')} ${own.join(' ')} ${drawn.textShadow}`)
        looks.set(element, look)
        return look
      }
      const drawnBefore = new Set(seenBefore)
      const first = new Map<number, Shown>()
      const differing = () => {
        for (const element of document.querySelectorAll('body *')) {
          const hasText = [...element.childNodes].some(({ nodeType, data }) => nodeType === 3 && data?.trim())
          const takesText = /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName)
          if (!(hasText || takesText) || !element.checkVisibility()) continue
          const look = lookOf(element)
          if (!drawnBefore.has(look) && !first.has(look)) first.set(look, element)
        }
        return [...first.values()]
      }
      const found: axe.Result[] = []
      for (const rules of sets) {
        const isColours = rules.runOnly.values.includes(colourRule)
        const include = isColours ? differing() : [document]
        if (include.length === 0) continue
        const options = { ...rules, resultTypes: ['violations'], iframes: false } as axe.RunOptions
        const part = { include, ...(!isColours && seenBefore.length > 0 && { exclude: frame }) }
        found.push(...(await inPage.axe.run(part as unknown as axe.ElementContext, options)).violations)
      }
      return { violations: found, drawn: [...first.keys()] }
    },
    [rulesOf[what] as readonly RuleSet[], 'color-contrast', [...seen], sameOnAll] as const,
  )
  for (const look of drawn) seen.add(look)
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(node => `${id}: ${node.html.slice(0, 200)} ${node.any[0]?.message ?? ''}`),
    )
}

/** What is asked of an element in the page; the tests' own compiler knows no document. */
type Shown = {
  readonly tagName: string
  readonly parentElement: Shown | null
  readonly lang: string
  readonly textContent: string | null
  readonly scrollWidth: number
  readonly clientWidth: number
  readonly scrollHeight: number
  readonly clientHeight: number
  readonly classList: { contains(name: string): boolean }
  readonly placeholder?: string
  readonly value?: string
  readonly childNodes: Iterable<{ readonly nodeType: number; readonly data?: string }>
  createElement(name: 'canvas'): {
    getContext(kind: '2d'): { font: string; measureText(text: string): { width: number } }
  }
  getAttribute(name: string): string | null
  getBoundingClientRect(): { readonly right: number }
  closest(selector: string): Shown | null
  querySelector(selector: string): Shown | null
  querySelectorAll(selector: string): Iterable<Shown>
  cloneNode(deep: true): Shown
  remove(): void
  checkVisibility(options?: Readonly<Record<string, boolean>>): boolean
}
declare const document: Shown & {
  readonly documentElement: Shown
  getAnimations(): { readonly finished: Promise<unknown> }[]
}
declare function getComputedStyle(element: Shown): {
  readonly overflowX: string
  readonly textOverflow: string
  readonly webkitLineClamp: string
  readonly fontFamily: string
  readonly paddingLeft: string
  readonly paddingRight: string
  readonly color: string
  readonly backgroundColor: string
  readonly backgroundImage: string
  readonly opacity: string
  readonly position: string
  readonly fontSize: string
  readonly fontWeight: string
  readonly textShadow: string
}

/** What is wrong with a page as it is shown now: sideways scrolling, text cut without a way to read it, and what keys cannot pass. */
export async function looksWrong(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const faults: string[] = []
    const pen = document.createElement('canvas').getContext('2d')
    const nameOf = (element: Shown) =>
      `<${element.tagName.toLowerCase()} class="${element.getAttribute('class') ?? ''}"> ${(element.textContent ?? '').trim().slice(0, 40)}`
    for (const element of document.querySelectorAll('html, body, body *')) {
      if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue
      const shown = getComputedStyle(element)
      const { overflowX, textOverflow, webkitLineClamp, paddingLeft, paddingRight } = shown
      const isWide = element.scrollWidth > element.clientWidth + 1
      const scrolls = element === document.documentElement || overflowX === 'auto' || overflowX === 'scroll'
      if (isWide && scrolls) {
        faults.push(`scrolls sideways, ${element.scrollWidth} in ${element.clientWidth}: ${nameOf(element)}`)
      }
      const isCut =
        (textOverflow === 'ellipsis' && isWide) ||
        (webkitLineClamp !== 'none' && element.scrollHeight > element.clientHeight + 1)
      const isTold = element.closest('[title]') !== null || element.querySelector('[title]') !== null
      // An input is scrolled by whoever writes in it; what it asks for has to be seen at once.
      const isInput = element.tagName === 'INPUT'
      if (isCut && !isTold && !isInput) faults.push(`cut, and not told by a title: ${nameOf(element)}`)
      // A word of a list that is chosen from is not scrolled either.
      const isChosen = element.getAttribute('readonly') !== null && element.value !== ''
      const stands = isChosen ? element.value : element.value === '' ? element.placeholder : undefined
      if (isInput && stands) {
        // In one word Chromium says the font of few elements, and a pen without one writes small.
        pen.font = `${shown.fontWeight} ${shown.fontSize} ${shown.fontFamily}`
        const room = element.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight)
        const needed = pen.measureText(stands).width
        if (needed > room + 1) faults.push(`what stands in a field is cut: ${stands}`)
      }
    }
    // A table is one stop of the Tab key: its own keys lead to what its rows hold.
    for (const stop of document.querySelectorAll('.rows a, .rows button, .rows input, .rows [tabindex="0"]'))
      if (stop.checkVisibility() && stop.getAttribute('tabindex') !== '-1')
        faults.push(`a stop of the Tab key inside a table: ${nameOf(stop)}`)
    // A link or a button inside another one does what the outer one does.
    for (const inner of document.querySelectorAll('a a, a button, button a, button button'))
      faults.push(`can be pressed inside what can be pressed: ${nameOf(inner)}`)
    // A value that was put on the page without words for it.
    for (const { textContent } of document.querySelectorAll('main, nav, [role=dialog]')) {
      const unsaid = /\[object \w+\]|\bundefined\b|\bNaN\b/.exec(textContent ?? '')
      if (unsaid !== null) faults.push(`no words: ${unsaid[0]}`)
    }
    return faults
  })
}

/** What can be pressed or typed in and stands beyond the edge of the window, and buttons whose words are cut. */
export async function outOfReach(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const faults: string[] = []
    const edge = document.documentElement.clientWidth
    // What is wider than its place is scrolled there, or cut with a title that tells it.
    const isHeld = (element: Shown) => {
      for (let at = element.parentElement; at !== null && at.tagName !== 'MAIN'; at = at.parentElement)
        if (getComputedStyle(at).overflowX !== 'visible' && at.scrollWidth > at.clientWidth + 1) return true
      return false
    }
    // A table is moved from side to side, but what can be done with its rows stays in sight.
    const isCutOff = (element: Shown, right: number) => {
      const isOfRow = element.closest('.rows-verbs') !== null
      for (let at = element.parentElement; at !== null && at.tagName !== 'MAIN'; at = at.parentElement) {
        const { overflowX } = getComputedStyle(at)
        const cuts = overflowX === 'hidden' || overflowX === 'clip' || (isOfRow && overflowX !== 'visible')
        if (cuts && right > at.getBoundingClientRect().right + 1) return true
      }
      return false
    }
    const chosen = '.top button, .top a, .top input, main button, main a, main input'
    for (const element of document.querySelectorAll(chosen)) {
      if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue
      const name = (element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40)
      const { right } = element.getBoundingClientRect()
      if (element.tagName === 'BUTTON' && isCutOff(element, right)) faults.push(`${name} is cut off`)
      if (right > edge + 1 && !isHeld(element)) faults.push(`${name} ends at ${Math.round(right)} of ${edge}`)
      if (element.classList.contains('top-search')) continue
      for (const part of element.querySelectorAll('.mantine-Button-label'))
        if (part.scrollWidth > part.clientWidth + 1) faults.push(`the words of a button are cut: ${name}`)
    }
    for (const scrolled of document.querySelectorAll('html, #content'))
      if (scrolled.scrollWidth > scrolled.clientWidth + 1) faults.push('the page is moved from side to side')
    return faults
  })
}

/** The words of the page itself: buttons, labels, headings, tabs and heads of columns. What says its own language is left out. */
export async function wordsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const chosen =
      'button, label, h1, h2, h3, th, dt, nav a, input, [role=tab], [role=columnheader], [role=group], [role=navigation], .severity, p'
    const found = new Set<string>()
    for (const element of document.querySelectorAll(chosen)) {
      if (element.closest('[lang]') !== document.documentElement || !element.checkVisibility()) continue
      const copy = element.cloneNode(true)
      for (const foreign of copy.querySelectorAll('[lang]')) foreign.remove()
      const texts = [copy.textContent, element.getAttribute('aria-label'), element.placeholder]
      for (const text of texts) if (text?.trim()) found.add(text.trim())
    }
    return [...found]
  })
}
