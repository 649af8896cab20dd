import { Button, Group, Table, Text, Textarea, Title } from '@mantine/core'
import { useState } from 'react'
import type { Book, TaskRequest } from '#contract/tasks.ts'
import { taskRequestCourse } from '#db/records/courses/task-request-course.ts'
import { taskRequest } from '#db/records/ledger/task.ts'
import { useClient } from '../../api/client.ts'
import { problemsOf } from '../../api/failure.ts'
import { useChanged } from '../../api/use-changed.ts'
import { AskFirst, AskForm } from '../../kit/feedback/ask-first.tsx'
import { useNotices } from '../../kit/feedback/notices.tsx'
import { useDraft, useWorkingName } from '../../kit/this-pc.ts'
import { useSpoken } from '../../text/language.ts'
import { wordOf } from '../../text/word-of.ts'
import { count } from '../../text/written.ts'

type Line = { readonly item: string; readonly who: string; readonly request: TaskRequest }

/** What was asked about the tasks of these books, what waits for an answer first. */
export function linesOf(books: readonly Book[]): readonly Line[] {
  const lines = books.flatMap(({ tasks }) =>
    tasks.flatMap(({ item, units }) =>
      units.flatMap(({ org, requests }) => requests.map(request => ({ item, who: org.name, request }))),
    ),
  )
  const weight = ({ request }: Line) => (request.state === 'asked' ? 0 : 1)
  return lines.toSorted((a, b) => weight(a) - weight(b) || (a.request.asked < b.request.asked ? 1 : -1))
}

type Props = { readonly books: readonly Book[]; readonly isNow: boolean }

/** Requests to change a task: who asked for what, how it was answered, and the answer that this office has to give. */
export function TaskRequests({ books, isNow }: Props) {
  const { words, language } = useSpoken()
  const { tasks: say } = words
  const [asked, setAsked] = useState<Line>()
  const lines = linesOf(books)
  if (lines.length === 0) return null
  return (
    <section className="panel" style={{ marginTop: 12, padding: '8px 16px 12px' }}>
      <Title order={2}>{say.requests}</Title>
      <Text size="sm" className="quiet">
        {say.requestsLead}
      </Text>
      <Table verticalSpacing={4} aria-label={say.requests}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{wordOf(taskRequest, 'org', language)}</Table.Th>
            <Table.Th>{wordOf(taskRequest, 'item', language)}</Table.Th>
            <Table.Th>{say.wants}</Table.Th>
            <Table.Th>{wordOf(taskRequest, 'reason', language)}</Table.Th>
            <Table.Th>{wordOf(taskRequest, 'asked', language)}</Table.Th>
            <Table.Th>{say.state}</Table.Th>
            <Table.Th />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {lines.map(line => {
            const { id, target, due, reason, asked: on, state, answer, may } = line.request
            return (
              <Table.Tr key={id}>
                <Table.Td>{line.who}</Table.Td>
                <Table.Td>{line.item}</Table.Td>
                <Table.Td>{say.wantsOf(target === null ? undefined : count(target), due)}</Table.Td>
                <Table.Td>{reason}</Table.Td>
                <Table.Td style={{ whiteSpace: 'nowrap' }}>{on}</Table.Td>
                <Table.Td>
                  {taskRequestCourse.states[state][language]}
                  {answer !== null && (
                    <Text size="xs" className="quiet">
                      {[answer.day, answer.actor, answer.note].filter(Boolean).join(' · ')}
                    </Text>
                  )}
                </Table.Td>
                <Table.Td ta="right">
                  {isNow && may.length > 0 && (
                    <Button
                      size="compact-xs"
                      variant="default"
                      aria-label={
                        may.includes('withdraw')
                          ? say.withdrawOf(line.item)
                          : say.answerOf(line.who, line.item)
                      }
                      onClick={() => setAsked(line)}
                    >
                      {may.includes('withdraw') ? say.withdraw : say.answer}
                    </Button>
                  )}
                </Table.Td>
              </Table.Tr>
            )
          })}
        </Table.Tbody>
      </Table>
      {asked !== undefined && (
        <AnswerForm key={asked.request.id} line={asked} onEnd={() => setAsked(undefined)} />
      )}
    </section>
  )
}

function AnswerForm({ line, onEnd }: { readonly line: Line; readonly onEnd: () => void }) {
  const { words, say: told, language } = useSpoken()
  const { tasks: say } = words
  const client = useClient()
  const changed = useChanged()
  const { done, failed } = useNotices()
  const [by] = useWorkingName()
  const [wrong, setWrong] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const { item, who, request } = line
  const [note, setNote, forget] = useDraft(`task-request.${request.id}`)
  const isOwn = request.may.includes('withdraw')
  const answer = async (action: TaskRequest['may'][number]) => {
    setBusy(true)
    try {
      const { sentences, changeSet } = await client.tasks.answer({
        ...{ id: request.id, action, by },
        ...(note.trim() !== '' && { note: note.trim() }),
      })
      forget()
      onEnd()
      done(sentences.map(told).join(language === 'zh' ? '。' : '. '), changeSet)
      await changed()
    } catch (error) {
      const problems = problemsOf(error)
      if (problems === undefined) failed(error)
      else setWrong(problems.map(({ message }) => told(message)).join(' '))
      setBusy(false)
    }
  }
  const reason = (
    <Textarea
      label={say.answerNote}
      value={note}
      error={wrong}
      autosize
      minRows={2}
      maxLength={1000}
      data-autofocus
      onChange={event => {
        setWrong(undefined)
        setNote(event.currentTarget.value)
      }}
    />
  )
  return (
    <AskFirst opened title={isOwn ? say.withdrawOf(item) : say.answerOf(who, item)} onEnd={onEnd}>
      <AskForm
        does={isOwn ? say.withdraw : say.grant}
        isBusy={isBusy}
        onEnd={onEnd}
        onDo={() => void answer(isOwn ? 'withdraw' : 'grant')}
      >
        {isOwn ? (
          <Text className="quiet">{say.withdrawLine}</Text>
        ) : (
          <>
            <Text>
              {say.wantsOf(request.target === null ? undefined : count(request.target), request.due)}
              <span className="quiet"> · {request.reason}</span>
            </Text>
            {reason}
            <Group>
              <Button
                size="compact-sm"
                variant="default"
                disabled={isBusy}
                onClick={() => void answer('decline')}
              >
                {say.decline}
              </Button>
            </Group>
          </>
        )}
      </AskForm>
    </AskFirst>
  )
}
