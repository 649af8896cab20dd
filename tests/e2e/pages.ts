import type { Page } from '@playwright/test'
import { en } from '#renderer/text/en.ts'
import { zhCN } from '#renderer/text/zh-CN.ts'
import { see } from './see.ts'
import type { Stage } from './stage.ts'

/** A state of a page that is looked at: where it is, and what to do there until it shows. */
export type Scene = {
  readonly name: string
  /** The address to begin from. */
  readonly at: string | ((stage: Stage) => string)
  /** Ends when the state is shown. */
  readonly until?: (stage: Stage) => Promise<void>
  /** Puts back what stays after the address is left. */
  readonly after?: (stage: Stage) => Promise<void>
  /** What is begun here stays where the page is left and come back to: the next scene is loaded anew. */
  readonly stays?: true
}

/** A new folder: nothing but the question how to begin. */
export const firstScenes: readonly Scene[] = [
  { name: 'first start: create', at: '/', until: first('create') },
  { name: 'first start: join', at: '/', until: first('join') },
  { name: 'first start: sample', at: '/', until: first('sample') },
  {
    name: 'first start: name missing',
    at: '/',
    until: async ({ page, words }) => {
      await page.getByRole('button', { name: words.start.doCreate }).click()
      await see(page.getByText(words.start.needed)).toBeVisible()
    },
  },
]

/** An office that has asked to join, before its approval has come. */
export const waitingScenes: readonly Scene[] = [
  {
    name: 'waiting for the approval',
    at: '/',
    until: async ({ page, words }) => {
      await see(page.getByRole('group', { name: words.start.fingerprint })).toBeVisible()
      // In a window that knows nothing of the asking, too.
      await see(page.getByRole('button', { name: words.packet.join.saveRequest })).toBeVisible()
    },
  },
]

/** A registry that was begun and holds nothing yet. */
export const emptyScenes: readonly Scene[] = [
  { name: 'home, empty', at: '/', until: text('home', 'emptyTitle') },
  { name: 'people, empty', at: '/people', until: text('person', 'emptyAll') },
  { name: 'lifeline, empty', at: '/lifeline' },
  { name: 'elections, empty', at: '/lifeline/elections', until: text('elections', 'none') },
  {
    name: 'packets, empty',
    at: '/packets',
    until: async ({ page, words }) => see(page.getByText(words.packet.offices.noneBelow)).toBeVisible(),
  },
  { name: 'numbers looked at, empty', at: '/history?tab=disclosures', until: text('disclose', 'none') },
  { name: 'organization, cadres empty', at: '/orgs?tab=cadres', until: text('org', 'cadresNone') },
]

const streetTabs = ['overview', 'members', 'cadres', 'meetings', 'history'] as const
const branchTabs = ['overview', 'terms', 'meetings', 'findings'] as const

