import { VisuallyHidden } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import type { TaskLamp } from '#contract/tasks.ts'
import { SeverityTag } from '../../kit/page/severity-tag.tsx'
import { useSpoken } from '../../text/language.ts'
import { count } from '../../text/written.ts'

/** How much was done of a task, and how it stands, by colour, sign and word. */
export function TaskCell({ value, lamp }: { readonly value: number | null; readonly lamp: TaskLamp }) {
  const { words } = useSpoken()
  const say = words.tasks.lamps[lamp]
  const shown = value === null ? '—' : count(value)
  if (lamp === 'overdue' || lamp === 'soon')
    return (
      <span title={say}>
        <SeverityTag severity={lamp === 'overdue' ? 'red' : 'yellow'}>
          {shown}
          <VisuallyHidden> {say}</VisuallyHidden>
        </SeverityTag>
      </span>
    )
  const isDone = lamp === 'done' || lamp === 'late'
  return (
    <span title={say} className={isDone ? 'task-done' : 'quiet'}>
      {isDone && <IconCheck size={14} aria-hidden />}
      {shown}
      {lamp === 'late' ? ` ${say}` : <VisuallyHidden> {say}</VisuallyHidden>}
    </span>
  )
}
