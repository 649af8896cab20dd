import { Alert, Stack, Tabs } from '@mantine/core'
import { org as orgKind } from '#db/records/org.ts'
import { useOrg, usePlaces } from '../../../api/questions.ts'
import { addressOf } from '../../../kit/address/address.ts'
import { AppLink } from '../../../kit/address/app-link.tsx'
import { OrgPath } from '../../../kit/address/org-path.tsx'
import { useAddress } from '../../../kit/address/use-address.ts'
import { Answer } from '../../../kit/feedback/answer.tsx'
import { KindList } from '../../../kit/forms/kind-list.tsx'
import { RecordHeader } from '../../../kit/page/record-header.tsx'
import { useSpoken } from '../../../text/language.ts'
import { upperFirst, wordOf } from '../../../text/word-of.ts'
import { OrgFindings } from '../../lifeline/org-findings.tsx'
import { RecordState } from '../../packets/answers/record-state.tsx'
import { HistoryTable } from '../history/history-table.tsx'
import { CadresTab } from './cadres-tab.tsx'
import { MembersTab } from './members-tab.tsx'
import { MeetingsTab, TermsTab } from './org-lists.tsx'
import { OrgNumbers } from './org-numbers.tsx'
import { OrgOverview } from './org-overview.tsx'
import { listedKinds, OrgVerbs } from './org-verbs.tsx'

const tabs = ['overview', 'members', 'cadres', 'terms', 'meetings', 'findings', 'history'] as const

type Props = { readonly org: string; readonly asOf: string | undefined }

/** One organization: name, tags and path, then what is known of it by tabs. */
export function OrgDetail({ org, asOf }: Props) {
  const { language, words } = useSpoken()
  const { get, change } = useAddress()
  const tab = get('tab') ?? 'overview'
  const place = usePlaces([org], asOf).data?.[0]
  return (
    <Answer of={useOrg(org, asOf)}>
      {detail => (
        <Stack gap="sm" h="100%">
          <OrgPath path={place?.path.slice(0, -1) ?? []} asOf={asOf} />
          <RecordHeader
            title={detail.name}
            tags={[
              words.vocabulary.kind[detail.kind],
              words.vocabulary.tier[detail.tier],
              ...(detail.closed === null ? [] : [`${wordOf(orgKind, 'closed', language)} ${detail.closed}`]),
            ]}
            line={<OrgNumbers detail={detail} asOf={asOf} />}
            verbs={
              <>
                {asOf === undefined && <OrgVerbs org={detail} tab={tab} />}
                <AppLink href={addressOf('/changes', { org: detail.id, asOf })}>
                  {words.org.changes.link}
                </AppLink>
                <AppLink href={addressOf('/export', { org: detail.id, asOf })}>
                  {words.rosters.exportTitle}
                </AppLink>
              </>
            }
          />
          {asOf === undefined && <RecordState id={detail.id} />}
          {asOf !== undefined && detail.founded !== null && asOf < detail.founded && (
            <Alert color="gray">{words.org.notYet(asOf, detail.founded)}</Alert>
          )}
          <Tabs
            value={tab}
            // Each tab is a list of its own: what the one before was sorted by and looked for in means nothing there.
            onChange={next =>
              change(
                {
                  tab: next === 'overview' || next === null ? undefined : next,
                  sort: undefined,
                  down: undefined,
                  text: undefined,
                },
                true,
              )
            }
            style={{ flex: 1, display: 'flex', flexDirection: 'column', minHeight: 0 }}
          >
            <Tabs.List>
              {tabs.map(key => (
                <Tabs.Tab key={key} value={key}>
                  {words.org[key]}
                </Tabs.Tab>
              ))}
              {listedKinds.map(kind => (
                <Tabs.Tab key={kind.name} value={kind.name}>
                  {upperFirst(kind.words[language])}
                </Tabs.Tab>
              ))}
            </Tabs.List>
            <Tabs.Panel value={tab} pt="sm" style={{ flex: 1, minHeight: 0 }}>
              <TabContent tab={tab} detail={detail} asOf={asOf} />
            </Tabs.Panel>
          </Tabs>
        </Stack>
      )}
    </Answer>
  )
}

type Detail = NonNullable<ReturnType<typeof useOrg>['data']>
type ContentProps = { readonly tab: string; readonly detail: Detail; readonly asOf: string | undefined }

function TabContent({ tab, detail, asOf }: ContentProps) {
  switch (tab) {
    case 'members':
      return (
        <div className="whole">
          <MembersTab org={detail.id} whose={detail.name} asOf={asOf} />
        </div>
      )
    case 'cadres':
      return <CadresTab org={detail.id} whose={detail.name} asOf={asOf} />
    case 'terms':
      return <TermsTab org={detail.id} asOf={asOf} />
    case 'meetings':
      return <MeetingsTab org={detail.id} asOf={asOf} />
    case 'findings':
      return <OrgFindings org={detail.id} asOf={asOf} />
    case 'history':
      return <HistoryTable of={detail.id} />
    default: {
      const plain = listedKinds.find(({ name }) => name === tab)
      return plain === undefined ? (
        <OrgOverview detail={detail} asOf={asOf} />
      ) : (
        <KindList key={plain.name} kind={plain} org={detail.id} whose={detail.name} asOf={asOf} />
      )
    }
  }
}