/** The sample district, with an office below that has joined. */
export const filledScenes: readonly Scene[] = [
  { name: 'home', at: '/' },
  { name: 'organizations', at: '/orgs', until: tree },
  ...streetTabs.map(tab => ({
    name: `organization: ${tab}`,
    at: ({ street }: Stage) => `/orgs?org=${street}&tab=${tab}`,
    until: tree,
  })),
  ...branchTabs.map(tab => ({
    name: `branch: ${tab}`,
    at: ({ branch }: Stage) => `/orgs?org=${branch}&tab=${tab}`,
    until: tree,
  })),
  {
    name: 'organization on another day',
    at: ({ street }) => `/orgs?org=${street}&asOf=2025-06-30`,
    until: tree,
  },
  {
    name: 'day picker open',
    at: '/orgs',
    until: async stage => {
      await tree(stage)
      await stage.page.getByRole('textbox', { name: stage.words.say.asOf }).click()
      await see(stage.page.locator('[data-dates-dropdown], .mantine-Popover-dropdown').first()).toBeVisible()
    },
  },
  {
    name: 'what changed',
    at: ({ street }) => `/changes?org=${street}`,
    until: async ({ page, words }) => {
      await see(page.getByText(words.org.changes.came, { exact: true })).toBeVisible()
    },
  },
  { name: 'people', at: '/people', until: table('person', 'title') },
  {
    name: 'people, filtered',
    at: ({ street }) => `/people?org=${street}&report=open&status=normal&agedBy=2027-05-24&asOf=2026-11-24`,
  },
  { name: 'people, nobody found', at: '/people?text=zzzz', until: text('person', 'empty') },
  {
    name: 'a person',
    at: '/people',
    until: async stage => {
      await stage.page.getByRole('grid').getByRole('link').first().click()
      await see(
        stage.page.getByRole('heading', { name: stage.words.glance.timeline, exact: true }),
      ).toBeVisible()
    },
  },
  {
    name: 'a number in full is asked for',
    at: '/people',
    until: async ({ page, words }) => {
      await page.getByRole('grid').getByRole('link').first().click()
      await page.getByRole('button', { name: words.disclose.show(words.person.idNumber) }).click()
      await see(page.getByRole('dialog').getByLabel(words.disclose.reason)).toBeVisible()
    },
  },
  { name: 'import', at: '/import', until: text('rosters', 'drop') },
  {
    name: 'import, columns',
    at: '/import',
    stays: true,
    until: async ({ page, words, files }) => {
      await page.setInputFiles('input[type=file]', files.problems)
      await page.getByRole('button', { name: words.rosters.changeColumns }).click()
      await see(page.getByRole('button', { name: words.rosters.toPreview })).toBeVisible()
    },
  },
  {
    name: 'import, preview with problems',
    at: '/import',
    stays: true,
    until: async ({ page, words, files }) => {
      await page.setInputFiles('input[type=file]', files.problems)
      await see(page.getByText(words.rosters.refusedRow).first()).toBeVisible()
    },
  },
  { name: 'export', at: '/export', until: text('rosters', 'exportLead') },
  ...(['offices', 'log', 'returned', 'conflicts'] as const).map(tab => ({
    name: `packets: ${tab}`,
    at: `/packets?tab=${tab}`,
    until: async ({ page, words }: Stage) =>
      see(page.getByRole('tab', { name: words.packet.tabs[tab], selected: true })).toBeVisible(),
  })),
  {
    name: 'a packet is made',
    at: '/packets',
    stays: true,
    until: async ({ page, words }) => {
      const prefix = words.packet.offices.pack('§').split('§')[0] ?? ''
      await page
        .getByRole('button', { name: prefix })
        .or(page.getByRole('button', { name: words.packet.offices.packNothing }))
        .first()
        .click()
      await see(page.getByRole('dialog').getByText(words.packet.hand.where)).toBeVisible()
    },
  },
  {
    name: 'who has reported',
    at: '/packets/reported',
    until: async ({ page, words }) =>
      see(page.getByRole('columnheader', { name: words.exchange.reported.silent })).toBeVisible(),
  },
  { name: 'open a packet', at: '/packets/open' },
  {
    name: 'a packet, looked at',
    at: '/packets/open',
    stays: true,
    until: async ({ page, words, files }) => {
      await page.setInputFiles('main input[type=file]', files.packet)
      await see(page.getByText(words.packet.previewLine)).toBeVisible()
    },
  },
  { name: 'approve an office', at: '/packets/approve' },
  {
    name: 'a request, looked at',
    at: '/packets/approve',
    stays: true,
    until: async ({ page, words, files }) => {
      await page.setInputFiles('main input[type=file]', files.request)
      await page.getByRole('checkbox', { name: words.packet.approve.agree }).check()
      await see(page.getByRole('radio').first()).toBeVisible()
    },
  },
  { name: 'lifeline', at: '/lifeline', until: heat },
  { name: 'lifeline of a street', at: ({ street }) => `/lifeline?under=${street}`, until: heat },
  { name: 'list of findings', at: '/lifeline/list', until: table('lifeline', 'allRules') },
  {
    name: 'list of findings, chosen',
    at: ({ street }) => `/lifeline/list?under=${street}&rule=W01&severity=red`,
  },
  {
    name: 'why',
    at: '/lifeline/list',
    until: async ({ page, words }) => {
      await page
        .getByRole('grid')
        .getByRole('link', { name: words.lifeline.why, exact: true })
        .first()
        .click()
      await see(page.getByText(words.lifeline.clears, { exact: true }).first()).toBeVisible()
    },
  },
  { name: 'people registered twice, none', at: '/people/doubles', until: text('doubles', 'none') },
  { name: 'people past 28', at: '/people/overage', until: text('overage', 'title') },
  { name: 'transfers', at: '/transfers', until: table('transfers', 'title') },
  {
    name: 'transfers: one is answered',
    at: '/transfers',
    until: async ({ page, words }) => {
      await page
        .getByRole('row', { name: /张来/ })
        .getByRole('button', { name: words.transfers.verbs.accept })
        .click()
      await page.getByRole('combobox', { name: words.transfers.branch }).fill('横坑社区')
      await see(page.getByRole('option').first()).toBeVisible()
    },
  },
  { name: 'elections due', at: '/lifeline/elections', until: table('elections', 'title') },
  { name: 'history', at: '/history' },
  {
    name: 'a change set',
    at: '/history/3',
    until: async ({ page, words }) =>
      see(page.getByRole('columnheader', { name: words.glance.history.fields })).toBeVisible(),
  },
  {
    name: 'organizations, filtered',
    at: '/orgs',
    until: async ({ page, words }) => {
      await page.getByRole('textbox', { name: words.glance.filterTree }).fill('观湖')
      await see(page.locator('.tree-found button').first()).toBeVisible()
    },
  },
  { name: 'numbers looked at', at: '/history?tab=disclosures' },
  {
    name: 'a question before taking back',
    at: '/history',
    until: async ({ page, words }) => {
      await page.getByRole('button', { name: words.say.undo }).first().click()
      await see(page.getByRole('dialog')).toBeVisible()
    },
  },
  { name: 'settings', at: '/settings' },
  {
    name: 'search, with results',
    at: '/',
    until: async ({ page, words }) => {
      await page.getByRole('button', { name: words.say.search, exact: true }).click()
      await page.getByPlaceholder(words.say.searchHint).last().fill('民治')
      await see(page.getByRole('button', { name: /民治街道工作委员会/ })).toBeVisible()
    },
  },
  {
    name: 'search, nothing found',
    at: '/',
    until: async ({ page, words }) => {
      await page.keyboard.press('Control+k')
      await page.getByPlaceholder(words.say.searchHint).last().fill('zzzz')
      await see(page.getByText(words.say.nothingFound)).toBeVisible()
    },
  },
  { name: 'unknown address', at: '/nowhere', until: text('failure', 'missingTitle') },
  {
    name: 'a refused answer',
    at: '/people/nobody',
    until: async ({ page, words }) =>
      see(page.getByRole('alert').filter({ hasText: words.failure.title })).toBeVisible(),
  },
  {
    name: 'who is working is asked',
    at: '/nowhere',
    until: async ({ page, words }) => {
      await page.evaluate(() => localStorage.removeItem('lifeline.by'))
      await page.reload()
      await see(page.getByRole('dialog', { name: words.settings.whoNow })).toBeVisible()
    },
    after: async ({ page }) =>
      page.evaluate(() => localStorage.setItem('lifeline.by', JSON.stringify('李晓'))),
  },
  {
    name: 'the clock is asked about',
    at: '/nowhere',
    until: async ({ page, words, setDay }) => {
      setDay('2026-01-02')
      await page.reload()
      await see(page.getByRole('heading', { name: words.clock.title('2026-01-02') })).toBeVisible()
    },
    after: async ({ setDay }) => setDay('2026-11-24'),
  },
]

