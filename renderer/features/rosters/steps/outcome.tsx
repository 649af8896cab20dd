import { Button, Checkbox, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { saveFile } from '../../../kit/files/save-file.ts'
import { useSpoken } from '../../../text/language.ts'
import { count } from '../../../text/written.ts'
import type { Imported, Said } from '../queue/queue.ts'
import { BeforeAll, ChangedRows, Doubles, ProblemGroups, ShownRows } from './preview-parts.tsx'
import type { ProblemFilter } from './problem-kinds.ts'
import { ProblemsTable } from './problems-table.tsx'

type Props = {
  readonly result: Imported
  readonly said: Said
  /** Nothing can be said any more once it is done. */
  readonly onSay?: (more: Partial<Said>) => void
}

/** What an import would do, or did: its numbers, and each problem with its cell and the repair proposed. */
export function Outcome({ result, said, onSay }: Props) {
  const { words } = useSpoken()
  const [filter, setFilter] = useState<ProblemFilter>('all')
  const { problems, refused, rejected, noted, groups } = result
  const ofPosts = groups.filter(({ code }) => code === 'post-stays' || code === 'post-ends')
  const posts = ofPosts.reduce((sum, group) => sum + group.count, 0)
  const tense = onSay === undefined ? 'done' : 'before'
  const plain = [
    [words.rosters.rows, result.read],
    [words.rosters.created, result.created],
    [words.rosters.updated, result.updated],
    [words.rosters.unchanged, result.unchanged],
  ] as const
  const filtering = [
    ['refused', words.rosters.rejected, rejected],
    ['notes', words.rosters.noted[tense], noted],
  ] as const
  return (
    <Stack gap="sm">
      <BeforeAll result={result} said={said} onSay={onSay} />
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
      {posts > 0 && onSay !== undefined && (
        <Checkbox
          label={words.preview.endPosts(count(posts))}
          checked={said.endPosts === true}
          onChange={event => onSay({ endPosts: event.currentTarget.checked })}
        />
      )}
      <ProblemGroups result={result} tense={tense} filter={filter} onFilter={setFilter} />
      {onSay !== undefined && <Doubles problems={problems} said={said} onSay={onSay} />}
      <ChangedRows result={result} tense={tense} />
      <ShownRows result={result} tense={tense} />
      {problems.length > 0 && (
        <ProblemsTable problems={problems} filter={filter} onFilter={setFilter} tense={tense} />
      )}
      {result.problemsLeftOut > 0 && (
        <Text className="quiet">{words.preview.leftOut(count(result.problemsLeftOut))}</Text>
      )}
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
