import { Alert, Button, Drawer, Group, SegmentedControl, Stack, Table, Text } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Double } from '#contract/looking.ts'
import type { ShownRecord } from '#contract/records.ts'
import { editForm } from '#db/records/forms.ts'
import { useClient } from '../../../api/client.ts'
import { problemsOf } from '../../../api/failure.ts'
import { useChanged } from '../../../api/use-changed.ts'
import { Answer } from '../../../kit/feedback/answer.tsx'
import { useNotices } from '../../../kit/feedback/notices.tsx'
import { withWholeDays } from '../../../kit/page/whole-days.tsx'
import { useKept, useWorkingName } from '../../../kit/this-pc.ts'
import { useSpoken } from '../../../text/language.ts'
import { upperFirst } from '../../../text/word-of.ts'
import { inOneLine } from '../../../text/written.ts'
import { MaskedNumber } from '../masked-number.tsx'

type Side = 'older' | 'newer'
type Props = { readonly pair: Double; readonly onEnd: () => void }

/** Two records side by side: what each says, which holds where they differ, and what will come of making them one. */
export function MergePanel({ pair, onEnd }: Props) {
  const { words } = useSpoken()
  return (
    <Drawer
      opened
      onClose={onEnd}
      position="right"
      size={720}
      title={words.doubles.panel(pair.people[0].name)}
      closeButtonProps={{ 'aria-label': words.say.close }}
      overlayProps={{ backgroundOpacity: 0.2 }}
      transitionProps={{ duration: 120 }}
    >
      <Compared pair={pair} onEnd={onEnd} />
    </Drawer>
  )
}

function Compared({ pair: { people, apart }, onEnd }: Props) {
  const [older, newer] = people
  const { words, say, language } = useSpoken()
  const client = useClient()
  const changed = useChanged()
  const { done: tell, failed } = useNotices()
  const [by] = useWorkingName()
  const { kept, say: keep, forget } = useKept<Record<string, Side>>(`merge.${older.id}.${newer.id}`)
  const choose: Readonly<Record<string, Side>> = Object.fromEntries(
    Object.entries(kept).flatMap(([field, side]) => (side === undefined ? [] : [[field, side] as const])),
  )
  const [isBusy, setBusy] = useState(false)
  const records = useQuery({
    queryKey: ['records-to-merge', older.id, newer.id],
    queryFn: () => Promise.all([older, newer].map(({ id }) => client.records.show({ id }))),
    // Once they are one, what would come of it is no question any more.
    enabled: !isBusy,
    gcTime: 0,
  })
  const act = { person: older.id, other: newer.id, choose: { ...choose }, by }
  const preview = useQuery({
    queryKey: ['merge', act],
    queryFn: () => client.records.mergePeople({ ...act, dryRun: true }),
    enabled: !isBusy,
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 0,
  })
  const problems = preview.error === null ? [] : (problemsOf(preview.error) ?? [])
  /** What was decided about the pair ends the panel. */
  const decide = async (ask: () => ReturnType<typeof client.records.mergePeople>) => {
    setBusy(true)
    try {
      const done = await ask()
      forget()
      tell(inOneLine(done.sentences.map(say), language), done.changeSet)
      onEnd()
      await changed()
    } catch (error) {
      failed(error)
      await preview.refetch()
    } finally {
      setBusy(false)
    }
  }
  const merge = () => decide(() => client.records.mergePeople(act))
  const keepApart = () =>
    decide(() =>
      apart === null
        ? client.records.add({ kind: 'apart', set: { person: older.id, other: newer.id }, by })
        : client.records.remove({ id: apart, reason: words.doubles.whyTakenBack, by }),
    )
  const place = ({ org }: Double['people'][0]) =>
    org === null ? words.person.left : (org.shortName ?? org.name)
  return (
    <Answer of={records} lines={10}>
      {([first, second]) => (
        <Stack gap="sm">
          {apart !== null && <Alert color="blue">{words.doubles.isApart}</Alert>}
          <Text className="quiet">{words.doubles.lead}</Text>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th />
                <Table.Th>{words.doubles.older}</Table.Th>
                <Table.Th>{words.doubles.newer}</Table.Th>
                <Table.Th>{words.doubles.holds}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              <Table.Tr>
                <Table.Th>{words.person.org}</Table.Th>
                <Table.Td>{place(older)}</Table.Td>
                <Table.Td>{place(newer)}</Table.Td>
                <Table.Td />
              </Table.Tr>
              {first &&
                second &&
                linesOf(first, second, people).map(({ field, said, differ }) => (
                  <Table.Tr key={field}>
                    <Table.Th>
                      {upperFirst(editForm('person')?.fields[field]?.words[language] ?? field)}
                    </Table.Th>
                    {people.map((person, side) => (
                      <Table.Td key={person.id}>
                        <Said
                          field={field}
                          person={person}
                          text={textOf(field, said[side] ?? null, language)}
                        />
                      </Table.Td>
                    ))}
                    <Table.Td>
                      {isSame(field, people) && <span className="quiet">{words.doubles.same}</span>}
                      {differ && (
                        <SegmentedControl
                          size="xs"
                          aria-label={words.doubles.holds}
                          value={choose[field] ?? (field === 'id_number' ? '' : 'older')}
                          onChange={value => keep({ [field]: value === 'newer' ? 'newer' : 'older' })}
                          data={[
                            { value: 'older', label: words.doubles.takeOlder },
                            { value: 'newer', label: words.doubles.takeNewer },
                          ]}
                        />
                      )}
                    </Table.Td>
                  </Table.Tr>
                ))}
            </Table.Tbody>
          </Table>
          {problems.length > 0 && (
            <Alert color="orange" role="alert">
              {problems.map(({ message }) => say(message)).join(' ')}
            </Alert>
          )}
          {problems.length === 0 && preview.data && (
            <div aria-live="polite">
              {[...preview.data.sentences, ...preview.data.warnings].map(line => (
                <Text key={line.zh}>{withWholeDays(say(line))}</Text>
              ))}
            </div>
          )}
          <Group justify="flex-end">
            {(apart !== null || !hasOneNumber(people)) && (
              <Button variant="default" mr="auto" disabled={isBusy} onClick={() => void keepApart()}>
                {apart === null ? words.doubles.apart : words.doubles.takeBack}
              </Button>
            )}
            <Button variant="default" onClick={onEnd}>
              {words.doubles.notOne}
            </Button>
            <Button
              loading={isBusy}
              disabled={preview.data === undefined || problems.length > 0}
              onClick={() => void merge()}
            >
              {words.doubles.merge}
            </Button>
          </Group>
        </Stack>
      )}
    </Answer>
  )
}