/** Shows a scene, and waits until nothing on it is still to come. */
export async function show(scene: Scene, stage: Stage): Promise<void> {
  const { page, origin } = stage
  await page.goto(origin + (typeof scene.at === 'string' ? scene.at : scene.at(stage)))
  await arrived(scene, stage)
}

/** The same without loading the page anew, which takes most of a scene. */
export async function turnTo(scene: Scene, stage: Stage): Promise<void> {
  await turnPage(stage.page, stage.origin + (typeof scene.at === 'string' ? scene.at : scene.at(stage)))
  await arrived(scene, stage)
}

/**
 * Goes to an address as a link inside the page leads there. It is loaded all the same where something stays over the page,
 * a day is shown that would go along, or nothing of it is open yet.
 */
export async function turnPage(page: Page, address: string): Promise<void> {
  const { origin, pathname, search } = new URL(address)
  const now = new URL(page.url())
  const isOpen = now.origin === origin && (await page.evaluate(isDrawn))
  if (!isOpen || now.searchParams.has('asOf')) return void (await page.goto(address))
  // Between two pages lies one that keeps nothing of the one before.
  const nowhere = page.getByText(missing)
  await page.evaluate(goTo, '/nowhere')
  await see(nowhere).toBeVisible()
  if (await page.evaluate(isCovered)) return void (await page.goto(address))
  await page.evaluate(goTo, pathname + search)
  await see(nowhere).toHaveCount(pathname === '/nowhere' ? 1 : 0)
}

