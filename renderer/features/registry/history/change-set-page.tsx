import { Breadcrumbs, Button, Table, Text } from '@mantine/core'
import { useParams } from 'wouter'
import type { ToldChange } from '#contract/lifeline/glance.ts'
import { useChanges } from '../../../api/questions.ts'
import { addressOf } from '../../../kit/address/address.ts'
import { AppLink } from '../../../kit/address/app-link.tsx'
import { Answer } from '../../../kit/feedback/answer.tsx'
import { RecordHeader } from '../../../kit/page/record-header.tsx'
import { withWholeDays } from '../../../kit/page/whole-days.tsx'
import { useSpoken } from '../../../text/language.ts'
import { count, moment } from '../../../text/written.ts'
import { ChangeFields } from './change-fields.tsx'
import { ChangePages, changesOnPage, useChangePage } from './change-pages.tsx'
import { useAskUndo } from './use-ask-undo.tsx'

/** One piece of work: who did it and when, and every change in it, old to new. */
export function ChangeSetPage() {
  const { no = '' } = useParams<{ no: string }>()
  const { words, say } = useSpoken()
  const { offset } = useChangePage()
  const askUndo = useAskUndo()
  const changes = useChanges(Number(no) || 0, offset, changesOnPage)
  const { history } = words.glance
  return (
    <Answer of={changes} lines={10}>
      {({ entry, total, rows }) => {
        const sentence = say(entry.sentence)
        return (
          <div className="change-set">
            <Breadcrumbs mih={22} fz={12} separatorMargin={6}>
              <AppLink href="/history">{words.history.title}</AppLink>
              <span className="quiet">{history.changeSet(entry.changeSet)}</span>
            </Breadcrumbs>
            <RecordHeader
              title={sentence}
              tags={entry.isUndone ? [words.history.isUndone] : []}
              line={
                <>
                  <span>{moment(entry.at)}</span>
                  <span>{entry.actor === '' ? words.history.nobody : entry.actor}</span>
                  <span>{history.changes(count(total))}</span>
                </>
              }
              verbs={
                entry.canUndo && (
                  <Button variant="default" onClick={() => askUndo(entry)}>
                    {words.say.undo}
                  </Button>
                )
              }
            />
            <div className="panel">
              <Table className="changes">
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th w="20%">{history.what}</Table.Th>
                    <Table.Th w="27%">{history.whose}</Table.Th>
                    <Table.Th>{history.fields}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {rows.map(row => (
                    <ChangeRow key={row.no} change={row} />
                  ))}
                </Table.Tbody>
              </Table>
            </div>
            <ChangePages total={total} />
          </div>
        )
      }}
    </Answer>
  )
}

function ChangeRow({ change }: { readonly change: ToldChange }) {
  const { words, say } = useSpoken()
  const { history } = words.glance
  return (
    <Table.Tr>
      <Table.Td>
        <span className="change-act" data-act={change.act}>
          {history.acts[change.act]}
        </span>{' '}
        {withWholeDays(say(change.kind))} {say(change.title)}
        {change.author !== null && (
          <Text size="xs" className="quiet">
            {history.by(change.author.office, change.author.actor, moment(change.author.at))}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        {change.subjects.map(({ id, entity, name }) => (
          <div key={`${entity}${name}`}>
            {id === '' ? (
              name
            ) : (
              <AppLink href={entity === 'person' ? `/people/${id}` : addressOf('/orgs', { org: id })}>
                {name}
              </AppLink>
            )}
          </div>
        ))}
      </Table.Td>
      <Table.Td>
        <ChangeFields change={change} />
      </Table.Td>
    </Table.Tr>
  )
}
