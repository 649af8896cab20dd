import { Alert, SegmentedControl, Stack, Tabs } from '@mantine/core'
import { meeting } from '#db/records/meeting.ts'
import { prospect } from '#db/records/members/prospect.ts'
import { org as orgKind } from '#db/records/org.ts'
import type { AnyKind } from '#db/records/record.ts'
import { term } from '#db/records/term.ts'
import { transfer } from '#db/records/transfer.ts'
import { useOrgOrBefore, usePlaces } from '../../../api/questions.ts'
import { addressOf } from '../../../kit/address/address.ts'
import { AppLink } from '../../../kit/address/app-link.tsx'
import { OrgPath } from '../../../kit/address/org-path.tsx'
import { useAddress } from '../../../kit/address/use-address.ts'
import { Answer } from '../../../kit/feedback/answer.tsx'
import { KindList } from '../../../kit/forms/kind-list.tsx'
import { Empty } from '../../../kit/page/empty.tsx'
import { RecordHeader } from '../../../kit/page/record-header.tsx'
import { useSpoken } from '../../../text/language.ts'
import { upperFirst, wordOf } from '../../../text/word-of.ts'
import { OrgFindings } from '../../lifeline/org-findings.tsx'
import { RecordState } from '../../packets/answers/record-state.tsx'
import { HistoryTable } from '../history/history-table.tsx'
import { TransferList } from '../transfers/transfer-list.tsx'
import { CadresTab } from './cadres-tab.tsx'
import { MembersTab } from './members-tab.tsx'
import { OrgNumbers } from './org-numbers.tsx'
import { OrgOverview } from './org-overview.tsx'
import { type OrgList, orgTabs, tabOf } from './org-tabs.ts'
import { OrgVerbs } from './org-verbs.tsx'

type Props = { readonly org: string; readonly asOf: string | undefined }

/** One organization: name, tags and path, then what is known of it by tabs. */
export function OrgDetail({ org, asOf }: Props) {
  const { language, words } = useSpoken()
  const { get, change } = useAddress()
  const { tab, lists, shown } = tabOf(get('tab'))
  // Each list is one of its own: what the one before was sorted by and looked for in means nothing there.
  const show = (key: string | undefined) =>
    change(
      { tab: key === 'overview' ? undefined : key, sort: undefined, down: undefined, text: undefined },
      true,
    )
  const called = ({ kind, shaped }: OrgList) =>
    kind === undefined ? words.org[shaped ?? 'overview'] : upperFirst(kind.words[language])
  const place = usePlaces([org], asOf).data?.[0]
  return (
    <Answer of={useOrgOrBefore(org, asOf)}>
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
                {asOf === undefined && <OrgVerbs org={detail} tab={shown?.key ?? tab} />}
                <AppLink href={addressOf('/changes', { org: detail.id, asOf })}>
                  {words.org.changes.link}
                </AppLink>
                <AppLink href={addressOf('/export', { org: detail.id, asOf })}>
                  {words.rosters.exportTitle}
                </AppLink>
              </>
            }
          />
          {detail.successor !== null && (
            <Alert color="gray" p="xs">
              <AppLink href={addressOf('/orgs', { org: detail.successor.id, asOf })}>
                {upperFirst(words.say.succeededBy(detail.successor.name))}
              </AppLink>
            </Alert>
          )}
          {asOf === undefined && <RecordState id={detail.id} />}
          {asOf !== undefined && detail.founded !== null && asOf < detail.founded && (
            <Alert color="gray">{words.org.notYet(asOf, detail.founded)}</Alert>
          )}
          <Tabs
            value={tab}
            onChange={next => show(orgTabs.find(one => one.tab === next)?.lists[0]?.key)}
            style={{ flex: 1, display: 'flex', flexDirection: 'column', minHeight: 0 }}
          >
            <div className="org-tabs">
              <Tabs.List>
                {orgTabs.map(({ tab: key }) => (
                  <Tabs.Tab key={key} value={key}>
                    {words.org.tabs[key]}
                  </Tabs.Tab>
                ))}
              </Tabs.List>
              {lists.length > 1 && (
                <SegmentedControl
                  size="xs"
                  aria-label={words.org.tabs[tab]}
                  value={shown?.key ?? ''}
                  onChange={show}
                  data={lists.map(list => ({ value: list.key, label: called(list) }))}
                />
              )}
            </div>
            <Tabs.Panel value={tab} pt="xs" style={{ flex: 1, minHeight: 0 }}>
              <Shown list={shown} detail={detail} asOf={asOf} />
            </Tabs.Panel>
          </Tabs>
        </Stack>
      )}
    </Answer>
  )
}

type Detail = NonNullable<ReturnType<typeof useOrgOrBefore>['data']>
type ShownProps = {
  readonly list: OrgList | undefined
  readonly detail: Detail
  readonly asOf: string | undefined
}

function Shown({ list, detail, asOf }: ShownProps) {
  const { words } = useSpoken()
  const { id, name, kind } = detail
  const plain = (one: AnyKind) => (
    <KindList
      key={one.name}
      kind={one}
      of={{ org: id }}
      whose={name}
      asOf={asOf}
      {...(kind === 'branch' && one.fields['org'] !== undefined && { same: 'org' })}
      {...(one === prospect && {
        filters: (
          <AppLink href={addressOf('/coverage', { org: id, asOf })}>{words.glance.coverage.link}</AppLink>
        ),
      })}
    />
  )
  switch (list?.shaped) {
    case 'members':
      return (
        <div className="whole">
          <MembersTab org={id} whose={name} asOf={asOf} />
        </div>
      )
    case 'cadres':
      return <CadresTab org={id} whose={name} asOf={asOf} />
    case 'terms':
      return plain(term)
    case 'meetings':
      return plain(meeting)
    case 'findings':
      return <OrgFindings org={id} asOf={asOf} isUnit={kind !== 'branch'} />
    case 'history':
      return <HistoryTable of={id} />
    default:
      if (list?.kind === undefined) return <OrgOverview detail={detail} asOf={asOf} />
      return list.kind.name === transfer.name ? (
        <Transfers org={id} whose={name} asOf={asOf} />
      ) : (
        plain(list.kind)
      )
  }
}

type TransfersProps = { readonly org: string; readonly whose: string; readonly asOf: string | undefined }

function Transfers({ org, whose, asOf }: TransfersProps) {
  const { language, words } = useSpoken()
  const empty = <Empty line={words.byHand.listNone(transfer.words[language])} />
  return (
    <div className="whole">
      <TransferList of={{ org }} whose={whose} asOf={asOf} empty={empty} />
    </div>
  )
}
