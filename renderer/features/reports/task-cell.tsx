import { Text, VisuallyHidden } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import type { TaskLamp } from '#contract/tasks.ts'
import { SeverityTag } from '../../kit/page/severity-tag.tsx'
import { useSpoken } from '../../text/language.ts'
import { count } from '../../text/written.ts'

type Props = { readonly value: number | null; readonly records: number; readonly lamp: TaskLamp }

/** How much was done of a task, and how it stands, by colour, sign and word; where records are missing it says so. */
export function TaskCell({ value, records, lamp }: Props) {
  const { words } = useSpoken()
  const say = words.tasks.lamps[lamp]
  const shown = value === null ? '—' : count(value)
  if (lamp === 'overdue' || lamp === 'soon') {
    const isBlank = records === 0 && value === 0
    return (
      <div title={say}>
        <SeverityTag severity={lamp === 'overdue' ? 'red' : 'yellow'}>
          {shown}
          <VisuallyHidden> {say}</VisuallyHidden>
        </SeverityTag>
        {isBlank && <Text size="xs">{words.tasks.noRecords}</Text>}
      </div>
    )
  }
  const isDone = lamp === 'done' || lamp === 'late'
  const isTold = lamp === 'late' || lamp === 'unsaid'
  return (
    <span title={say} className={isDone ? 'task-done' : 'quiet'}>
      <span className="task-number">
        {isDone && <IconCheck size={14} aria-hidden />}
        {shown}
      </span>
      {isTold ? <span> {say}</span> : <VisuallyHidden> {say}</VisuallyHidden>}
    </span>
  )
}
