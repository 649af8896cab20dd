import { Alert, Button, Checkbox, Group, NumberInput, Radio, Select, Table, Text, Title } from '@mantine/core'
import { useState } from 'react'
import type { ImportProblem, ImportResult, ProblemGroup } from '#contract/rosters.ts'
import { SeverityTag } from '../../../kit/page/severity-tag.tsx'
import { withWholeDays } from '../../../kit/page/whole-days.tsx'
import { useSpoken } from '../../../text/language.ts'
import { count } from '../../../text/written.ts'
import type { Words } from '../../../text/zh-CN.ts'
import type { DoubleAnswer, Said } from '../queue/queue.ts'
import { ofGroup, type ProblemFilter } from './problem-kinds.ts'

/** What is asked before anything else, and what of the file was not read. */
export function BeforeAll({
  result,
  said,
  onSay,
}: {
  readonly result: ImportResult
  readonly said: Said
  readonly onSay: ((more: Partial<Said>) => void) | undefined
}) {
  const { words, say } = useSpoken()
  const { question, hidden, unread, lacksYear } = result
  const [year, setYear] = useState<string | number>(said.year ?? '')
  const isYear = typeof year === 'number' && year >= 1900 && year <= 2199
  return (
    <>
      {question?.code === 'other-office' && onSay !== undefined && (
        <Alert color="orange" role="alert" title={words.preview.question}>
          <Text size="sm" mb="xs">
            {withWholeDays(say(question.text))}
          </Text>
          <Checkbox
            label={words.preview.confirm}
            checked={said.confirmed === true}
            onChange={event => onSay({ confirmed: event.currentTarget.checked })}
          />
        </Alert>
      )}
      {hidden !== null && (
        <Alert color="orange" role="alert" title={words.preview.hidden}>
          <Text size="sm" mb={onSay === undefined ? 0 : 'xs'}>
            {withWholeDays(say(hidden.text))}
          </Text>
          {onSay !== undefined && (
            <Radio.Group
              aria-label={words.preview.hidden}
              value={said.hidden ?? null}
              onChange={value => onSay({ hidden: value === 'take' ? 'take' : 'leave' })}
            >
              <Group gap="lg">
                <Radio value="take" label={words.preview.hiddenTake} />
                <Radio value="leave" label={words.preview.hiddenLeave} />
              </Group>
            </Radio.Group>
          )}
        </Alert>
      )}
      {(lacksYear > 0 || said.year !== undefined) && onSay !== undefined && (
        <Alert color="orange" role="alert" title={words.preview.year}>
          <Text size="sm" mb="xs">
            {lacksYear > 0 ? words.preview.yearAsked(count(lacksYear)) : words.preview.yearSaid}
          </Text>
          <Group gap="sm" align="end">
            <NumberInput
              label={words.preview.yearLabel}
              w={120}
              value={year}
              onChange={setYear}
              allowDecimal={false}
              allowNegative={false}
              thousandSeparator={false}
              maxLength={4}
              hideControls
              onKeyDown={event => {
                if (event.key === 'Enter' && isYear) onSay({ year })
              }}
            />
            <Button
              variant="default"
              disabled={!isYear || year === said.year}
              onClick={() => isYear && onSay({ year })}
            >
              {words.preview.yearApply}
            </Button>
          </Group>
        </Alert>
      )}
      {unread.length > 0 && (
        <Alert color="gray" title={words.preview.unread}>
          {unread.map(text => (
            <Text size="sm" key={text.en}>
              {withWholeDays(say(text))}
            </Text>
          ))}
        </Alert>
      )}
    </>
  )
}

/** A sentence that stands alone begins with a capital. */
function begun(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1)
}

/** So many people are named beside a kind of problem, and so many values, of which each says what to correct. */
const namedPeople = 3
const namedValues = 5

