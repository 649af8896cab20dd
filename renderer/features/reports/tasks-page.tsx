import { Button, Group, Select, Table, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { type Book, type BookTask, lampSchema, type Period } from '#contract/tasks.ts'
import { closing } from '#db/records/ledger/closing.ts'
import { task } from '#db/records/ledger/task.ts'
import { useClient } from '../../api/client.ts'
import { useStatus } from '../../api/questions.ts'
import { useShownDay } from '../../api/shown-day.ts'
import { addressOf } from '../../kit/address/address.ts'
import { AppLink } from '../../kit/address/app-link.tsx'
import { useAddress } from '../../kit/address/use-address.ts'
import { Answer } from '../../kit/feedback/answer.tsx'
import { useByHand } from '../../kit/forms/by-hand.tsx'
import { Empty } from '../../kit/page/empty.tsx'
import { PageHeader } from '../../kit/page/page-header.tsx'
import { SeverityTag } from '../../kit/page/severity-tag.tsx'
import { useSpoken } from '../../text/language.ts'
import { wordOf } from '../../text/word-of.ts'
import { count } from '../../text/written.ts'
import { TaskCell } from './task-cell.tsx'
import { TaskRequests } from './task-requests.tsx'

/** What offices set those below to do, how far everybody has come, and which periods are closed. */
export function TasksPage() {
  const { words, language } = useSpoken()
  const { tasks: say } = words
  const { get, change } = useAddress()
  const { day } = useShownDay()
  const client = useClient()
  const byHand = useByHand()
  const status = useStatus().data
  const [own, today] = [status?.org, status?.clock.today ?? '']
  const asked = Number(get('year'))
  const books = useQuery({
    queryKey: ['task-books', get('year')],
    queryFn: ({ signal }) =>
      client.tasks.books(asked >= 1950 && asked <= 2199 ? { year: asked } : {}, { signal }),
  })
  const { data } = books
  const here = own == null ? {} : { named: { org: { id: own.id, name: own.name } } }
  const add = (kind: string, set: Readonly<Record<string, string>> = {}) =>
    byHand.add(kind, { ...here, set: { ...(own && { org: own.id }), ...set } })
  const only = lampSchema.safeParse(get('lamp')).data
  const onlyAsked = get('asked') === 'yes'
  const tasks = data?.books.reduce((sum, book) => sum + book.tasks.length, 0) ?? 0
  const years = data === undefined ? [] : [...new Set([...data.years, data.year])].sort((a, b) => b - a)
  return (
    <>
      <PageHeader title={say.title} note={data && say.note(data.year, count(tasks))}>
        <Button variant="default" component={Link} href="/import?as=tasks">
          {say.fromFile}
        </Button>
        {day === undefined && data !== undefined && (
          <Button onClick={() => add('task', { year: String(data.year) })}>{say.add}</Button>
        )}
      </PageHeader>
      <Answer of={books} lines={10}>
        {found => (
          <>
            {years.length > 1 && (
              <Select
                w={120}
                mt="sm"
                allowDeselect={false}
                aria-label={wordOf(task, 'year', language)}
                data={years.map(one => ({ value: String(one), label: say.yearOf(one) }))}
                value={String(found.year)}
                onChange={value => change({ year: value ?? undefined }, true)}
              />
            )}
            {found.books.length === 0 && (
              <div className="panel" style={{ marginTop: 12 }}>
                <Empty line={say.none} />
              </div>
            )}
            {only !== undefined && (
              <Group gap="xs" mt="sm">
                <Text size="sm">{say.only(say.lamps[only])}</Text>
                <Button size="compact-xs" variant="default" onClick={() => change({ lamp: undefined }, true)}>
                  {say.showAll}
                </Button>
              </Group>
            )}
            {onlyAsked && (
              <Group gap="xs" mt="sm">
                <Text size="sm">{say.onlyAsked}</Text>
                <Button
                  size="compact-xs"
                  variant="default"
                  onClick={() => change({ asked: undefined }, true)}
                >
                  {say.showAll}
                </Button>
              </Group>
            )}
            {shownBooks(found.books, ({ units }) =>
              units.some(
                ({ lamp, requests }) =>
                  (only === undefined || lamp === only) &&
                  (!onlyAsked || requests.some(({ state }) => state === 'asked')),
              ),
            ).map(book => (
              <BookTable
                key={book.issuer.id}
                book={book}
                year={found.year}
                own={found.org.id}
                {...(day === undefined && {
                  onEdit: byHand.edit,
                  onAsk: (item: string) =>
                    add('task_request', { year: String(found.year), item, asked: today }),
                })}
              />
            ))}
            {found.books.length > 0 && (
              <Text size="sm" className="quiet" mt={6}>
                {say.legend}
              </Text>
            )}
            <TaskRequests books={found.books} isNow={day === undefined} />
            <Periods
              periods={found.periods}
              {...(day === undefined && { onAdd: add, onEdit: byHand.edit })}
              language={language}
            />
          </>
        )}
      </Answer>
    </>
  )
}

/** Only tasks of this kind, and only the books in which there are any; all of them where no task is left out. */
function shownBooks(books: readonly Book[], isShown: (task: BookTask) => boolean): readonly Book[] {
  return books.flatMap(book => {
    const tasks = book.tasks.filter(isShown)
    return tasks.length === 0 ? [] : [{ ...book, tasks }]
  })
}

type BookProps = {
  readonly book: Book
  readonly year: number
  readonly own: string
  readonly onEdit?: (id: string) => void
  readonly onAsk?: (item: string) => void
}

/** One office's book: a row for each task, a column for each of those it is for. */
function BookTable({ book: { issuer, isOwn, tasks }, year, own, onEdit, onAsk }: BookProps) {
  const { words, say: told, language } = useSpoken()
  const { tasks: say } = words
  const units = new Map(tasks.flatMap(one => one.units.map(({ org }) => [org.id, org] as const)))
  const isForUs = !isOwn && units.size === 1 && units.has(own)
  const behind = ({ figure, measure }: BookTask, org: string) =>
    figure === null
      ? addressOf('/work', { year: String(year), type: measure.zh, org })
      : addressOf(`/reports/${encodeURIComponent(figure)}`, { year: String(year), org })
  return (
    <section className="panel" style={{ marginTop: 12 }}>
      <Title order={2} px={16} py={8}>
        {isForUs ? say.forYou(issuer.name) : say.setBy(issuer.name)}
      </Title>
      <div className="task-book">
        <Table verticalSpacing={6} horizontalSpacing="xs" aria-label={say.setBy(issuer.name)}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{wordOf(task, 'item', language)}</Table.Th>
              <Table.Th ta="right">{wordOf(task, 'target', language)}</Table.Th>
              <Table.Th>{say.due}</Table.Th>
              {[...units.values()].map(org => (
                <Table.Th key={org.id} ta="right" className="task-unit">
                  {isForUs ? say.done : org.name}
                </Table.Th>
              ))}
              <Table.Th />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {tasks.map(one => (
              <Table.Tr key={one.id}>
                <Table.Td>
                  {one.item}
                  <Text size="xs" className="quiet" title={one.note ?? undefined}>
                    {say.by(told(one.measure))}
                    {one.note !== null && ` · ${one.note}`}
                  </Text>
                  {one.unknown.length > 0 && (
                    <SeverityTag severity="orange">
                      {say.unknownUnits(one.unknown.join(words.packet.comma))}
                    </SeverityTag>
                  )}
                </Table.Td>
                <Table.Td ta="right">
                  {count(one.target)} {language === 'zh' ? one.unit.zh : ''}
                </Table.Td>
                <Table.Td>{one.due}</Table.Td>
                {[...units.keys()].map(id => {
                  const found = one.units.find(({ org }) => org.id === id)
                  return (
                    <Table.Td key={id} ta="right">
                      {found !== undefined && (
                        <AppLink href={behind(one, id)}>
                          <TaskCell value={found.value} records={found.records} lamp={found.lamp} />
                        </AppLink>
                      )}
                      {found !== undefined && (found.target !== one.target || found.due !== one.due) && (
                        <Text size="xs" className="quiet" title={say.changed(count(found.target), found.due)}>
                          {found.target === one.target ? found.due : `/ ${count(found.target)}`}
                        </Text>
                      )}
                    </Table.Td>
                  )
                })}
                <Table.Td ta="right">
                  {isOwn && onEdit !== undefined && (
                    <Button
                      size="compact-xs"
                      variant="subtle"
                      aria-label={`${say.edit} ${one.item}`}
                      onClick={() => onEdit(one.id)}
                    >
                      {say.edit}
                    </Button>
                  )}
                  {isForUs && onAsk !== undefined && (
                    <Button
                      size="compact-xs"
                      variant="subtle"
                      aria-label={`${say.ask} ${one.item}`}
                      onClick={() => onAsk(one.item)}
                    >
                      {say.ask}
                    </Button>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </section>
  )
}

type PeriodsProps = {
  readonly periods: readonly Period[]
  readonly onAdd?: (kind: string, set?: Readonly<Record<string, string>>) => void
  readonly onEdit?: (id: string) => void
  readonly language: 'zh' | 'en'
}

/** Which periods are closed, from when on, and who may still write about them. */
function Periods({ periods, onAdd, onEdit, language }: PeriodsProps) {
  const { words } = useSpoken()
  const { tasks: say } = words
  return (
    <section className="panel" style={{ marginTop: 12, padding: '8px 16px 12px' }} lang={language}>
      <div className="panel-head">
        <Title order={2}>{say.periods}</Title>
        {onAdd !== undefined && (
          <Group gap="xs">
            <Button size="compact-sm" variant="default" onClick={() => onAdd('closing')}>
              {say.close}
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => onAdd('reopening')}>
              {say.allow}
            </Button>
          </Group>
        )}
      </div>
      <Text size="sm" className="quiet">
        {periods.length === 0 ? say.noPeriods : say.periodsLead}
      </Text>
      {periods.length > 0 && (
        <Table verticalSpacing={4} aria-label={say.periods}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{say.period}</Table.Th>
              <Table.Th>{wordOf(closing, 'closes_on', language)}</Table.Th>
              <Table.Th>{say.state}</Table.Th>
              <Table.Th>{say.exceptions}</Table.Th>
              <Table.Th />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {periods.map(one => (
              <Table.Tr key={one.id}>
                <Table.Td>
                  {say.spanOf(one.firstDay, one.lastDay)} <span className="quiet">{one.org}</span>
                </Table.Td>
                <Table.Td>{one.closesOn}</Table.Td>
                <Table.Td>
                  {one.isClosed ? say.closed : <span className="quiet">{say.closing}</span>}
                </Table.Td>
                <Table.Td>
                  {one.exceptions.map(({ id, whom, ends, reason, holds }) => (
                    <div key={id} className={holds ? undefined : 'quiet'}>
                      {say.exception(whom, ends, reason)}
                      {!holds && ` · ${say.over}`}
                    </div>
                  ))}
                </Table.Td>
                <Table.Td ta="right">
                  {onEdit !== undefined && (
                    <Button
                      size="compact-xs"
                      variant="subtle"
                      aria-label={`${say.edit} ${say.spanOf(one.firstDay, one.lastDay)}`}
                      onClick={() => onEdit(one.id)}
                    >
                      {say.edit}
                    </Button>
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
