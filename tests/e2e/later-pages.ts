import { knownOrgs, worker } from '#build/pictures/fill-district.ts'
import { type Pc, resultOf } from '#tests/fixtures/engine.ts'
import type { Scene } from './pages.ts'
import { see } from './see.ts'
import { type Stage, today } from './stage.ts'

/** The year that lies frozen in the sample. */
const year = Number(today.slice(0, 4)) - 1
/** A case, a year that was frozen, and something in the trash: what the pages of this file show. */
export async function fillLater(pc: Pc): Promise<void> {
  const { branch } = knownOrgs(today)
  await pc.ask.cases.open({
    ...{ org: branch, problems: ['没有书记'], measures: ['一个月内选出书记'], owner: '李晓' },
    ...{ liaison: '王强', due: '2026-12-20', on: '2026-10-08', by: worker },
  })
  const [meeting] = (await pc.ask.records.list({ kind: 'meeting', limit: 1 })).rows
  await pc.ask.records.remove({ id: meeting?.id ?? '', reason: '登记错了', by: worker })
  await resultOf(pc.ask.annual.freeze({ year, by: worker }))
}

/** Fees and duties, the sheet, rectification, rule packs, the annual review, the work ledger and reports. */
export const laterScenes: readonly Scene[] = [
  { name: 'coverage', at: '/coverage', until: title(words => words.glance.coverage.title) },
  { name: 'duties', at: '/duties', until: title(words => words.duties.title) },
  { name: 'fees', at: '/fees', until: title(words => words.duties.fees.title) },
  {
    name: 'a sheet',
    at: ({ branch }) => `/sheet?of=appraisal&org=${branch}&year=${year}`,
    until: async ({ page }) => see(page.locator('.sheet-cell').first()).toBeVisible(),
  },
  {
    name: 'the trash',
    at: '/trash',
    until: async ({ page }) => see(page.getByText('登记错了').first()).toBeVisible(),
  },
  { name: 'data to put right', at: '/faults', until: title(words => words.cases.faults.title) },
  { name: 'proposals', at: '/lifeline/proposals', until: title(words => words.cases.proposals.title) },
  { name: 'the ledger of cases', at: '/cases', until: aLink },
  {
    name: 'a case',
    at: '/cases',
    until: async stage => {
      const link = stage.page.getByRole('grid').getByRole('link').first()
      await link.click()
      await see(stage.page.getByText('一个月内选出书记').first()).toBeVisible()
    },
  },
  {
    name: 'rule packs',
    at: '/lifeline/packs',
    until: async ({ page, words }) =>
      see(page.getByRole('region', { name: words.packs.testCases })).toBeVisible(),
  },
  {
    name: 'a rule pack is changed',
    at: '/lifeline/packs',
    until: async ({ page, words: { packs } }) => {
      await page.getByRole('button', { name: packs.edit }).click()
      const called = packs.names['W07.mostMembers'] ?? ''
      await page.getByRole('button', { name: packs.addValue(called) }).click()
      await page.getByRole('button', { name: packs.addTest }).click()
      await see(page.getByRole('dialog').getByRole('textbox', { name: packs.testName })).toBeFocused()
    },
  },
  ...(['status', 'frozen', 'years'] as const).map(part => ({
    name: `annual review: ${part}`,
    at: `/annual?part=${part}&year=${year}`,
    until: async ({ page, words }: Stage) => {
      await see(page.getByRole('radio', { name: words.annual.parts[part] })).toBeChecked()
      // The pictures come after the numbers.
      if (part === 'years') await see(page.locator('.heat-link').first()).toBeVisible()
    },
  })),
  { name: 'work', at: '/work', until: title(words => words.reports.work.title) },
  { name: 'reports', at: '/reports', until: aLink },
  {
    name: 'a figure',
    at: '/reports',
    until: async ({ page }) => {
      await page.getByRole('grid').getByRole('link').first().click()
      await see(page).toHaveURL(/\/reports\/\w/)
    },
  },
  { name: 'task books', at: '/tasks', until: title(words => words.tasks.title) },
  { name: 'blank forms', at: '/forms', until: title(words => words.forms.title) },
]

function title(of: (words: Stage['words']) => string) {
  return async ({ page, words }: Stage) =>
    see(page.getByRole('heading', { name: of(words), exact: true }).first()).toBeVisible()
}

async function aLink({ page }: Stage): Promise<void> {
  await see(page.getByRole('grid').getByRole('link').first()).toBeVisible()
}