/** What stands in most of the cells of a group, or of whom the first rows are, and how much else there is. */
function namedOf(group: ProblemGroup, words: Words['preview']): string {
  if (group.isByWho) {
    const who = group.who.slice(0, namedPeople)
    return words.mostly(who, group.count > who.length)
  }
  const values = group.values.filter(({ value }) => value !== '').slice(0, namedValues)
  if (values.length === 0) return ''
  const named = values.map(({ value, count: times }) => words.valueTimes(value, count(times)))
  const blank = Number(group.values.some(({ value }) => value === ''))
  const others = group.different - values.length - blank
  return others > 0 ? words.mostlyOf(named, others, !group.differentIsAll) : words.mostly(named, false)
}

/** The kinds of problem with their counts: most of a long table's problems are one and the same. */
export function ProblemGroups({
  result,
  filter,
  onFilter,
  tense,
}: {
  readonly result: ImportResult
  readonly tense: 'before' | 'done'
  readonly filter: ProblemFilter
  readonly onFilter: (filter: ProblemFilter) => void
}) {
  const { words, say } = useSpoken()
  const { groups } = result
  if (groups.length === 0) return null
  return (
    <section aria-label={words.preview.groups}>
      <Title order={2} mb={4}>
        {words.preview.groups}
      </Title>
      <div className="panel" style={{ overflow: 'hidden' }}>
        <Table layout="fixed" aria-label={words.preview.groups}>
          <Table.Tbody>
            {groups.map(group => {
              const { code, refused, count: n, column, says, values, example } = group
              const key = ofGroup(group)
              const most = namedOf(group, words.preview)
              const repair = group.different === 1 ? (values[0]?.repair ?? null) : null
              return (
                <Table.Tr key={key}>
                  <Table.Td w={204}>
                    <SeverityTag severity={refused ? 'red' : 'info'}>
                      {refused ? words.rosters.refusedRow : words.rosters.noted[tense]}
                    </SeverityTag>
                  </Table.Td>
                  <Table.Td w={104} ta="right" fw={600}>
                    {words.preview.rows(count(n))}
                  </Table.Td>
                  <Table.Td>
                    <Text size="sm" fw={600}>
                      {words.rosters.codes(code)}
                      <Text span size="sm" className="quiet" fw={400}>
                        {' '}
                        {column}
                        {most !== '' && ` · ${most}`}
                      </Text>
                    </Text>
                    <Text size="sm" lineClamp={2} title={say(says)}>
                      {example === null
                        ? begun(say(says))
                        : words.preview.asIn(words.preview.rowNamed(example.row, example.sheet), say(says))}
                      {repair !== null && words.preview.proposed(repair)}
                    </Text>
                  </Table.Td>
                  <Table.Td w={128} ta="right">
                    <Button
                      variant="subtle"
                      size="compact-sm"
                      aria-pressed={filter === key}
                      onClick={() => onFilter(filter === key ? 'all' : key)}
                    >
                      {filter === key ? words.preview.showAll : words.preview.showThese}
                    </Button>
                  </Table.Td>
                </Table.Tr>
              )
            })}
          </Table.Tbody>
        </Table>
      </div>
    </section>
  )
}

/** So many are answered one by one; more than that are answered together. */
const answeredSingly = 30

