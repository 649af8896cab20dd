import { Tabs } from '@mantine/core'
import { AppLink } from '../../../kit/address/app-link.tsx'
import { useAddress } from '../../../kit/address/use-address.ts'
import { PageHeader } from '../../../kit/page/page-header.tsx'
import { useSpoken } from '../../../text/language.ts'
import { DisclosuresTable } from './disclosures-table.tsx'
import { HistoryList } from './history-list.tsx'

/** What was done in the registry, and who looked at numbers in full. */
export function HistoryPage() {
  const { words } = useSpoken()
  const { get, change } = useAddress()
  const tab = get('tab') ?? 'done'
  return (
    <div className="whole">
      <PageHeader title={words.history.title}>
        <AppLink href="/trash">{words.trash.title}</AppLink>
      </PageHeader>
      <Tabs
        value={tab}
        onChange={next => change({ tab: next === 'done' || next === null ? undefined : next }, true)}
        className="whole-tabs"
      >
        <Tabs.List>
          <Tabs.Tab value="done">{words.history.done}</Tabs.Tab>
          <Tabs.Tab value="disclosures">{words.disclose.log}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="done" pt="sm" className="whole-panel">
          <div className="whole">
            <HistoryList />
          </div>
        </Tabs.Panel>
        <Tabs.Panel value="disclosures" pt="sm" className="whole-panel">
          <div className="panel whole-scroll">
            <DisclosuresTable />
          </div>
        </Tabs.Panel>
      </Tabs>
    </div>
  )
}
