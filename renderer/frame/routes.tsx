import { Route, Switch } from 'wouter'
import { HomePage } from '../features/home/home-page.tsx'
import { ElectionsPage } from '../features/lifeline/elections-page.tsx'
import { FindingsPage } from '../features/lifeline/findings-page.tsx'
import { LifelinePage } from '../features/lifeline/lifeline-page.tsx'
import { WhyPage } from '../features/lifeline/why-page.tsx'
import { ApprovePage } from '../features/packets/approve-page.tsx'
import { OpenPacketPage } from '../features/packets/open-packet-page.tsx'
import { PacketsPage } from '../features/packets/packets-page.tsx'
import { HistoryPage } from '../features/registry/history-page.tsx'
import { OrgsPage } from '../features/registry/orgs-page.tsx'
import { PeoplePage } from '../features/registry/people-page.tsx'
import { PersonPage } from '../features/registry/person-page.tsx'
import { ExportPage } from '../features/rosters/export-page.tsx'
import { ImportPage } from '../features/rosters/import-page.tsx'
import { SettingsPage } from '../features/settings/settings-page.tsx'
import { Empty } from '../kit/empty.tsx'
import { useSpoken } from '../text/language.ts'

/** Every page and its address. The address holds the page's state, so that it can be reopened. */
export function Routes() {
  const { words } = useSpoken()
  return (
    <Switch>
      <Route path="/" component={HomePage} />
      <Route path="/orgs" component={OrgsPage} />
      <Route path="/people" component={PeoplePage} />
      <Route path="/people/:id">{({ id }) => <PersonPage id={id} />}</Route>
      <Route path="/lifeline" component={LifelinePage} />
      <Route path="/lifeline/list" component={FindingsPage} />
      <Route path="/lifeline/elections" component={ElectionsPage} />
      <Route path="/lifeline/why" component={WhyPage} />
      <Route path="/import" component={ImportPage} />
      <Route path="/export" component={ExportPage} />
      <Route path="/packets" component={PacketsPage} />
      <Route path="/packets/open" component={OpenPacketPage} />
      <Route path="/packets/approve" component={ApprovePage} />
      <Route path="/history" component={HistoryPage} />
      <Route path="/settings" component={SettingsPage} />
      <Route>
        <Empty isPage title={words.failure.missingTitle} line={words.failure.missing} />
      </Route>
    </Switch>
  )
}
