import {
  IconActivityHeartbeat,
  IconCalendarDue,
  IconClipboardCheck,
  IconHistory,
  IconHome,
  IconNotebook,
  IconPackage,
  IconReportAnalytics,
  IconRosetteDiscountCheck,
  IconSettings,
  IconSitemap,
  IconTableImport,
  IconTargetArrow,
  IconUsers,
} from '@tabler/icons-react'
import { type ComponentType, lazy } from 'react'
import { AnnualPage } from './features/annual/annual-page.tsx'
import { CasePage } from './features/cases/case-page.tsx'
import { CasesPage } from './features/cases/cases-page.tsx'
import { ProposalsPage } from './features/cases/rulings/proposals-page.tsx'
import { HomePage } from './features/home/home-page.tsx'
import { YearPage } from './features/home/year-page.tsx'
import { ElectionsPage } from './features/lifeline/elections-page.tsx'
import { FindingsPage } from './features/lifeline/findings-page.tsx'
import { LifelinePage } from './features/lifeline/lifeline-page.tsx'
import { WhyPage } from './features/lifeline/why-page.tsx'
import { ApprovePage } from './features/packets/joining/approve-page.tsx'
import { ReportedPage } from './features/packets/offices/reported-page.tsx'
import { OpenPacketPage } from './features/packets/opening/open-packet-page.tsx'
import { PacketsPage } from './features/packets/packets-page.tsx'
import { PacksPage } from './features/packs/packs-page.tsx'
import { ChangesPage } from './features/registry/changes/changes-page.tsx'
import { DutiesPage } from './features/registry/duties/duties-page.tsx'
import { FeesPage } from './features/registry/duties/fees-page.tsx'
import { ChangeSetPage } from './features/registry/history/change-set-page.tsx'
import { HistoryPage } from './features/registry/history/history-page.tsx'
import { RecordPage } from './features/registry/history/record-page.tsx'
import { TrashPage } from './features/registry/history/trash-page.tsx'
import { CoveragePage } from './features/registry/orgs/coverage-page.tsx'
import { OrgsPage } from './features/registry/orgs/orgs-page.tsx'
import { DoublesPage } from './features/registry/people/doubles-page.tsx'
import { FaultsPage } from './features/registry/people/faults-page.tsx'
import { OveragePage } from './features/registry/people/overage-page.tsx'
import { PeoplePage } from './features/registry/people/people-page.tsx'
import { PersonPage } from './features/registry/people/person-page.tsx'
import { SheetPage } from './features/registry/sheet/sheet-page.tsx'
import { TransfersPage } from './features/registry/transfers/transfers-page.tsx'
import { CadresPage } from './features/reports/cadres-page.tsx'
import { FigurePage } from './features/reports/figure-page.tsx'
import { BurdenPage } from './features/reports/forms/burden-page.tsx'
import { FormPage } from './features/reports/forms/form-page.tsx'
import { FormsPage } from './features/reports/forms/forms-page.tsx'
import { HonoursPage } from './features/reports/honours-page.tsx'
import { ReportsPage } from './features/reports/reports-page.tsx'
import { SummaryPage } from './features/reports/summary-page.tsx'
import { TasksPage } from './features/reports/tasks-page.tsx'
import { WorkPage } from './features/reports/work-page.tsx'
import { ExportPage } from './features/rosters/export-page.tsx'
import { ImportPage } from './features/rosters/import-page.tsx'
import { SettingsPage } from './features/settings/settings-page.tsx'
import type { Words } from './text/zh-CN.ts'

/** Charts are large, and the program is not to wait for them before it shows its first page. */
const PicturesPage = lazy(async () => ({
  default: (await import('./features/reports/pictures-page.tsx')).PicturesPage,
}))

/** One page of the program. */
export type Page = {
  /** Its address, with `:name` for what varies; what else it shows stands behind the `?`, so that it can be reopened. */
  readonly at: string
  readonly page: ComponentType
  /** It scrolls inside itself: a tree or a table as high as the window. */
  readonly fills?: true
  /** All that it is for changes the registry: while a past day is shown it only says so. */
  readonly writes?: true
  /** Where it is found: in the navigation with its sign, or by the search alone. */
  readonly sign?: typeof IconHome
  readonly title?: (words: Words) => string
}

