import { Button, Checkbox, Group, Menu, Select, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { Dispute } from '#contract/packets/packets.ts'
import { useClient } from '../../../api/client.ts'
import { useDisputes } from '../../../api/packets.ts'
import { useChanged } from '../../../api/use-changed.ts'
import { useAddress } from '../../../kit/address/use-address.ts'
import { Answer } from '../../../kit/feedback/answer.tsx'
import { useNotices } from '../../../kit/feedback/notices.tsx'
import { Empty } from '../../../kit/page/empty.tsx'
import { useWorkingName } from '../../../kit/this-pc.ts'
import { useSpoken } from '../../../text/language.ts'
import { count } from '../../../text/written.ts'
import { filtered, officesIn, whatOf } from './conflict-filter.ts'
import { DisputePanel } from './dispute-panel.tsx'
import { disputeTitle } from './dispute-text.ts'
import { Looks } from './looks.tsx'

/** So many are drawn at once, whatever a stranger makes of the list. */
const page = 30

/** What two offices wrote differently: one or many settled, by whose value is kept; below it what they wrote side by side. */
export function Conflicts() {
  const { words } = useSpoken()
  return (
    <Stack gap="lg">
      <Answer of={useDisputes()} lines={2}>
        {({ total, rows }) =>
          total === 0 ? (
            <div className="panel">
              <Empty line={words.packet.dispute.none} />
            </div>
          ) : (
            <Open disputes={rows} total={total} />
          )
        }
      </Answer>
      <Looks />
    </Stack>
  )
}

function Open({ disputes, total }: { readonly disputes: readonly Dispute[]; readonly total: number }) {
  const { words } = useSpoken()
  const say = words.exchange
  const { get, change } = useAddress()
  const [most, setMost] = useState(page)
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set())
  const { keep, keepOf, isBusy } = useSettling(() => setPicked(new Set()))
  const shown = filtered(disputes, { office: get('office'), what: get('what') })
  const chosen = shown.filter(({ id }) => picked.has(id))
  // Nothing chosen means all that the filter shows: "the district's in all 14".
  const meant = chosen.length > 0 ? chosen : shown
  const titles = new Map(disputes.map(dispute => [whatOf(dispute), kindTitle(disputeTitle(words, dispute))]))
  const toggle = (id: string) => {
    const next = new Set(picked)
    if (!next.delete(id)) next.add(id)
    setPicked(next)
  }
  return (
    <Stack gap="sm">
      <Text className="quiet text-column">{words.packet.dispute.line}</Text>
      {total > disputes.length && (
        <Text className="text-column">
          {words.packet.dispute.firstOf(count(disputes.length), count(total))}
        </Text>
      )}
      {disputes.length > 1 && (
        <Group justify="space-between">
          <Group gap="xs">
            <Checkbox
              aria-label={say.chooseAll}
              checked={chosen.length > 0 && chosen.length === shown.length}
              indeterminate={chosen.length > 0 && chosen.length < shown.length}
              onChange={() => setPicked(new Set(chosen.length > 0 ? [] : shown.map(({ id }) => id)))}
            />
            <Select
              w={200}
              clearable
              aria-label={say.office}
              placeholder={say.anyOffice}
              value={get('office') ?? null}
              data={officesIn(disputes).map(({ id, name, n }) => ({
                value: id,
                label: words.rosters.ofKind(name, count(n)),
              }))}
              onChange={office => change({ office: office ?? undefined })}
            />
            <Select
              w={200}
              clearable
              aria-label={say.kind}
              placeholder={say.anyKind}
              value={get('what') ?? null}
              data={[...titles].map(([value, label]) => ({ value, label }))}
              onChange={what => change({ what: what ?? undefined })}
            />
            <span className="quiet">
              {chosen.length > 0 ? say.chosen(chosen.length) : say.shown(shown.length, disputes.length)}
            </span>
          </Group>
          <Menu position="bottom-end">
            <Menu.Target>
              <Button loading={isBusy} disabled={meant.length === 0}>
                {say.keepAll}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {officesIn(meant).map(({ id, name, n }) => (
                <Menu.Item key={id} onClick={() => void keepOf(meant, id)}>
                  {say.keepAllOf(name, n)}
                </Menu.Item>
              ))}
              <Menu.Divider />
              <Menu.Item onClick={() => void keepOf(meant, undefined)}>{say.keepNow(meant.length)}</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </Group>
      )}
      {shown.slice(0, most).map(dispute => (
        <DisputePanel
          key={dispute.id}
          dispute={dispute}
          isPicked={picked.has(dispute.id)}
          {...(disputes.length > 1 && { onPick: () => toggle(dispute.id) })}
          onKeep={keep}
        />
      ))}
      {shown.length > most && (
        <Button variant="default" onClick={() => setMost(most + page)}>
          {say.more(Math.min(page, shown.length - most))}
        </Button>
      )}
    </Stack>
  )
}

/** A title without what tells one record from another of its kind. */
function kindTitle(title: string): string {
  return title.replace(/\s*[（(][^）)]*[）)]/, '')
}

function useSettling(onDone: () => void) {
  const { words } = useSpoken()
  const client = useClient()
  const changed = useChanged()
  const { done, failed } = useNotices()
  const [by] = useWorkingName()
  const [isBusy, setBusy] = useState(false)
  const act = async (work: () => Promise<readonly [string, number | null]>) => {
    setBusy(true)
    try {
      const [told, changeSet] = await work()
      onDone()
      await changed()
      done(told, changeSet)
    } catch (error) {
      failed(error)
    } finally {
      setBusy(false)
    }
  }
  const keep = (id: string, version: string) =>
    act(async () => {
      const { changeSet } = await client.packets.resolveConflict({ id, keep: version, by })
      return [words.packet.dispute.kept, changeSet]
    })
  const keepOf = (disputes: readonly Dispute[], office: string | undefined) =>
    act(async () => {
      const ids = disputes.map(({ id }) => id)
      const asked = { ids, by, ...(office !== undefined && { keepOf: office }) }
      const { settled, left, changeSet } = await client.exchange.settleConflicts(asked)
      return [words.exchange.settled(settled, left), changeSet]
    })
  return { keep, keepOf, isBusy }
}