/** What a page that is none says, in either language. */
const missing = new RegExp([zhCN, en].map(words => words.failure.missingTitle).join('|'))

/** What is asked of the page's window; the tests' own compiler knows none. */
declare const document: { querySelector(selector: string): unknown }
declare const history: { pushState(state: null, unused: string, address: string): void }

/** Runs in the page. */
const isDrawn = () => document.querySelector('main') !== null
const goTo = (address: string) => history.pushState(null, '', address)
const isCovered = () =>
  document.querySelector('[role=dialog], .mantine-Notification-root, .mantine-Popover-dropdown') !== null

async function arrived(scene: Scene, stage: Stage): Promise<void> {
  await see(stage.page.getByRole('main')).toBeVisible()
  await settled(stage)
  await scene.until?.(stage)
  await settled(stage)
}

/** Waits until nothing is still to come. */
export async function settled({ page }: Stage): Promise<void> {
  await see(page.locator('[aria-busy=true], .mantine-Loader-root')).toHaveCount(0)
}

function first(way: 'create' | 'join' | 'sample') {
  return async ({ page, words }: Stage) => {
    const choice = page.getByRole('button', { name: words.start[way] })
    await choice.click()
    await see(choice).toHaveAttribute('aria-pressed', 'true')
  }
}

/** Waits for a sentence of the catalogue. */
function text<
  G extends
    | 'doubles'
    | 'overage'
    | 'home'
    | 'person'
    | 'elections'
    | 'disclose'
    | 'org'
    | 'rosters'
    | 'failure',
>(group: G, key: keyof Stage['words'][G]) {
  return async ({ page, words }: Stage) => {
    await see(page.getByText(String(words[group][key])).first()).toBeVisible()
  }
}

/** Waits for a table by its label. */
function table<G extends 'person' | 'lifeline' | 'elections' | 'transfers'>(
  group: G,
  key: keyof Stage['words'][G],
) {
  return async ({ page, words }: Stage) => {
    await see(
      page
        .getByRole('grid', { name: String(words[group][key]) })
        .getByRole('link')
        .first(),
    ).toBeVisible()
  }
}

async function tree({ page, words }: Stage): Promise<void> {
  await see(page.getByRole('tree', { name: words.org.tree }).getByRole('treeitem').nth(1)).toBeVisible()
}

async function heat({ page }: Stage): Promise<void> {
  await see(page.locator('.heat-link').first()).toBeVisible()
}
