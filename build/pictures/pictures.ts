import type { Page } from '@playwright/test'

/** Where a picture is taken. Files are given to the page as a person would choose them. */
export type Picture = {
  /** The name of the PNG. */
  readonly name: string
  readonly at: string
  readonly language: 'zh' | 'en'
  readonly scheme?: 'dark'
  /** Ends when the picture can be taken. */
  readonly until: (page: Page) => Promise<void>
}

type Given = {
  readonly orgs: { readonly street: string }
  /** Paths on this PC. */
  readonly roster: string
  readonly packet: string
}

/** The pictures of the README, and those beside them. */
export function picturesOf({ orgs, roster, packet }: Given): readonly Picture[] {
  const seen = (selector: string) => async (page: Page) => page.locator(selector).first().waitFor()
  const given = (path: string, selector: string) => async (page: Page) => {
    await page.setInputFiles('main input[type=file]', path)
    await seen(selector)(page)
  }
  const why = async (page: Page) => {
    await page.locator('.rows-body a[href*="/lifeline/why"]').nth(6).click()
    await seen('main dl')(page)
  }
  return [
    { name: 'home', at: '/', language: 'zh', until: seen('a[href="/lifeline/elections"]') },
    { name: 'home-en', at: '/', language: 'en', until: seen('a[href="/lifeline/elections"]') },
    {
      name: 'home-en-dark',
      at: '/',
      language: 'en',
      scheme: 'dark',
      until: seen('a[href="/lifeline/elections"]'),
    },
    {
      name: 'organizations',
      at: `/orgs?org=${orgs.street}`,
      language: 'zh',
      until: seen('[role=treeitem][aria-selected=true]'),
    },
    { name: 'people', at: '/people', language: 'zh', until: seen('.rows-body a') },
    { name: 'lifeline', at: '/lifeline', language: 'zh', until: seen('.heat-link') },
    { name: 'lifeline-en', at: '/lifeline', language: 'en', until: seen('.heat-link') },
    { name: 'why', at: '/lifeline/list', language: 'zh', until: why },
    { name: 'why-en', at: '/lifeline/list', language: 'en', until: why },
    { name: 'import', at: '/import', language: 'zh', until: given(roster, '.rows-body [data-severity=red]') },
    {
      name: 'import-en',
      at: '/import',
      language: 'en',
      until: given(roster, '.rows-body [data-severity=red]'),
    },
    { name: 'packet', at: '/packets/open', language: 'zh', until: given(packet, '.number-tile') },
    { name: 'packet-en', at: '/packets/open', language: 'en', until: given(packet, '.number-tile') },
  ]
}