/** Every page once: the navigation, the search and the addresses are read from here. */
export const pages: readonly Page[] = [
  { at: '/', page: HomePage, sign: IconHome, title: words => words.nav.home },
  { at: '/year', page: YearPage, fills: true },
  { at: '/orgs', page: OrgsPage, fills: true, sign: IconSitemap, title: words => words.nav.orgs },
  { at: '/changes', page: ChangesPage, fills: true, title: words => words.org.changes.title },
  { at: '/coverage', page: CoveragePage, fills: true, title: words => words.glance.coverage.title },
  { at: '/people', page: PeoplePage, fills: true, sign: IconUsers, title: words => words.nav.people },
  { at: '/people/overage', page: OveragePage, fills: true, title: words => words.overage.title },
  { at: '/people/doubles', page: DoublesPage, fills: true, title: words => words.doubles.title },
  { at: '/people/:id', page: PersonPage },
  { at: '/transfers', page: TransfersPage, fills: true, title: words => words.transfers.title },
  { at: '/duties', page: DutiesPage, fills: true, title: words => words.duties.title },
  { at: '/fees', page: FeesPage, fills: true, title: words => words.duties.fees.title },
  { at: '/sheet', page: SheetPage, fills: true, writes: true, title: words => words.sheet.title },
  { at: '/lifeline', page: LifelinePage, sign: IconActivityHeartbeat, title: words => words.nav.lifeline },
  { at: '/lifeline/list', page: FindingsPage, fills: true },
  {
    at: '/lifeline/elections',
    page: ElectionsPage,
    fills: true,
    sign: IconCalendarDue,
    title: words => words.nav.elections,
  },
  { at: '/lifeline/why', page: WhyPage },
  {
    at: '/lifeline/proposals',
    page: ProposalsPage,
    fills: true,
    title: words => words.cases.proposals.title,
  },
  { at: '/lifeline/packs', page: PacksPage, title: words => words.packs.title },
  {
    at: '/cases',
    page: CasesPage,
    fills: true,
    sign: IconClipboardCheck,
    title: words => words.cases.title,
  },
  { at: '/cases/:id', page: CasePage },
  { at: '/faults', page: FaultsPage, fills: true, title: words => words.cases.faults.title },
  { at: '/annual', page: AnnualPage, sign: IconRosetteDiscountCheck, title: words => words.annual.title },
  { at: '/work', page: WorkPage, fills: true, sign: IconNotebook, title: words => words.reports.workNav },
  {
    at: '/reports',
    page: ReportsPage,
    fills: true,
    sign: IconReportAnalytics,
    title: words => words.reports.nav,
  },
  { at: '/reports/pictures', page: PicturesPage, title: words => words.pictures.title },
  { at: '/reports/summary', page: SummaryPage, title: words => words.pictures.summary.title },
  { at: '/reports/:key', page: FigurePage, fills: true },
  { at: '/cadres', page: CadresPage, fills: true, title: words => words.reports.cadres.title },
  { at: '/honours', page: HonoursPage, fills: true, title: words => words.honours.title },
  { at: '/tasks', page: TasksPage, sign: IconTargetArrow, title: words => words.tasks.nav },
  { at: '/forms', page: FormsPage, fills: true, title: words => words.forms.title },
  { at: '/forms/:id', page: FormPage },
  { at: '/burden', page: BurdenPage, fills: true, title: words => words.burden.title },
  { at: '/import', page: ImportPage, writes: true, sign: IconTableImport, title: words => words.nav.rosters },
  { at: '/export', page: ExportPage, title: words => words.rosters.exportTitle },
  { at: '/packets', page: PacketsPage, writes: true, sign: IconPackage, title: words => words.nav.packets },
  { at: '/packets/open', page: OpenPacketPage, writes: true },
  {
    at: '/packets/reported',
    page: ReportedPage,
    fills: true,
    title: words => words.exchange.reported.title,
  },
  { at: '/packets/approve', page: ApprovePage, writes: true },
  { at: '/history', page: HistoryPage, fills: true, sign: IconHistory, title: words => words.nav.history },
  { at: '/history/:no', page: ChangeSetPage },
  { at: '/records/:id', page: RecordPage },
  { at: '/trash', page: TrashPage, fills: true, writes: true, title: words => words.trash.title },
  { at: '/settings', page: SettingsPage, sign: IconSettings, title: words => words.nav.settings },
]
