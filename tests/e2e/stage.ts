import type { Page } from '@playwright/test'
import { fillDistrict, knownOrgs, rosterWithProblems, worker } from '#build/pictures/fill-district.ts'
import { en } from '#renderer/text/en.ts'
import { zhCN } from '#renderer/text/zh-CN.ts'
import { openPc, type Pc } from '#tests/fixtures/engine.ts'
import { see } from './see.ts'

/** What is asked of the page's window; the tests' own compiler knows none. */
declare class StorageEvent {
  constructor(name: 'storage', init: { key: string; newValue: string; storageArea: typeof localStorage })
}
declare function dispatchEvent(event: StorageEvent): void

const languages = { zh: zhCN, en }
export type Language = keyof typeof languages

/** The day on the wall of every page that is visited. */
export const today = '2026-11-24'

/** A page that is shown in a language, and what can be named in its registry. */
export type Stage = {
  readonly page: Page
  /** Without a path, and without the token that the first address carried. */
  readonly origin: string
  readonly language: Language
  readonly words: typeof zhCN
  readonly files: Readonly<Record<'problems' | 'request' | 'packet', Handed>>
  /** An organization of each kind of the sample. */
  readonly street: string
  readonly branch: string
  readonly setDay: (day: string) => void
}

/** A file as Playwright hands it over. */
export type Handed = { readonly name: string; readonly mimeType: string; readonly buffer: Buffer }

async function handed(file: File): Promise<Handed> {
  return {
    name: file.name,
    mimeType: file.type || 'application/octet-stream',
    buffer: Buffer.from(await file.arrayBuffer()),
  }
}

const orgs = knownOrgs(today)

/** Fills a PC with the sample district, and answers what the office of a community that has joined it hands over. */
export async function fillSample(pc: Pc): Promise<Pick<Stage['files'], 'request' | 'packet'>> {
  const below = await openPc('community', { day: today })
  try {
    const { request, packet } = await fillDistrict(pc.ask, below.ask, orgs)
    return { request: await handed(request), packet: await handed(packet) }
  } finally {
    await below.discard()
  }
}

/** What the stages of one registry have in common. */
export type Scenery = Omit<Stage, 'language' | 'words'>

/** A page over a new folder, opened at the address that lets it in. */
export async function scenery(
  page: Page,
  address: string,
  setDay: (day: string) => void,
  files: Pick<Stage['files'], 'request' | 'packet'>,
): Promise<Scenery> {
  await page.goto(address)
  await page.evaluate(by => localStorage.setItem('lifeline.by', JSON.stringify(by)), worker)
  await page.reload()
  await see(page.getByRole('main')).toBeVisible()
  return {
    page,
    origin: new URL(address).origin,
    files: { problems: await handed(rosterWithProblems(orgs.branch)), ...files },
    street: orgs.street,
    branch: orgs.branch,
    setDay,
  }
}

/** The same in a language and a light, from the next visit on. */
export async function inLanguage(
  set: Scenery,
  language: Language,
  scheme: 'light' | 'dark' = 'light',
): Promise<Stage> {
  await set.page.evaluate(keep, choices(language, scheme))
  return { ...set, language, words: languages[language] }
}

/** The page as it stands in another language and light, as when another window of this PC chooses them. */
export async function changedTo(
  { page, ...set }: Scenery,
  language: Language,
  scheme: 'light' | 'dark' = 'light',
): Promise<Stage> {
  await page.evaluate(keep, choices(language, scheme))
  const words = languages[language]
  await see(page.locator(`html[lang="${words.htmlLang}"][data-mantine-color-scheme=${scheme}]`)).toHaveCount(
    1,
  )
  return { page, ...set, language, words }
}

const choices = (language: Language, scheme: 'light' | 'dark') => [
  ['lifeline.language', JSON.stringify(language)] as const,
  ['mantine-color-scheme-value', scheme] as const,
]

/** Runs in the page, which hears of what another window of the same program keeps. */
function keep(kept: ReturnType<typeof choices>): void {
  for (const [key, newValue] of kept) {
    localStorage.setItem(key, newValue)
    dispatchEvent(new StorageEvent('storage', { key, newValue, storageArea: localStorage }))
  }
}