/** A number stays hidden until a reason is given; everything else stands there. */
function Said({
  field,
  person,
  text,
}: {
  readonly field: string
  readonly person: Double['people'][0]
  readonly text: string
}) {
  if (field === 'id_number')
    return <MaskedNumber person={person.id} name={person.name} field="id" masked={person.idMasked} />
  if (field === 'phone')
    return <MaskedNumber person={person.id} name={person.name} field="phone" masked={person.phoneMasked} />
  return text
}

type Value = ShownRecord['fields'][string]
type Line = { readonly field: string; readonly said: readonly [Value, Value]; readonly differ: boolean }

/** Of numbers only a part is shown: two that differ are shown with the signs in which they do. */
const numbers = { id_number: 'idMasked', phone: 'phoneMasked' } as const

/** Whether both have one and the same number, which nobody sees of masked ones. */
function isSame(field: string, [older, newer]: Double['people']): boolean {
  if (field !== 'id_number' && field !== 'phone') return false
  const [one, other] = [older[numbers[field]], newer[numbers[field]]]
  return one !== null && one === other
}

/** One number is of one person: whoever has two such records merges them, or puts one of the numbers right. */
function hasOneNumber(people: Double['people']): boolean {
  return isSame('id_number', people)
}

/** The fields of which either says something, and whether both say something else. */
function linesOf(first: ShownRecord, second: ShownRecord, people: Double['people']): readonly Line[] {
  const fields = editForm('person')?.fields ?? {}
  const hasNumber = (first.fields['id_number'] ?? second.fields['id_number'] ?? null) !== null
  return Object.keys(fields).flatMap(field => {
    const said: Line['said'] = [first.fields[field] ?? null, second.fields[field] ?? null]
    if (said[0] === null && said[1] === null) return []
    const isMasked = first.masked.includes(field) || second.masked.includes(field)
    const mayDiffer = isMasked ? !isSame(field, people) : said[0] !== said[1]
    const both = said[0] !== null && said[1] !== null
    // What stands beside a number is chosen with it.
    const goesWithNumber = hasNumber && field !== 'id_number' && fields[field]?.register === 'identity'
    // Files of both stay.
    const isFiles = fields[field]?.input.as === 'files'
    return [{ field, said, differ: both && !isFiles && !goesWithNumber && mayDiffer }]
  })
}

function textOf(field: string, value: Value, language: 'zh' | 'en'): string {
  return value === null ? '' : (editForm('person')?.fields[field]?.show(value, language) ?? String(value))
}
