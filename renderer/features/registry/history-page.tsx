import { Stack, Tabs } from '@mantine/core'
import { PageHeader } from '../../kit/page-header.tsx'
import { useAddress } from '../../kit/use-address.ts'
import { useSpoken } from '../../text/language.ts'
import { DisclosuresTable } from './disclosures-table.tsx'
import { HistoryTable } from './history-table.tsx'

/** What was done in the registry, and who looked at numbers in full. */
export function HistoryPage() {
  const { words } = useSpoken()
  const { get, change } = useAddress()
  const tab = get('tab') ?? 'done'
  return (
    <Stack gap="sm">
      <PageHeader title={words.history.title} />
      <Tabs
        value={tab}
        onChange={next => change({ tab: next === 'done' || next === null ? undefined : next }, true)}
      >
        <Tabs.List>
          <Tabs.Tab value="done">{words.history.done}</Tabs.Tab>
          <Tabs.Tab value="disclosures">{words.disclose.log}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="done" pt="sm">
          <div className="panel">
            <HistoryTable canUndo />
          </div>
        </Tabs.Panel>
        <Tabs.Panel value="disclosures" pt="sm">
          <div className="panel">
            <DisclosuresTable />
          </div>
        </Tabs.Panel>
      </Tabs>
    </Stack>
  )
}
