import { Button, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { saveFile } from '../../kit/save-file.ts'
import { useSpoken } from '../../text/language.ts'
import { count } from '../../text/number.ts'
import type { Imported } from './imported.ts'
import { notedRows, type ProblemFilter } from './problem-kinds.ts'
import { ProblemsTable } from './problems-table.tsx'

/** What an import would do, or did: its numbers, and each problem with its cell and the repair proposed. */
export function Outcome({ result }: { readonly result: Imported }) {
  const { words } = useSpoken()
  const [filter, setFilter] = useState<ProblemFilter>('all')
  const { problems, refused, rejected } = result
  const noted = notedRows(problems)
  const plain = [
    [words.rosters.rows, result.read],
    [words.rosters.created, result.created],
    [words.rosters.updated, result.updated],
    [words.rosters.unchanged, result.unchanged],
  ] as const
  const filtering = [
    ['refused', words.rosters.rejected, rejected],
    ['notes', words.rosters.noted, noted],
  ] as const
  return (
    <Stack gap="sm">
      <div className="outcome-numbers">
        {plain.map(([label, n]) => (
          <div key={label} className="panel number-tile">
            <div className="quiet">{label}</div>
            <div className="number">{count(n)}</div>
          </div>
        ))}
        {filtering.map(([key, label, n]) => (
          <button
            key={key}
            type="button"
            className="panel number-tile number-button"
            aria-pressed={filter === key}
            disabled={n === 0}
            onClick={() => setFilter(filter === key ? 'all' : key)}
          >
            <div className="quiet">{label}</div>
            <div className="number">{count(n)}</div>
          </button>
        ))}
      </div>
      {problems.length > 0 && <ProblemsTable problems={problems} filter={filter} onFilter={setFilter} />}
      {refused !== null && rejected > 0 && (
        <Group>
          <Button variant="default" onClick={() => saveFile(refused)}>
            {words.rosters.refusedFile(count(rejected))}
          </Button>
          <Text className="quiet">{words.rosters.refusedHint}</Text>
        </Group>
      )}
    </Stack>
  )
}
