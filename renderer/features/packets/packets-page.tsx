import { Badge, Button, Stack, Tabs, Text } from '@mantine/core'
import { Link } from 'wouter'
import { isToCorrect, useDisputes, useGivenBack } from '../../api/packets.ts'
import { useAddress } from '../../kit/address/use-address.ts'
import { PageHeader } from '../../kit/page/page-header.tsx'
import { useSpoken } from '../../text/language.ts'
import { useOpenFiles } from '../rosters/queue/open-files.ts'
import { Conflicts } from './answers/conflicts.tsx'
import { GivenBack } from './answers/given-back.tsx'
import { Offices } from './offices/offices.tsx'
import { PacketLog } from './offices/packet-log.tsx'
import { TrustLine } from './offices/trust-line.tsx'
import { FoundFiles } from './opening/found-files.tsx'
import { Held } from './opening/held.tsx'
import { LaidAside } from './opening/laid-aside.tsx'

const tabs = ['offices', 'log', 'returned', 'conflicts'] as const

/** The offices that packets go to and come from, what went and came, what was given back, and the conflicts. */
export function PacketsPage() {
  const { words } = useSpoken()
  const openFiles = useOpenFiles()
  const { get, change } = useAddress()
  const open = tabs.find(tab => tab === get('tab')) ?? 'offices'
  const marks = {
    returned: useGivenBack().data?.filter(isToCorrect).length ?? 0,
    conflicts: useDisputes().data?.total ?? 0,
  }
  return (
    <Stack gap="md">
      <PageHeader title={words.packet.title}>
        <Button variant="default" component={Link} href="/packets/reported">
          {words.exchange.reported.title}
        </Button>
        <Button variant="default" component={Link} href="/packets/approve">
          {words.packet.approve.button}
        </Button>
        <Button variant="default" component={Link} href="/packets/open">
          {words.packet.openButton}
        </Button>
      </PageHeader>
      <div>
        <Text className="quiet text-column">{words.packet.lead}</Text>
        <TrustLine />
      </div>
      <FoundFiles
        kinds={['packet', 'request']}
        onFile={file => openFiles([file])}
        onAll={openFiles}
        tellsNone
      />
      <LaidAside />
      <Held />
      <Tabs
        value={open}
        onChange={tab => change({ tab: tab === 'offices' || tab === null ? undefined : tab })}
      >
        <Tabs.List mb="md">
          {tabs.map(tab => {
            const mark = tab === 'returned' || tab === 'conflicts' ? marks[tab] : 0
            return (
              <Tabs.Tab
                key={tab}
                value={tab}
                rightSection={
                  mark > 0 && (
                    <Badge size="sm" variant="light" circle>
                      {mark}
                    </Badge>
                  )
                }
              >
                {words.packet.tabs[tab]}
              </Tabs.Tab>
            )
          })}
        </Tabs.List>
        <Tabs.Panel value="offices">
          <Offices />
        </Tabs.Panel>
        <Tabs.Panel value="log">
          <PacketLog />
        </Tabs.Panel>
        <Tabs.Panel value="returned">
          <GivenBack />
        </Tabs.Panel>
        <Tabs.Panel value="conflicts">
          <Conflicts />
        </Tabs.Panel>
      </Tabs>
    </Stack>
  )
}
