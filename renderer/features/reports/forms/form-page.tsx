import { Button, Group } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useParams } from 'wouter'
import { useClient } from '../../../api/client.ts'
import { useShownDay } from '../../../api/shown-day.ts'
import { useChanged } from '../../../api/use-changed.ts'
import { AppLink } from '../../../kit/address/app-link.tsx'
import { useAddress } from '../../../kit/address/use-address.ts'
import { Answer } from '../../../kit/feedback/answer.tsx'
import { useLongWork } from '../../../kit/feedback/long-work.tsx'
import { useNotices } from '../../../kit/feedback/notices.tsx'
import { saveFile } from '../../../kit/files/save-file.ts'
import { PageHeader } from '../../../kit/page/page-header.tsx'
import { useKept, useWorkingName } from '../../../kit/this-pc.ts'
import { useSpoken } from '../../../text/language.ts'
import { count } from '../../../text/written.ts'
import { AskedOffice, AskedYear, useAskedYear } from '../asked-year.tsx'
import { FormGrid } from './form-grid.tsx'
import { type Marks, personNumber } from './marks-at.ts'
import { type Whom, WhomField } from './whom.tsx'

/** One blank form as a person sees it, with what belongs where; corrected here once, and filled. */
export function FormPage() {
  const { words } = useSpoken()
  const { forms: say } = words
  const { id: named = '' } = useParams<{ id: string }>()
  const id = decodeURIComponent(named)
  const { get } = useAddress()
  const { year } = useAskedYear()
  const { day } = useShownDay()
  const org = get('org')
  const client = useClient()
  const [by] = useWorkingName()
  // What is marked and not saved is there again when the window is.
  const { kept, say: keep, forget: drop } = useKept<{ readonly marks: Marks }>(`form.${id}`)
  const edits = kept.marks ?? {}
  const [whom, setWhom] = useState<Whom>({ people: [] })
  const { everyone } = whom
  const people = everyone === undefined ? whom.people.map(one => one.id) : undefined
  const [isBusy, setBusy] = useState(false)
  const changed = useChanged()
  const work = useLongWork()
  const { done, failed } = useNotices()
  const asked = useQuery({
    queryKey: ['form', id, year, org, people, everyone],
    queryFn: ({ signal }) => client.forms.show({ id, year, org, people, everyone, by }, { signal }),
    enabled: year !== undefined,
    placeholderData: keepPreviousData,
  })
  const offered = useQuery({ queryKey: ['form-choices'], queryFn: () => client.forms.choices({}) })
  const number = Object.keys(edits).length
  const marks = Object.fromEntries(
    Object.entries({ ...asked.data?.marks, ...edits }).filter(([, said]) => said !== ''),
  )
  // A form about people asks whom it is about.
  const room = Math.max(0, ...Object.values(marks).map(personNumber))
  const isNobody = room > 0 && everyone === undefined && whom.people.length === 0
  const save = async () => {
    setBusy(true)
    try {
      const { changeSet } = await client.forms.map({ id, set: edits, by })
      drop()
      await changed()
      done(say.saved, changeSet)
    } catch (error) {
      failed(error)
    } finally {
      setBusy(false)
    }
  }
  const fill = async () => {
    if (year === undefined) return
    setBusy(true)
    try {
      const { file, places, rows, left, pages, without } = await work(say.filling, signal =>
        client.forms.fill({ id, year, org, people, everyone, by }, { signal }),
      )
      saveFile(file)
      const more = [
        ...(pages > 1 ? [say.pages(count(pages))] : []),
        ...(left.length === 0 ? [] : [say.left(count(left.length))]),
        ...(without.length === 0 ? [] : [say.without(count(without.length), without.slice(0, 20))]),
      ]
      notifications.show({
        message: [say.filled(file.name, count(places), count(rows)), ...more].join(' '),
        color: without.length === 0 ? 'teal' : 'orange',
        ...(without.length > 0 && { autoClose: false as const }),
      })
    } catch (error) {
      failed(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <div>
      <PageHeader
        title={asked.data?.name ?? say.title}
        note={asked.data && say.marksNote(count(asked.data.places))}
      >
        <AppLink href="/forms">{say.back}</AppLink>
        <Button
          disabled={number > 0 || year === undefined || isNobody}
          loading={isBusy}
          onClick={() => void fill()}
        >
          {say.fill}
        </Button>
      </PageHeader>
      <Group gap="sm" my="xs">
        <AskedYear />
        <AskedOffice />
        {room > 0 && <WhomField whom={whom} room={room} within={org} onChange={setWhom} />}
        {number > 0 && (
          <>
            <span role="status">{say.unsaved(count(number))}</span>
            <Button variant="default" onClick={drop}>
              {say.drop}
            </Button>
            <Button loading={isBusy} onClick={() => void save()}>
              {say.save}
            </Button>
          </>
        )}
      </Group>
      <p className="small-note">{say.howTo}</p>
      <Answer of={asked} lines={10}>
        {form => (
          <>
            {offered.data !== undefined &&
              form.parts.map(part => (
                <FormGrid
                  key={part.id}
                  part={part}
                  marks={marks}
                  values={new Map(form.values)}
                  rows={form.rows}
                  choices={offered.data}
                  {...(day === undefined && {
                    onMark: (set: Marks) => keep({ marks: { ...edits, ...set } }),
                  })}
                />
              ))}
          </>
        )}
      </Answer>
    </div>
  )
}
