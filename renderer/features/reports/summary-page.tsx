import { Button, Checkbox, Group, Stack, Table } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { SummaryChange } from '#contract/reports/summaries.ts'
import { broughtFigures } from '#db/records/ledger/district-figures.ts'
import { useClient } from '../../api/client.ts'
import { finish } from '../../api/long-work.ts'
import { addressOf } from '../../kit/address/address.ts'
import { AppLink } from '../../kit/address/app-link.tsx'
import { useAddress } from '../../kit/address/use-address.ts'
import { Answer } from '../../kit/feedback/answer.tsx'
import { useLongWork } from '../../kit/feedback/long-work.tsx'
import { useNotices } from '../../kit/feedback/notices.tsx'
import { ChooseButton } from '../../kit/files/choose-button.tsx'
import { saveFile } from '../../kit/files/save-file.ts'
import { PageHeader } from '../../kit/page/page-header.tsx'
import { type Language, useSpoken } from '../../text/language.ts'
import { count, signed } from '../../text/written.ts'
import { AskedOffice, AskedYear, useAskedYear } from './asked-year.tsx'

/** The document is Chinese; on a page in English its figures are called as on the page of figures. */
function called(key: string, name: string, language: Language): string {
  return language === 'zh' ? name : (broughtFigures.find(one => one.key === key)?.name[language] ?? name)
}

type Mine = { readonly file: File; readonly changes: readonly SummaryChange[]; readonly kept: number }

/** The yearly summary: looked over, saved, and made anew from a copy that somebody worked on. */
export function SummaryPage() {
  const { words, language } = useSpoken()
  const { pictures, reports } = words
  const { summary: say } = pictures
  const { get } = useAddress()
  const { year } = useAskedYear()
  const org = get('org')
  const client = useClient()
  const work = useLongWork()
  const { failed } = useNotices()
  const [mine, setMine] = useState<Mine | undefined>()
  const [taken, setTaken] = useState<readonly string[]>([])
  const made = useQuery({
    queryKey: ['summary', year, org],
    queryFn: ({ signal }) =>
      finish(client.summaries.make({ year: year ?? 0, org }, { signal }), signal, () => undefined),
    enabled: year !== undefined,
    placeholderData: keepPreviousData,
  })
  const again = async (file: File, take: readonly string[]) => {
    if (year === undefined) return undefined
    try {
      return await work(say.making, signal =>
        client.summaries.make({ year, org, mine: file, take: [...take] }, { signal }),
      )
    } catch (error) {
      failed(error)
      return undefined
    }
  }
  const look = async (file: File) => {
    const found = await again(file, [])
    setTaken([])
    setMine(found && { file, changes: found.changes, kept: found.kept })
  }
  const keep = (file: File) => {
    saveFile(file)
    notifications.show({ message: say.done(file.name), color: 'teal' })
  }
  const saveMine = async () => {
    const found = mine && (await again(mine.file, taken))
    if (found !== undefined) keep(found.file)
  }
  return (
    <Stack gap="sm">
      <PageHeader title={say.title}>
        <AppLink href={addressOf('/reports', { ...(year !== undefined && { year: String(year) }), org })}>
          {reports.back}
        </AppLink>
        <ChooseButton accept=".docx" onChange={file => file !== null && void look(file)}>
          {props => (
            <Button variant="default" title={say.againHow} {...props}>
              {say.again}
            </Button>
          )}
        </ChooseButton>
        <Button disabled={made.data === undefined} onClick={() => made.data && keep(made.data.file)}>
          {say.make}
        </Button>
      </PageHeader>
      <p className="small-note">{say.lead}</p>
      <Group gap="sm">
        <AskedYear />
        <AskedOffice />
      </Group>
      {mine !== undefined && (
        <Changes mine={mine} taken={taken} onTake={setTaken} onSave={() => void saveMine()} />
      )}
      <Answer of={made} lines={12}>
        {({ passages, figures }) => (
          <div className="year-pictures">
            <section className="panel year-picture" aria-label={say.preview}>
              <h2 className="panel-title">{say.preview}</h2>
              {passages.map(({ id, level, pieces }) => (
                <p key={id} style={{ fontWeight: level === null ? undefined : 600, margin: '6px 0' }}>
                  {pieces.map((piece, at) =>
                    typeof piece === 'string' ? (
                      piece
                    ) : (
                      <AppLink
                        key={`${piece.key} ${String(at)}`}
                        href={addressOf(`/reports/${encodeURIComponent(piece.key)}`, {
                          ...(year !== undefined && { year: String(year) }),
                          org,
                        })}
                      >
                        {piece.value === null ? '—' : count(piece.value)}
                      </AppLink>
                    ),
                  )}
                </p>
              ))}
            </section>
            <section className="panel year-picture" aria-label={say.figures}>
              <h2 className="panel-title">{say.figures}</h2>
              <Table verticalSpacing={2}>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{say.figure}</Table.Th>
                    <Table.Th ta="right">{say.now}</Table.Th>
                    <Table.Th ta="right">{say.before}</Table.Th>
                    <Table.Th ta="right">{say.difference}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {figures.map(({ key, name, now, last }) => (
                    <Table.Tr key={key}>
                      <Table.Td>
                        <AppLink
                          href={addressOf(`/reports/${encodeURIComponent(key)}`, { year: String(year), org })}
                        >
                          {called(key, name, language)}
                        </AppLink>
                      </Table.Td>
                      <Table.Td ta="right">{now === null ? '—' : count(now)}</Table.Td>
                      <Table.Td ta="right">{last === null ? '—' : count(last)}</Table.Td>
                      <Table.Td ta="right">
                        {last === null || now === null ? '—' : signed(now - last)}
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </section>
          </div>
        )}
      </Answer>
    </Stack>
  )
}

type ChangesProps = {
  readonly mine: Mine
  readonly taken: readonly string[]
  readonly onTake: (ids: readonly string[]) => void
  readonly onSave: () => void
}

/** What differs from his copy, before anything is saved; where both changed he says which counts. */
function Changes({ mine, taken, onTake, onSave }: ChangesProps) {
  const { words } = useSpoken()
  const { summary: say } = words.pictures
  return (
    <section className="panel year-picture" aria-label={say.changes}>
      <Group justify="space-between">
        <h2 className="panel-title">{`${say.changes} · ${mine.file.name}`}</h2>
        <Button onClick={onSave}>{say.save}</Button>
      </Group>
      <p className="small-note">
        {say.kept(count(mine.kept))} {mine.changes.length === 0 && say.noChanges}
      </p>
      {mine.changes.length > 0 && (
        <Table verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={180} />
              <Table.Th>{say.his}</Table.Th>
              <Table.Th>{say.fresh}</Table.Th>
              <Table.Th w={130} />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {mine.changes.map(one => (
              <Table.Tr key={one.id}>
                <Table.Td>{say.what[one.what]}</Table.Td>
                <Table.Td>{one.his}</Table.Td>
                <Table.Td>{one.now}</Table.Td>
                <Table.Td>
                  {one.isConflict && (
                    <Checkbox
                      label={say.take}
                      checked={taken.includes(one.id)}
                      onChange={event =>
                        onTake(
                          event.currentTarget.checked
                            ? [...taken, one.id]
                            : taken.filter(id => id !== one.id),
                        )
                      }
                    />
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </section>
  )
}
