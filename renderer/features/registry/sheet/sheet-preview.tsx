import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import type { DoneMany } from '#contract/records.ts'
import { focusFirst } from '../../../kit/feedback/ask-first.tsx'
import { SeverityTag } from '../../../kit/page/severity-tag.tsx'
import { withWholeDays } from '../../../kit/page/whole-days.tsx'
import { useSpoken } from '../../../text/language.ts'
import { count } from '../../../text/written.ts'

type Props = {
  readonly found: DoneMany
  /** What is saved as it stands, and had better be looked at again. */
  readonly doubts: readonly string[]
  readonly isBusy: boolean
  /** How far the saving is, with Stop. */
  readonly bar: ReactNode
  readonly onSave: () => void
  readonly onBack: () => void
}

/** So many rows are told one by one. */
const most = 50

/** What saving a sheet would do, before it is done: how many rows, and which cannot be saved and why. */
export function SheetPreview({ found, doubts, isBusy, bar, onSave, onBack }: Props) {
  const { words, say } = useSpoken()
  const { sheet } = words
  const wrong = found.rows.filter(row => row.problems.length > 0)
  const warned = found.rows.filter(row => row.problems.length === 0 && row.warnings.length > 0)
  const can = found.done > 0
  return (
    <Modal opened onClose={isBusy ? () => undefined : onBack} title={sheet.preview} size={640}>
      <Stack gap="sm" ref={focusFirst}>
        {can ? (
          <>
            {found.sentences.map(sentence => (
              <Text key={sentence.zh}>{withWholeDays(say(sentence))}</Text>
            ))}
            <Text className="quiet" size="sm">
              {sheet.willSave(count(found.done))}
            </Text>
          </>
        ) : (
          wrong.length === 0 && <Text>{sheet.nothing}</Text>
        )}
        {doubts.length > 0 && (
          <ul className="many-rows">
            {doubts.slice(0, most).map(doubt => (
              <li key={doubt}>
                <SeverityTag severity="yellow">{sheet.check}</SeverityTag> {doubt}
              </li>
            ))}
          </ul>
        )}
        {wrong.length > 0 && <Text fw={600}>{sheet.willStay(count(wrong.length))}</Text>}
        {(wrong.length > 0 || warned.length > 0) && (
          <ul className="many-rows">
            {wrong.slice(0, most).map(row => (
              <li key={row.id}>
                <SeverityTag severity="orange">{words.byHand.many.stays}</SeverityTag> {row.title}{' '}
                {row.problems.map(({ words: field, message }) => `${say(field)}：${say(message)}`).join(' ')}
              </li>
            ))}
            {warned.slice(0, most).map(row => (
              <li key={row.id}>
                {row.title} {row.warnings.map(say).join(' ')}
              </li>
            ))}
          </ul>
        )}
        {bar}
        <Group justify="flex-end">
          <Button
            variant="default"
            disabled={isBusy}
            onClick={onBack}
            {...(!can && { 'data-autofocus': true })}
          >
            {sheet.back}
          </Button>
          {can && (
            <Button loading={isBusy} onClick={onSave} data-autofocus>
              {wrong.length > 0 ? sheet.doSaveRest(count(found.done)) : sheet.doSave(count(found.done))}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  )
}
