import { Button, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import type { ImportProblem } from '#contract/exchange.ts'
import { useSpoken } from '../../text/language.ts'
import { count } from '../../text/number.ts'
import { FactList } from '../../ui/fact-list.tsx'
import { saveFile } from '../../ui/save-file.ts'
import { SeverityTag } from '../../ui/severity-tag.tsx'
import { type Column, VirtualTable } from '../../ui/virtual-table.tsx'
import type { Imported } from './imported.ts'

/** A problem is told in two lines, in pixels. */
const lineHeight = 48

/** What an import would do: numbers, columns matched and not, and each problem with its cell and proposed repair. */
export function ImportPreview({ result }: { readonly result: Imported }) {
  const { words } = useSpoken()
  const numbers = [
    [words.exchange.rows, result.read],
    [words.exchange.created, result.created],
    [words.exchange.updated, result.updated],
    [words.exchange.unchanged, result.unchanged],
    [words.exchange.rejected, result.rejected],
  ] as const
  const matched = Object.entries(result.columns.matched)
  return (
    <Stack gap="sm">
      <SimpleGrid cols={5}>
        {numbers.map(([label, n]) => (
          <div key={label} className="panel number-tile">
            <div className="quiet">{label}</div>
            <div className="number">{count(n)}</div>
          </div>
        ))}
      </SimpleGrid>
      <div className="panel" style={{ padding: '8px 16px' }}>
        <FactList
          facts={[
            [words.exchange.sheet, result.sheet],
            [words.exchange.headerRow, String(result.headerRow)],
            [words.exchange.day, result.day],
            [
              words.exchange.ignored,
              result.columns.ignored.length === 0
                ? words.exchange.ignoredNone
                : result.columns.ignored.join('  '),
            ],
          ]}
        />
        <Group gap={6} py="xs">
          <Text className="quiet">{words.exchange.matched}</Text>
          {matched.map(([header]) => (
            <span key={header} className="severity" data-severity="info">
              {header}
            </span>
          ))}
        </Group>
      </div>
      <Problems problems={result.problems} />
      <RefusedRows result={result} />
    </Stack>
  )
}

/** The refused rows as a workbook with the cells at fault coloured. */
function RefusedRows({ result: { refused, rejected } }: { readonly result: Imported }) {
  const { words } = useSpoken()
  if (refused === null || rejected === 0) return null
  return (
    <Group>
      <Button variant="default" onClick={() => saveFile(refused)}>
        {words.exchange.refusedFile(rejected)}
      </Button>
      <Text className="quiet">{words.exchange.refusedHint}</Text>
    </Group>
  )
}

function Problems({ problems }: { readonly problems: readonly ImportProblem[] }) {
  const { words, say } = useSpoken()
  if (problems.length === 0) return <Text>{words.exchange.problemsNone}</Text>
  const columns: Column<ImportProblem>[] = [
    { key: 'row', title: words.exchange.row, width: '64px', cell: problem => problem.row },
    { key: 'column', title: words.exchange.column, width: '130px', cell: problem => problem.column },
    { key: 'value', title: words.exchange.value, width: '160px', cell: problem => problem.value },
    {
      key: 'message',
      title: words.exchange.problem,
      width: 'minmax(280px, 1fr)',
      cell: problem => (
        <span className="two-lines" title={say(problem.message)}>
          {say(problem.message)}
        </span>
      ),
    },
    { key: 'repair', title: words.exchange.repair, width: '120px', cell: problem => problem.repair },
    {
      key: 'refused',
      title: '',
      width: '160px',
      cell: problem => (
        <SeverityTag severity={problem.refused ? 'red' : 'info'}>
          {problem.refused ? words.exchange.refusedRow : words.exchange.noteRow}
        </SeverityTag>
      ),
    },
  ]
  return (
    <div>
      <Title order={2} mb={4}>
        {words.exchange.problems(problems.length)}
      </Title>
      <div style={{ height: Math.min(380, 36 + lineHeight * problems.length + 4), display: 'flex' }}>
        <VirtualTable
          label={words.exchange.problem}
          columns={columns}
          count={problems.length}
          rowHeight={lineHeight}
          rowAt={i => problems[i]}
        />
      </div>
    </div>
  )
}
