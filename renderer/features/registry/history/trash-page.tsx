import { Button, Group, Modal, Select, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { Removed } from '#contract/trash.ts'
import { titleToldOf } from '#db/records/kinds.ts'
import { useClient } from '../../../api/client.ts'
import { useChanged } from '../../../api/use-changed.ts'
import { useRows } from '../../../api/use-rows.ts'
import { pastAddress } from '../../../kit/address/address.ts'
import { useAddress } from '../../../kit/address/use-address.ts'
import { Answer } from '../../../kit/feedback/answer.tsx'
import { focusFirst } from '../../../kit/feedback/ask-first.tsx'
import { useNotices } from '../../../kit/feedback/notices.tsx'
import { RecordList } from '../../../kit/lists/record-list.tsx'
import type { Column } from '../../../kit/lists/record-table.tsx'
import { Empty } from '../../../kit/page/empty.tsx'
import { PageHeader } from '../../../kit/page/page-header.tsx'
import { withWholeDays } from '../../../kit/page/whole-days.tsx'
import { useWorkingName } from '../../../kit/this-pc.ts'
import { useSpoken } from '../../../text/language.ts'
import { upperFirst } from '../../../text/word-of.ts'
import { count, inOneLine, moment } from '../../../text/written.ts'

type Filter = { readonly kind: string | undefined }

/** What was removed: who removed it, when, where and why; brought back after a look at what comes with it. */
export function TrashPage() {
  const { words, say, language } = useSpoken()
  const { trash } = words
  const { get, change } = useAddress()
  const client = useClient()
  const kind = get('kind')
  const { first, rows } = useRows<Filter, Removed>('trash', { kind }, (of, window, signal) =>
    client.trash.list({ ...of, ...window }, { signal }),
  )
  const [asked, setAsked] = useState<Asked>()
  const { failed } = useNotices()
  const columns = useColumns()
  const kinds =
    useQuery({ queryKey: ['trash-kinds'], queryFn: () => client.trash.list({ limit: 1 }) }).data?.kinds ?? []
  const look = async (row: Removed) => {
    try {
      setAsked({ row, would: await client.trash.restore({ id: row.id, dryRun: true }) })
    } catch (error) {
      failed(error)
    }
  }
  return (
    <div className="whole">
      <PageHeader
        title={trash.title}
        note={first.data === undefined ? '' : trash.note(count(first.data.total))}
      />
      <Text className="quiet text-column">{trash.lead}</Text>
      <Answer of={first} lines={10}>
        {() => (
          <RecordList
            label={trash.title}
            name="trash"
            columns={columns}
            rows={rows}
            keyOf={row => row.id}
            filters={
              <Select
                aria-label={trash.kind}
                placeholder={trash.all}
                clearable
                w={200}
                data={kinds.map(one => ({ value: one.kind, label: upperFirst(say(one.words)) }))}
                value={kind ?? null}
                onChange={value => change({ kind: value ?? undefined }, true)}
              />
            }
            onEdit={row => void look(row)}
            verbs={row => (
              <Button
                size="compact-sm"
                variant="light"
                tabIndex={-1}
                aria-label={trash.restoreThis(titleToldOf(row.kind, row.title)[language])}
                onClick={() => void look(row)}
              >
                {trash.restore}
              </Button>
            )}
            verbsWidth="92px"
            empty={<Empty line={trash.empty} />}
          />
        )}
      </Answer>
      {asked !== undefined && <Restore asked={asked} onEnd={() => setAsked(undefined)} />}
    </div>
  )
}

type Would = {
  readonly sentences: readonly { readonly zh: string; readonly en: string }[]
  readonly warnings: readonly { readonly zh: string; readonly en: string }[]
}
type Asked = { readonly row: Removed; readonly would: Would }

/** What would come back, before it does. */
function Restore({ asked: { row, would }, onEnd }: { readonly asked: Asked; readonly onEnd: () => void }) {
  const { words, say, language } = useSpoken()
  const { trash } = words
  const client = useClient()
  const changed = useChanged()
  const { done, failed } = useNotices()
  const [by] = useWorkingName()
  const [isBusy, setBusy] = useState(false)
  const restore = async () => {
    setBusy(true)
    try {
      const { sentences, changeSet } = await client.trash.restore({ id: row.id, by })
      onEnd()
      done(inOneLine(sentences.map(say), language), changeSet)
      await changed()
    } catch (error) {
      failed(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal opened onClose={onEnd} title={trash.preview}>
      <Stack gap="sm" ref={focusFirst}>
        {[...would.sentences, ...would.warnings].map(sentence => (
          <Text key={sentence.zh}>{withWholeDays(say(sentence))}</Text>
        ))}
        {row.with.length > 0 && (
          <ul className="many-rows">
            {row.with.map(one => (
              <li key={one.words.en}>{trash.besideOf(say(one.words), one.count)}</li>
            ))}
          </ul>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onEnd}>
            {trash.back}
          </Button>
          <Button loading={isBusy} data-autofocus onClick={() => void restore()}>
            {trash.restore}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

function useColumns(): readonly Column<Removed>[] {
  const { words, say, language } = useSpoken()
  const { trash } = words
  return useMemo(
    () => [
      { key: 'kind', title: trash.kind, width: '120px', text: row => upperFirst(say(row.words)) },
      {
        key: 'title',
        title: trash.record,
        width: 'minmax(140px, 2fr)',
        text: row => titleToldOf(row.kind, row.title)[language],
        href: row => pastAddress(row.id),
      },
      { key: 'of', title: trash.of, width: 'minmax(130px, 2fr)', text: row => row.of },
      { key: 'at', title: trash.at, width: '150px', text: row => moment(row.at) },
      {
        key: 'by',
        title: trash.by,
        width: 'minmax(120px, 1fr)',
        text: row => [row.actor, row.office].filter(one => one !== '').join(' · '),
      },
      { key: 'reason', title: trash.reason, width: 'minmax(110px, 1fr)', text: row => row.reason ?? '' },
      {
        key: 'with',
        title: trash.beside,
        width: 'minmax(110px, 1fr)',
        text: row =>
          row.with
            .map(one => trash.besideOf(say(one.words), one.count))
            .join(language === 'zh' ? '、' : ', '),
      },
    ],
    [trash, say, language],
  )
}
