import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { Link, useLocation } from 'wouter'
import type { KnownForm } from '#contract/reports/forms.ts'
import { blankForm } from '#db/records/ledger/blank-form.ts'
import { useClient } from '../../../api/client.ts'
import { useShownDay } from '../../../api/shown-day.ts'
import { useChanged } from '../../../api/use-changed.ts'
import { rowsOf } from '../../../api/use-rows.ts'
import { Answer } from '../../../kit/feedback/answer.tsx'
import { useLongWork } from '../../../kit/feedback/long-work.tsx'
import { useNotices } from '../../../kit/feedback/notices.tsx'
import { ChooseButton } from '../../../kit/files/choose-button.tsx'
import { useByHand } from '../../../kit/forms/by-hand.tsx'
import { RecordList } from '../../../kit/lists/record-list.tsx'
import type { Column } from '../../../kit/lists/record-table.tsx'
import { Empty } from '../../../kit/page/empty.tsx'
import { PageHeader } from '../../../kit/page/page-header.tsx'
import { useWorkingName } from '../../../kit/this-pc.ts'
import { useSpoken } from '../../../text/language.ts'
import { wordOf } from '../../../text/word-of.ts'
import { count } from '../../../text/written.ts'
import type { Words } from '../../../text/zh-CN.ts'

/** The blank forms that are kept; a new one is added with a proposal of what belongs where. */
export function FormsPage() {
  const { words, language } = useSpoken()
  const { forms: say } = words
  const client = useClient()
  const byHand = useByHand()
  const { day } = useShownDay()
  const { add, isBusy } = useAdding()
  const asked = useQuery({ queryKey: ['forms'], queryFn: () => client.forms.list({}) })
  const columns = useMemo(() => columnsOf(words, language), [words, language])
  return (
    <div className="whole">
      <PageHeader title={say.title} note={say.lead}>
        <Button variant="default" component={Link} href="/burden">
          {words.burden.title}
        </Button>
        {day === undefined && (
          <ChooseButton accept=".xlsx,.docx" onChange={file => file !== null && void add(file)}>
            {props => (
              <Button loading={isBusy} {...props}>
                {say.add}
              </Button>
            )}
          </ChooseButton>
        )}
      </PageHeader>
      <Answer of={asked} lines={6}>
        {({ forms }) => (
          <RecordList
            label={say.title}
            name="forms"
            columns={columns}
            rows={rowsOf(forms, 'forms')}
            keyOf={row => row.id}
            onEdit={row => byHand.edit(row.id)}
            empty={<Empty line={say.none} />}
          />
        )}
      </Answer>
    </div>
  )
}

function useAdding() {
  const { words } = useSpoken()
  const { forms: say } = words
  const client = useClient()
  const work = useLongWork()
  const changed = useChanged()
  const { done, failed } = useNotices()
  const [by] = useWorkingName()
  const [, go] = useLocation()
  const [isBusy, setBusy] = useState(false)
  const add = async (file: File) => {
    setBusy(true)
    try {
      const { item } = await work(say.adding, signal => client.attachments.put({ file }, { signal }))
      const { id, changeSet, marks } = await client.forms.add({ item, by })
      await changed()
      done(say.added(count(Object.keys(marks).length)), changeSet)
      go(`/forms/${encodeURIComponent(id)}`)
    } catch (error) {
      failed(error)
    } finally {
      setBusy(false)
    }
  }
  return { add, isBusy }
}

function columnsOf({ forms: say, burden }: Words, language: 'zh' | 'en'): Column<KnownForm>[] {
  return [
    {
      key: 'name',
      title: wordOf(blankForm, 'name', language),
      width: 'minmax(260px, 2fr)',
      text: row => row.name,
      href: row => `/forms/${encodeURIComponent(row.id)}`,
    },
    {
      key: 'askedBy',
      title: wordOf(blankForm, 'asked_by', language),
      width: 'minmax(140px, 1fr)',
      text: row => row.askedBy ?? '',
    },
    {
      key: 'usedBy',
      title: burden.usedBy,
      width: 'minmax(120px, 1fr)',
      text: row => (row.ended === null ? (row.usedBy ?? '') : `${burden.ended} ${row.ended}`),
    },
    {
      key: 'org',
      title: wordOf(blankForm, 'org', language),
      width: 'minmax(140px, 1fr)',
      text: row => row.org,
    },
    {
      key: 'places',
      title: wordOf(blankForm, 'marks', language),
      width: '96px',
      align: 'right',
      text: row => count(row.places),
    },
    {
      key: 'file',
      title: say.file,
      width: 'minmax(180px, 1fr)',
      text: row => (row.isHere ? (row.file ?? '') : say.notHere),
    },
  ]
}
