import { Button, Group } from '@mantine/core'
import { type KeyboardEvent, type ReactNode, useState } from 'react'
import type { FormCell, FormPart } from '#contract/reports/forms.ts'
import { useSpoken } from '../../../text/language.ts'
import { count } from '../../../text/written.ts'
import type { FormsWords } from '../../../text/zh/forms.ts'
import {
  type Block,
  blockAt,
  blockOf,
  blocksOf,
  columnAt,
  columnMark,
  columnSaid,
  labelOf,
  letters,
  type Marks,
  optionsFor,
  personNumber,
  personParts,
} from './marks-at.ts'
import { downColumn, restOfColumn, unitBeside } from './of-units.ts'
import { RowsPanel } from './rows-panel.tsx'
import { WhatPanel } from './what-panel.tsx'

type Choices = Parameters<typeof optionsFor>[0]
type Props = {
  readonly part: FormPart
  readonly marks: Marks
  /** What a year fills in, by place. */
  readonly values: ReadonlyMap<string, string | number>
  readonly rows: readonly {
    readonly at: string
    readonly rows: number
    readonly first: readonly (readonly [at: string, value: string | number | null])[]
  }[]
  readonly choices: Choices
  /** Undefined where nothing can be changed. */
  readonly onMark?: (set: Marks) => void
}

/** Of cells with a digit each only the first one says of what: the others are as narrow as a digit. */
function shortLabel(said: string, label: string, say: FormsWords): string {
  const { only } = personParts(said)
  return /^@\d+$/.test(only) && only !== '@1' ? say.onlyPart(only.slice(1)) : label
}

