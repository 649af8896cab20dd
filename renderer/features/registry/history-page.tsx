import { Stack } from '@mantine/core'
import { useSpoken } from '../../text/language.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { HistoryTable } from './history-table.tsx'

export function HistoryPage() {
  const { words } = useSpoken()
  return (
    <Stack gap="sm">
      <PageHeader title={words.history.title} />
      <div className="panel">
        <HistoryTable canUndo />
      </div>
    </Stack>
  )
}
