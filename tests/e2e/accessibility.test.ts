import { expect, onTestFinished, test } from 'vitest'
import { zhCN } from '#renderer/text/zh-CN.ts'
import { fillLater, laterScenes } from './later-pages.ts'
import { looksWrong, outOfReach, seriousIn, wordsOf } from './looked-over.ts'
import { askForTransfers, begin, openNewFolder, openSample, openWaiting } from './open-stages.ts'
import { chromiumPath, openTab } from './opened-page.ts'
import {
  emptyScenes,
  filledScenes,
  firstScenes,
  type Scene,
  settled,
  show,
  turnTo,
  waitingScenes,
} from './pages.ts'
import { changedTo, inLanguage, type Scenery, type Stage } from './stage.ts'

if (chromiumPath === undefined) {
  console.warn('Chromium is not on this PC: no page is looked over. Set CHROMIUM to its path.')
}

/** In the dark the same design has other colours: these show every kind of thing that has one. */
const alsoDark: ReadonlySet<string> = new Set([
  'first start: name missing',
  'home, empty',
  'home',
  'branch: findings',
  'day picker open',
  'people, filtered',
  'a number in full is asked for',
  'import, preview with problems',
  'packets',
  'lifeline',
  'list of findings',
  'a question before taking back',
  'settings',
  'search, with results',
  'a refused answer',
  'a sheet',
  'a case',
  'rule packs',
  'annual review: frozen',
  'annual review: years',
])

/** Every sentence of a catalogue that is whole without being told something. */
function sentencesIn(words: unknown): string[] {
  if (typeof words === 'string') return [words]
  return words !== null && typeof words === 'object' ? Object.values(words).flatMap(sentencesIn) : []
}

/** Shorter words than these, and kinds of branches, are in the names of organizations and in the heads of rosters too: data. */
const chinese = sentencesIn(zhCN).filter(
  text => text.length > 4 && /\p{Script=Han}/u.test(text) && !text.endsWith('团支部'),
)
const latinData =
  /\b(?:Excel|WPS|CSV|ID|Ctrl|Shift|Esc|Tab|GB|MB|QQ|W\d\d|YB\d+)\b|\S*\.(?:xlsx|xls|docx|csv|txt|llb|json|db)\b|\/\S+\/\S+/g

/** What the page says in the other language. Names and what stands in a file are in the language of whoever wrote them. */
function foreignWords(words: readonly string[], { language }: Stage): string[] {
  if (language === 'zh') return words.filter(text => /[A-Za-z]{2,}/.test(text.replaceAll(latinData, '')))
  return words.filter(text => chinese.some(sentence => text.includes(sentence)))
}

/**
 * Every scene, shown once, in both languages and some in the dark: only the words differ in the other language, of which a
 * catalogue has every one, and only the colours in the dark. Answers what is wrong, by scene.
 */
async function lookOver(set: Scenery, scenes: readonly Scene[]): Promise<string[]> {
  const wrong: string[] = []
  const seen = new Set<number>()
  const goOnTo = goingOn()
  for (const scene of scenes) {
    const stage = await inLanguage(set, 'zh')
    await goOnTo(scene, stage)
    const note = (where: string, faults: readonly string[]) =>
      wrong.push(...faults.map(fault => `${scene.name}, ${where}: ${fault}`))
    note('zh', [...(await seriousIn(set.page, 'everything', seen)), ...(await looksOdd(stage))])
    if (alsoDark.has(scene.name)) {
      await changedTo(set, 'zh', 'dark')
      note('zh, in the dark', await seriousIn(set.page, 'colours', seen))
    }
    const english = await changedTo(set, 'en')
    await settled(english)
    note('en', await looksOdd(english))
    await scene.after?.(await changedTo(set, 'zh'))
  }
  return wrong
}

/** From one scene to the next; what a scene puts back, or leaves, is seen by a page that is loaded anew. */
function goingOn(): (scene: Scene, stage: Stage) => Promise<void> {
  let before: Scene | undefined
  return async (scene, stage) => {
    const hasLeft = before === undefined || before.after !== undefined || before.stays === true
    await (hasLeft || isBeforeAnyRegistry(scene) ? show : turnTo)(scene, stage)
    before = scene
  }
}

/** There every address shows how to begin. */
const isBeforeAnyRegistry = (scene: Scene) => firstScenes.includes(scene) || waitingScenes.includes(scene)

async function looksOdd(stage: Stage): Promise<string[]> {
  const foreign = foreignWords(await wordsOf(stage.page), stage)
  return [...(await looksWrong(stage.page)), ...foreign.map(word => `in another language: ${word}`)]
}

/** Pages that are looked at as a PC shows them that makes everything a quarter larger. */
const enlarged: ReadonlySet<string> = new Set([
  'home',
  'organizations',
  'organization: members',
  'people',
  'import, preview with problems',
  'packets: offices',
  'lifeline',
  'list of findings',
  'history',
  'settings',
])