/** People who are known under another ID number: the same person, or somebody else. */
export function Doubles({
  problems,
  said,
  onSay,
}: {
  readonly problems: readonly ImportProblem[]
  readonly said: Said
  readonly onSay: (more: Partial<Said>) => void
}) {
  const { words, say } = useSpoken()
  const answers = said.doubles ?? {}
  const asked = problems.filter(({ code }) => code === 'person-double')
  const known = Object.keys(answers).filter(key => key !== '*')
  if (asked.length === 0 && known.length === 0 && answers['*'] === undefined) return null
  const choices = [
    { value: 'leave', label: words.preview.doubleLeave },
    { value: 'same', label: words.preview.doubleSame },
    { value: 'new', label: words.preview.doubleNew },
  ]
  const answer = (key: string, value: string | null) => {
    const { [key]: _, ...others } = answers
    const given: DoubleAnswer | undefined = value === 'same' || value === 'new' ? value : undefined
    onSay({ doubles: given === undefined ? others : { ...others, [key]: given } })
  }
  const total = asked.length + known.length
  return (
    <section>
      <Title order={2} mb={4}>
        {words.preview.doublesTitle(count(total))}
      </Title>
      <Text className="quiet" mb={4}>
        {words.preview.doublesLine}
      </Text>
      <div className="panel" style={{ padding: '8px 12px' }}>
        <Group gap="sm" mb={4}>
          <Text size="sm" fw={600}>
            {words.preview.doublesAll}
          </Text>
          <Select
            size="xs"
            w={200}
            aria-label={words.preview.doublesAll}
            allowDeselect={false}
            data={choices}
            value={answers['*'] ?? 'leave'}
            onChange={value => answer('*', value)}
          />
        </Group>
        {known.map(number => (
          <Group key={number} gap="sm" wrap="nowrap" mb={4}>
            <Text size="sm" style={{ flex: 1 }}>
              {number}
            </Text>
            <Select
              size="xs"
              w={200}
              aria-label={number}
              allowDeselect={false}
              data={choices}
              value={answers[number] ?? 'leave'}
              onChange={value => answer(number, value)}
            />
          </Group>
        ))}
        {asked.slice(0, answeredSingly).map(({ row, value, says }) => (
          <Group key={value} gap="sm" wrap="nowrap" mb={4}>
            <Text size="sm" style={{ flex: 1 }}>
              {words.preview.doubleOf(count(row), value)}
              <Text span size="sm" className="quiet">
                {' '}
                {withWholeDays(say(says))}
              </Text>
            </Text>
            <Select
              size="xs"
              w={200}
              aria-label={words.preview.doubleOf(count(row), value)}
              allowDeselect={false}
              data={choices}
              value="leave"
              onChange={answered => answer(value, answered)}
            />
          </Group>
        ))}
      </div>
    </section>
  )
}

/** What an import would do, or did. */
type Told = { readonly result: ImportResult; readonly tense: 'before' | 'done' }

/** So many people are shown with what changes of them. */
const shownChanges = 60

/** What would change of what is known: of whom, which field, from what to what. */
export function ChangedRows({ result, tense }: Told) {
  const { words, say } = useSpoken()
  const { changed, changedLeftOut, labels } = result
  if (changed.length === 0) return null
  const shown = changed.slice(0, shownChanges)
  const more = changed.length - shown.length + changedLeftOut
  const labelOf = (field: string) => {
    const label = labels[field]
    return label === undefined ? field : say(label)
  }
  return (
    <section>
      <Title order={2} mb={4}>
        {words.preview.changed[tense](count(changed.length + changedLeftOut))}
      </Title>
      <div className="panel" style={{ maxHeight: 320, overflow: 'auto' }}>
        <Table stickyHeader layout="fixed">
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={80}>{words.rosters.row}</Table.Th>
              <Table.Th w="22%">{words.preview.changedWho}</Table.Th>
              <Table.Th w="18%">{words.preview.changedWhat}</Table.Th>
              <Table.Th>{words.preview.changedFrom}</Table.Th>
              <Table.Th>{words.preview.changedTo}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.flatMap(({ row, sheet, title, changes }) =>
              changes.map(({ field, from, to }, i) => (
                <Table.Tr key={`${sheet} ${row} ${field}`}>
                  <Table.Td>{i === 0 && words.preview.rowOf(row, sheet)}</Table.Td>
                  <Table.Td>{i === 0 && title}</Table.Td>
                  <Table.Td>{labelOf(field)}</Table.Td>
                  <Table.Td className="quiet" style={{ overflowWrap: 'anywhere' }}>
                    {from === '' ? words.preview.blank : from}
                  </Table.Td>
                  <Table.Td style={{ overflowWrap: 'anywhere' }}>{to}</Table.Td>
                </Table.Tr>
              )),
            )}
          </Table.Tbody>
        </Table>
      </div>
      {more > 0 && <Text className="quiet">{words.preview.changedMore(count(more))}</Text>}
    </section>
  )
}

