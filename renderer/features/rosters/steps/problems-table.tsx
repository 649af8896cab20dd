import { Group, Select, Title } from '@mantine/core'
import type { ImportProblem } from '#contract/rosters.ts'
import { type Column, VirtualTable } from '../../../kit/lists/virtual-table.tsx'
import { SeverityTag } from '../../../kit/page/severity-tag.tsx'
import { useSpoken } from '../../../text/language.ts'
import { count } from '../../../text/number.ts'
import { type ProblemFilter, problemKinds, shownProblems } from './problem-kinds.ts'

/** A problem is told in two lines, in pixels. */
const lineHeight = 48

type Props = {
  readonly problems: readonly ImportProblem[]
  readonly filter: ProblemFilter
  readonly onFilter: (filter: ProblemFilter) => void
}

/** Each problem with its row and column as in the sheet, the cell marked, what is wrong, and the repair proposed. */
export function ProblemsTable({ problems, filter, onFilter }: Props) {
  const { words, say } = useSpoken()
  const shown = shownProblems(problems, filter)
  const kinds = [
    { value: 'all', label: words.rosters.allProblems(count(problems.length)) },
    { value: 'refused', label: words.rosters.refusedRow },
    { value: 'notes', label: words.rosters.noteRow },
    ...problemKinds(problems).map(({ code, count: n }) => ({
      value: `code:${code}`,
      label: words.rosters.ofKind(words.rosters.codes(code), count(n)),
    })),
  ]
  const columns: Column<ImportProblem>[] = [
    { key: 'row', title: words.rosters.row, width: '64px', cell: problem => problem.row },
    { key: 'column', title: words.rosters.column, width: '112px', cell: problem => problem.column },
    {
      key: 'value',
      title: words.rosters.value,
      width: '176px',
      cell: problem => (
        <span className="wrong-cell" data-severity={problem.refused ? 'red' : 'yellow'} title={problem.value}>
          {problem.value === '' ? words.rosters.blankCell : problem.value}
        </span>
      ),
    },
    {
      key: 'message',
      title: words.rosters.problem,
      width: 'minmax(240px, 1fr)',
      cell: problem => (
        <span className="two-lines" title={say(problem.message)}>
          {say(problem.says)}
        </span>
      ),
    },
    { key: 'repair', title: words.rosters.repair, width: '176px', cell: problem => problem.repair },
    {
      key: 'refused',
      title: words.rosters.consequence,
      width: '160px',
      cell: problem => (
        <SeverityTag severity={problem.refused ? 'red' : 'info'}>
          {problem.refused ? words.rosters.refusedRow : words.rosters.noteRow}
        </SeverityTag>
      ),
    },
  ]
  return (
    <section>
      <Group justify="space-between" mb={4}>
        <Title order={2}>{words.rosters.problems(count(shown.length))}</Title>
        <Select
          w={280}
          aria-label={words.rosters.filterProblems}
          allowDeselect={false}
          data={kinds}
          value={filter}
          onChange={value => onFilter(filterOf(value))}
        />
      </Group>
      <div style={{ height: Math.min(420, 36 + lineHeight * shown.length + 4), display: 'flex' }}>
        <VirtualTable
          label={words.rosters.problem}
          columns={columns}
          count={shown.length}
          rowHeight={lineHeight}
          rowAt={i => shown[i]}
        />
      </div>
    </section>
  )
}

function filterOf(value: string | null): ProblemFilter {
  if (value === 'refused' || value === 'notes') return value
  return value?.startsWith('code:') ? `code:${value.slice('code:'.length)}` : 'all'
}