/** Pages with narrow columns of facts, or with more columns than a small screen of 1024 x 700 has room for. */
const onSmallScreen: ReadonlySet<string> = new Set([
  'organizations',
  'a person',
  'transfers',
  'people past 28',
  'the ledger of cases',
  'organization: meetings',
])

/** The same of one that makes everything twice as large. */
const twiceAsLarge: ReadonlySet<string> = new Set([
  'home',
  'organizations',
  'people',
  'packets: offices',
  'lifeline',
  'what changed',
  'task books',
])

async function lookOverEnlarged(set: Scenery, scenes: readonly Scene[]): Promise<string[]> {
  const wrong: string[] = []
  await set.page.setViewportSize({ width: 1093, height: 614 })
  const stage = await inLanguage(set, 'en')
  const goOnTo = goingOn()
  for (const scene of scenes.filter(({ name }) => enlarged.has(name))) {
    await goOnTo(scene, stage)
    wrong.push(...(await looksWrong(set.page)).map(fault => `${scene.name}, enlarged: ${fault}`))
  }
  await set.page.setViewportSize({ width: 1024, height: 700 })
  for (const scene of scenes.filter(({ name }) => onSmallScreen.has(name))) {
    await goOnTo(scene, stage)
    wrong.push(...(await outOfReach(set.page)).map(fault => `${scene.name}, on a small screen: ${fault}`))
  }
  await set.page.setViewportSize({ width: 683, height: 384 })
  for (const scene of scenes.filter(({ name }) => twiceAsLarge.has(name))) {
    await goOnTo(scene, stage)
    wrong.push(...(await outOfReach(set.page)).map(fault => `${scene.name}, twice as large: ${fault}`))
  }
  return wrong
}

/** Rows that look alike, but for one among them that can hardly be read. */
const rowsOf = (faint: string) =>
  Array.from(
    { length: 40 },
    (_, n) => `<tr class="row"><td ${n === 30 ? faint : ''}>团员 ${n}</td></tr>`,
  ).join('')
const listOf = (faint: string) =>
  `<html lang="zh-CN"><title>名册</title><main><table><tbody>${rowsOf(faint)}</tbody></table></main></html>`

test.skipIf(chromiumPath === undefined).each([
  ['by its own colour', 'style="color: #bbb"'],
  ['by its class', 'class="faint"'],
  ['by what lies around it', 'style="background: #333"'],
])('of texts that are drawn alike one is looked at, and one that is not is found %s', async (_, faint) => {
  const { page, close } = await openTab(chromiumPath ?? '', [])
  onTestFinished(close)
  const style = '<style>body { color: #222; background: #fff } .faint { color: #bbb }</style>'
  const seen = new Set<number>()
  await page.setContent(style + listOf(''))
  expect(await seriousIn(page, 'everything', seen)).toEqual([])
  const looks = seen.size
  expect(looks).toBeGreaterThan(0)
  expect(looks).toBeLessThan(5)
  await page.setContent(style + listOf(faint))
  expect(await seriousIn(page, 'colours', seen)).toEqual([
    expect.stringMatching(/^color-contrast: .*团员 30/),
  ])
  expect(seen.size).toBe(looks + 1)
})

/** A refusal is an answer with the status 422, which Chromium itself notes. */
const ownFaults = (faults: readonly string[]) => faults.filter(fault => !fault.includes('status of 422'))

test.skipIf(chromiumPath === undefined)(
  'whoever begins sees nothing that axe calls serious, nothing cut, and one language',
  { timeout: 300_000 },
  async () => {
    const { set, faults, close } = await openNewFolder()
    onTestFinished(close)
    const first = await lookOver(set, firstScenes)
    await inLanguage(set, 'zh')
    await begin(set)
    const waiting = await openWaiting()
    onTestFinished(waiting.close)
    const asked = await lookOver(waiting.set, waitingScenes)
    expect([...first, ...(await lookOver(set, emptyScenes)), ...asked]).toEqual([])
    expect(ownFaults([...faults, ...waiting.faults])).toEqual([])
  },
)

test.skipIf(chromiumPath === undefined)(
  'no page of a filled registry has anything that axe calls serious, scrolls sideways, cuts a word or mixes languages',
  { timeout: 600_000 },
  async () => {
    const { set, faults, close } = await openSample(async pc => {
      await askForTransfers(pc)
      await fillLater(pc)
    })
    onTestFinished(close)
    expect(await lookOver(set, [...filledScenes, ...laterScenes])).toEqual([])
    expect(await lookOverEnlarged(set, [...filledScenes, ...laterScenes])).toEqual([])
    expect(ownFaults(faults)).toEqual([])
  },
)
