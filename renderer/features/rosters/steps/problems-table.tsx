import { Select, Title } from '@mantine/core'
import { useMemo } from 'react'
import type { ImportProblem } from '#contract/rosters.ts'
import { rowsOf } from '../../../api/use-rows.ts'
import { RecordList } from '../../../kit/lists/record-list.tsx'
import type { Column } from '../../../kit/lists/record-table.tsx'
import { SeverityTag } from '../../../kit/page/severity-tag.tsx'
import { withWholeDays } from '../../../kit/page/whole-days.tsx'
import { type Spoken, useSpoken } from '../../../text/language.ts'
import { count } from '../../../text/written.ts'
import { type ProblemFilter, problemKinds, shownProblems } from './problem-kinds.ts'

/** A problem is told in two lines, in pixels. */
const lineHeight = 48

type Props = {
  readonly problems: readonly ImportProblem[]
  readonly filter: ProblemFilter
  readonly onFilter: (filter: ProblemFilter) => void
  /** Whether it was imported, or would be. */
  readonly tense: 'before' | 'done'
}

/** Each problem with its row and column as in the sheet, the cell marked, what is wrong, and the repair proposed. */
export function ProblemsTable({ problems, filter, onFilter, tense }: Props) {
  const spoken = useSpoken()
  const { words } = spoken
  const shown = shownProblems(problems, filter)
  const kinds = [
    { value: 'all', label: words.rosters.allProblems(count(problems.length)) },
    { value: 'refused', label: words.rosters.refusedRow },
    { value: 'notes', label: words.rosters.noted[tense] },
    ...problemKinds(problems).map(({ code, count: n }) => ({
      value: `code:${code}`,
      label: words.rosters.ofKind(words.rosters.codes(code), count(n)),
    })),
    // The rows of one group of the preview, while they are looked at.
    ...(filter.startsWith('group:') && shown[0] !== undefined
      ? [
          {
            value: filter,
            label: words.rosters.ofColumn(
              words.rosters.codes(shown[0].code),
              shown[0].column,
              count(shown.length),
            ),
          },
        ]
      : []),
  ]
  const columns = useMemo(() => columnsOf(spoken, tense), [spoken, tense])
  return (
    <section>
      <Title order={2} mb={4}>
        {words.rosters.problems(count(shown.length))}
      </Title>
      <div
        style={{
          height: Math.min(470, 90 + lineHeight * shown.length + 4),
          display: 'grid',
          gridTemplate: 'minmax(0, 1fr) / minmax(0, 1fr)',
        }}
      >
        <RecordList
          label={words.rosters.problem}
          name="problems"
          columns={columns}
          rows={rowsOf(shown, filter)}
          rowHeight={lineHeight}
          keyOf={({ sheet, row, column, code }) => [sheet, row, column, code].join(' ')}
          filters={
            <Select
              w={280}
              aria-label={words.rosters.filterProblems}
              allowDeselect={false}
              data={kinds}
              value={filter}
              onChange={value => onFilter(filterOf(value))}
            />
          }
          empty={null}
        />
      </div>
    </section>
  )
}

function columnsOf({ words, say }: Spoken, tense: Props['tense']): Column<ImportProblem>[] {
  const { rosters } = words
  return [
    { key: 'row', title: rosters.row, width: '64px', text: problem => String(problem.row) },
    { key: 'who', title: rosters.who, width: '112px', text: problem => problem.who ?? '' },
    { key: 'column', title: rosters.column, width: '112px', text: problem => problem.column },
    {
      key: 'value',
      title: rosters.value,
      width: '160px',
      text: problem => problem.value,
      cell: problem => (
        <span className="wrong-cell" data-severity={problem.refused ? 'red' : 'yellow'}>
          {problem.value === '' ? rosters.blankCell : problem.value}
        </span>
      ),
    },
    {
      key: 'message',
      title: rosters.problem,
      width: 'minmax(200px, 1fr)',
      text: problem => say(problem.message),
      cell: problem => <span className="two-lines">{withWholeDays(say(problem.says))}</span>,
    },
    { key: 'repair', title: rosters.repair, width: '160px', text: problem => problem.repair ?? '' },
    {
      key: 'refused',
      title: rosters.consequence,
      width: '204px',
      text: problem => (problem.refused ? rosters.refusedRow : rosters.noted[tense]),
      cell: problem => (
        <SeverityTag severity={problem.refused ? 'red' : 'info'}>
          {problem.refused ? rosters.refusedRow : rosters.noted[tense]}
        </SeverityTag>
      ),
    },
  ]
}

function filterOf(value: string | null): ProblemFilter {
  if (value === 'refused' || value === 'notes') return value
  if (value?.startsWith('group:')) return `group:${value.slice('group:'.length)}`
  return value?.startsWith('code:') ? `code:${value.slice('code:'.length)}` : 'all'
}