/** A sheet or a table of a form as it looks, each blank a button that says what belongs there. */
export function FormGrid({ part, marks, values, rows, choices, onMark }: Props) {
  const { words, language } = useSpoken()
  const { forms: say } = words
  const [asked, setAsked] = useState<
    { readonly at: string; readonly block?: Block | undefined } | undefined
  >()
  const [onRows, setOnRows] = useState<Block | 'new'>()
  const units = choices.units.map(({ word, name }) => ({ value: word, label: name[language] }))
  const firsts = new Map(rows.flatMap(({ first }) => first))
  const blocks = blocksOf(marks).filter(one => one.part === part.id)
  const unitAt = (at: string) => {
    const cell = part.cells.find(one => one.at === at)
    return cell && unitBeside(marks, part.id, cell.row)
  }
  const isTable = part.kind === 'sheet' || part.kind === 'table'
  const title =
    part.kind === 'table' && part.id.startsWith('h')
      ? say.parts.marginTable
      : part.kind === 'sheet' || part.kind === 'table'
        ? say.parts[part.kind](part.name)
        : say.parts[{ h: 'margins' as const, d: 'boxes' as const }[part.id.charAt(0)] ?? part.kind]
  const place = (at: string, block?: Block, shown?: string | number | null): ReactNode => {
    const said = block === undefined ? marks[at] : columnSaid(block, marks[at])
    const label =
      said === undefined ? '' : labelOf(said, optionsFor(choices, say, language, block?.of), { say, units })
    const value = shown ?? values.get(at)
    return (
      <button
        key={at}
        type="button"
        className="form-place"
        data-marked={said !== undefined || undefined}
        aria-label={say.cell(at, said === undefined ? say.nothing : label)}
        title={say.cell(at, said === undefined ? say.nothing : label)}
        disabled={onMark === undefined}
        onClick={() => setAsked({ at, block })}
      >
        <span>{shortLabel(said ?? '', label, say)}</span>
        {value !== undefined && value !== null && <span className="form-value">{value}</span>}
      </button>
    )
  }
  const inCell = (cell: FormCell): ReactNode => {
    if (part.kind === 'controls')
      return (
        <>
          {cell.text} {place(cell.at)}
        </>
      )
    const block = blockOf(part, cell, blocks)
    if (block !== undefined) return inRows(cell, block)
    if (cell.isFormula) return <span className="quiet">ƒ</span>
    if (cell.blanks.length > 0) return withBlanks(cell, at => place(at))
    return cell.text.trim() === '' && isTable ? place(cell.at) : cell.text
  }
  const inRows = (cell: FormCell, block: Block): ReactNode => {
    if (cell.isFormula) return <span className="quiet">ƒ</span>
    if (cell.row + 1 > block.from) return <span className="quiet">{cell.text}</span>
    const at = columnAt(block, cell.column)
    return place(at, block, firsts.get(at))
  }
  const nameOf = ({ of }: Block) => {
    const [roster = '', ...only] = of.split(':')
    const found = choices.rosters.find(({ word }) => word === roster)
    const kept = found?.only.find(({ word }) => word === only.join(':'))?.name[language] ?? only.join(':')
    return [found?.name[language] ?? roster, ...(kept === '' ? [] : [kept])].join(' · ')
  }
  const own = rows.filter(({ at }) => at.startsWith(`${part.id}!`)).map(one => one.rows)
  const [counted, longest] = [own.reduce((sum, n) => sum + n, 0), Math.max(0, ...own)]
  return (
    <section className="panel form-part" aria-label={title}>
      <Group justify="space-between">
        <h2 className="panel-title">{title}</h2>
        <Group gap="xs">
          {blocks.length > 0 && (
            <span className="quiet">
              {longest <= mostOf(part)
                ? say.rowsCount(count(counted))
                : part.kind === 'sheet'
                  ? say.rowsTooMany(count(longest))
                  : say.rowsTooManyInWord(count(longest))}
            </span>
          )}
          {onMark !== undefined &&
            blocks.map(block => (
              <Button
                key={blockAt(block)}
                variant="default"
                size="compact-sm"
                onClick={() => setOnRows(block)}
              >
                {say.rowsOfBlock(placesOf(block), nameOf(block))}
              </Button>
            ))}
          {isTable && onMark !== undefined && (
            <Button variant="default" size="compact-sm" onClick={() => setOnRows('new')}>
              {blocks.length === 0 ? say.rowsButton : say.rowsMore}
            </Button>
          )}
        </Group>
      </Group>
      <div style={{ overflowX: 'auto' }}>
        <table className="form-grid" onKeyDown={onArrow}>
          {isTable && (
            <thead>
              <tr>
                <th aria-hidden />
                {Array.from({ length: part.width }, (_, column) => (
                  <th key={letters(column)}>{letters(column)}</th>
                ))}
              </tr>
            </thead>
          )}
          <tbody>
            {Array.from({ length: part.height }, (_, row) => {
              const cells = part.cells.filter(cell => cell.row === row)
              return (
                <tr key={`${part.id} ${String(row)}`}>
                  {isTable && <th>{row + 1}</th>}
                  {cells.map(cell => (
                    <td
                      key={cell.at}
                      rowSpan={cell.rows}
                      colSpan={cell.columns}
                      data-row={cell.row}
                      data-column={cell.column}
                    >
                      {inCell(cell)}
                    </td>
                  ))}
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
      {asked !== undefined && onMark !== undefined && (
        <WhatPanel
          at={asked.at}
          said={asked.block === undefined ? marks[asked.at] : columnSaid(asked.block, marks[asked.at])}
          groups={optionsFor(choices, say, language, asked.block?.of)}
          units={asked.block === undefined ? units : []}
          unit={asked.block === undefined ? unitAt(asked.at) : undefined}
          rest={asked.block === undefined ? restOfColumn(part, asked.at, marks).length : 0}
          isOfPeople={asked.block === undefined && Object.values(marks).some(said => personNumber(said) > 0)}
          onEnd={() => setAsked(undefined)}
          onSay={(said, isColumn) => {
            const rest = isColumn ? restOfColumn(part, asked.at, marks) : []
            onMark(
              asked.block === undefined
                ? downColumn(asked.at, said, rest)
                : { [asked.at]: columnMark(asked.block, said) },
            )
            setAsked(undefined)
          }}
        />
      )}
      {onRows !== undefined && onMark !== undefined && (
        <RowsPanel
          part={part}
          block={onRows === 'new' ? undefined : onRows}
          others={blocks.filter(one => one !== onRows)}
          marks={marks}
          rosters={choices.rosters}
          onEnd={() => setOnRows(undefined)}
          onSay={set => {
            onMark(set)
            setOnRows(undefined)
          }}
        />
      )}
    </section>
  )
}

/** 5–9, or A5–D9 of lists side by side. */
function placesOf(block: Block): string {
  return (blockAt(block).split('!')[1] ?? '').replace(':', '–')
}

/** So many rows one table takes (`form-many-rows`). */
function mostOf({ kind }: FormPart): number {
  return kind === 'table' ? 2000 : 20_000
}

/** A text with a button at each of its blanks. */
function withBlanks({ at, text, blanks }: FormCell, place: (at: string) => ReactNode): ReactNode {
  const pieces: ReactNode[] = []
  let from = 0
  for (const [n, blank] of blanks.entries()) {
    pieces.push(text.slice(from, blank.from), place(`${at}#${n + 1}`))
    from = blank.to
  }
  return (
    <>
      {pieces}
      {text.slice(from)}
    </>
  )
}

/** Arrow keys go from blank to blank as in a sheet. */
function onArrow(event: KeyboardEvent<HTMLTableElement>): void {
  const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key]
  if (step === undefined || !(event.target instanceof HTMLElement)) return
  const here = placeIn(event.target)
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('button')]
  const [down = 0, right = 0] = step
  const ahead = buttons
    .map(button => ({ button, ...placeIn(button) }))
    .filter(one =>
      down !== 0
        ? (one.row - here.row) * down > 0
        : one.row === here.row && (one.column - here.column) * right > 0,
    )
    .toSorted(
      (a, b) =>
        Math.abs(a.row - here.row) - Math.abs(b.row - here.row) ||
        Math.abs(a.column - here.column) - Math.abs(b.column - here.column),
    )
  const [next] = ahead
  if (next === undefined) return
  event.preventDefault()
  next.button.focus()
}

function placeIn(element: HTMLElement): { readonly row: number; readonly column: number } {
  const cell = element.closest('td')
  return { row: Number(cell?.dataset['row'] ?? 0), column: Number(cell?.dataset['column'] ?? 0) }
}
