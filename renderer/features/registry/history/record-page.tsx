import { Breadcrumbs, Button, Group, Pagination, Table, Text } from '@mantine/core'
import { useParams } from 'wouter'
import { useRecordsPast } from '../../../api/questions.ts'
import { useShownDay } from '../../../api/shown-day.ts'
import { addressOf } from '../../../kit/address/address.ts'
import { AppLink } from '../../../kit/address/app-link.tsx'
import { useAddress } from '../../../kit/address/use-address.ts'
import { Answer } from '../../../kit/feedback/answer.tsx'
import { RecordHeader } from '../../../kit/page/record-header.tsx'
import { useSpoken } from '../../../text/language.ts'
import { upperFirst } from '../../../text/word-of.ts'
import { count, moment } from '../../../text/written.ts'
import { RecordState } from '../../packets/answers/record-state.tsx'
import { ChangeFields } from './change-fields.tsx'
import { RecordHolders } from './record-holders.tsx'
import { useAskUndo } from './use-ask-undo.tsx'

/** So many changes are told on a page. */
const onPage = 50

/** One record through time: who wrote what at which office, when by his PC, old to new; and which offices hold it. */
export function RecordPage() {
  const { id = '' } = useParams<{ id: string }>()
  const { words, say } = useSpoken()
  const { get, change } = useAddress()
  const askUndo = useAskUndo()
  const { day } = useShownDay()
  const page = Math.max(1, Number(get('page') ?? 1) || 1)
  const past = useRecordsPast(id, (page - 1) * onPage, onPage)
  const { history } = words.glance
  return (
    <Answer of={past} lines={10}>
      {({ kind, title, subjects, total, rows }) => {
        const pages = Math.ceil(total / onPage)
        return (
          <div className="change-set">
            <Breadcrumbs mih={22} fz={12} separatorMargin={6}>
              {subjects.map(({ id: subject, entity, name }) =>
                subject === '' ? (
                  <span key={`${entity}${name}`}>{name}</span>
                ) : (
                  <AppLink
                    key={subject}
                    href={entity === 'person' ? `/people/${subject}` : addressOf('/orgs', { org: subject })}
                  >
                    {name}
                  </AppLink>
                ),
              )}
              <span className="quiet">{history.record}</span>
            </Breadcrumbs>
            <RecordHeader
              title={`${upperFirst(say(kind))} ${say(title)}`}
              tags={[]}
              line={
                <>
                  <span>{history.changes(count(total))}</span>
                  {day !== undefined && <span>{words.past.allOfIt}</span>}
                </>
              }
            />
            <RecordState id={id} />
            <RecordHolders of={id} />
            <div className="panel">
              <Table className="changes">
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th w={150}>{words.history.when}</Table.Th>
                    <Table.Th w={220}>{history.whoWhere}</Table.Th>
                    <Table.Th>{history.fields}</Table.Th>
                    <Table.Th w={90} aria-label={words.say.undo} />
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {rows.map(({ entry, change: told, by }) => (
                    <Table.Tr key={told.no}>
                      <Table.Td>{moment(by.at)}</Table.Td>
                      <Table.Td>
                        {by.actor === '' ? words.history.nobody : by.actor}
                        <Text size="xs" className="quiet">
                          {by.office}
                        </Text>
                      </Table.Td>
                      <Table.Td>
                        <span className="change-act" data-act={told.act}>
                          {history.acts[told.act]}
                        </span>{' '}
                        <AppLink href={`/history/${entry.changeSet}`}>{say(entry.sentence)}</AppLink>
                        <ChangeFields change={told} />
                      </Table.Td>
                      <Table.Td ta="right">
                        {entry.isUndone && <span className="quiet">{words.history.isUndone}</span>}
                        {entry.canUndo && (
                          <Button
                            size="compact-sm"
                            variant="subtle"
                            aria-label={`${words.say.undo} ${say(entry.sentence)}`}
                            onClick={() => askUndo(entry)}
                          >
                            {words.say.undo}
                          </Button>
                        )}
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </div>
            {pages > 1 && (
              <Group justify="flex-end">
                <Pagination
                  aria-label={history.page}
                  total={pages}
                  value={page}
                  getControlProps={control => ({
                    'aria-label': control === 'next' ? words.say.later : words.say.earlier,
                  })}
                  onChange={next => change({ page: next === 1 ? undefined : String(next) }, true)}
                />
              </Group>
            )}
          </div>
        )
      }}
    </Answer>
  )
}
