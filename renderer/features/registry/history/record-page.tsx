import { Breadcrumbs, Button, Table, Text } from '@mantine/core'
import { useParams } from 'wouter'
import { useRecordsPast } from '../../../api/questions.ts'
import { useShownDay } from '../../../api/shown-day.ts'
import { addressOf } from '../../../kit/address/address.ts'
import { AppLink } from '../../../kit/address/app-link.tsx'
import { Answer } from '../../../kit/feedback/answer.tsx'
import { RecordHeader } from '../../../kit/page/record-header.tsx'
import { withWholeDays } from '../../../kit/page/whole-days.tsx'
import { useSpoken } from '../../../text/language.ts'
import { upperFirst } from '../../../text/word-of.ts'
import { count, moment } from '../../../text/written.ts'
import { RecordState } from '../../packets/answers/record-state.tsx'
import { ChangeFields } from './change-fields.tsx'
import { ChangePages, changesOnPage, useChangePage } from './change-pages.tsx'
import { RecordHolders } from './record-holders.tsx'
import { useAskUndo } from './use-ask-undo.tsx'

/** One record through time: who wrote what at which office, when by his PC, old to new; and which offices hold it. */
export function RecordPage() {
  const { id = '' } = useParams<{ id: string }>()
  const { words, say } = useSpoken()
  const { offset } = useChangePage()
  const askUndo = useAskUndo()
  const { day } = useShownDay()
  const past = useRecordsPast(id, offset, changesOnPage)
  const { history } = words.glance
  return (
    <Answer of={past} lines={10}>
      {({ kind, title, subjects, total, rows }) => (
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
                      <AppLink href={`/history/${entry.changeSet}`}>
                        {withWholeDays(say(entry.sentence))}
                      </AppLink>
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
          <ChangePages total={total} />
        </div>
      )}
    </Answer>
  )
}