/** Of a column of the rows shown, in pixels. */
const rowWidth = 60
const verdictWidth = 96
/** The least of a column of words, which go on below; what room there is they share. */
const wordsWidth = 72
const spacing = 7
const signWidth = 8
const isUnbroken = (text: string) => /^[\dX*-]{7,18}$/.test(text)

/** The width of a column of numbers or days, which are not broken; undefined for one of words. */
function wholeWidth(values: readonly string[]): number | undefined {
  const longest = Math.max(0, ...values.filter(isUnbroken).map(({ length }) => length))
  return longest === 0 ? undefined : longest * signWidth + 2 * spacing
}

/** The least width in which the longest of some words needs no more than three lines, within reason. */
function threeLines(values: readonly string[]): number {
  const longest = Math.max(0, ...values.map(({ length }) => length))
  return Math.min(widestWords, Math.max(wordsWidth, Math.ceil(longest / 3) * hanWidth + 2 * spacing))
}
const hanWidth = 14
const widestWords = 154

/** The room for the longest word of a header: Chinese goes on below anywhere, an English word does not. */
function headerWidth(label: string): number {
  const longest = Math.max(0, ...label.split(/[^\p{Script=Latin}\d]+/u).map(({ length }) => length))
  return longest * headerLetter + 2 * spacing
}
const headerLetter = 8

/** The first rows as they will be stored, in the columns that any of them fills. */
export function ShownRows({ result, tense }: Told) {
  const { words, say } = useSpoken()
  const { shown, labels } = result
  if (shown.length === 0) return null
  const fields = Object.keys(labels).filter(field => shown.some(({ values }) => values[field] !== undefined))
  const headerOf = (field: string) => {
    const label = labels[field]
    return label === undefined ? field : say(label)
  }
  const columns = fields.map(field => {
    const values = shown.flatMap(({ values }) => values[field] ?? [])
    const whole = wholeWidth(values)
    const header = headerOf(field)
    const least = Math.max(whole ?? threeLines(values), headerWidth(header))
    // Columns of short words share what room there is.
    return { field, header, least, width: whole === undefined && least === wordsWidth ? undefined : least }
  })
  const minWidth = columns.reduce((sum, { least }) => sum + least, rowWidth + verdictWidth)
  return (
    <section>
      <Title order={2} mb={4}>
        {words.preview.shown[tense]}
      </Title>
      <section
        className="panel"
        style={{ overflowX: 'auto' }}
        aria-label={words.preview.shown[tense]}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a table of many columns is scrolled by keyboard too
        tabIndex={0}
      >
        <Table layout="fixed" horizontalSpacing={spacing} style={{ minWidth, overflowWrap: 'anywhere' }}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={rowWidth}>{words.rosters.row}</Table.Th>
              <Table.Th w={verdictWidth}>{words.rosters.consequence}</Table.Th>
              {columns.map(({ field, header, width }) => (
                <Table.Th key={field} w={width} style={{ overflowWrap: 'normal' }}>
                  {header}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map(({ row, sheet, verdict, values }) => (
              <Table.Tr key={`${sheet} ${row}`}>
                <Table.Td>{words.preview.rowOf(row, sheet)}</Table.Td>
                <Table.Td>{words.preview.verdicts[verdict]}</Table.Td>
                {fields.map(field => (
                  <Table.Td
                    key={field}
                    style={isUnbroken(values[field] ?? '') ? { whiteSpace: 'nowrap' } : undefined}
                  >
                    {values[field] ?? ''}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </section>
    </section>
  )
}
