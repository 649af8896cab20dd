import type { FormCell } from '../form.ts'
import { cellsAbove, type Grid } from '../grid.ts'
import type { FigureName } from './known.ts'
import { figureIn, labelKey, unitIn } from './labels.ts'

const ofPeople = /^(人|名|人次|位)$/

/** What a label says is counted where it says nothing of what: 参加青年（人次）, 参与义工（名）, 时长（小时）. */
function countedAlone(text: string): string | undefined {
  const key = labelKey(text).replace(/^(其中|另有)[:：]?/, '')
  const unit = unitIn(text)?.replace(/^[百千万亿]/u, '')
  const isOfPeople =
    /^(参加|参与|服务|受益|覆盖|惠及|受众|吸引|动员|组织|出动|上岗)(青年|青少年|群众|团员青年|青年团员|团员|义工|志愿者|职工|学生|师生|人员)?(约|达|总)*(人次|人数|人|名|数)?$/.test(
      key,
    ) || /^(人次|人数)$/.test(key)
  if (isOfPeople) return unit === undefined || ofPeople.test(unit) ? 'people' : undefined
  if (/^(服务|活动)?总?(时长|时数|小时数?|学时|工时)$/.test(key)) return 'hours'
  return /^(投入|使用|活动)(经费|金额|资金)$/.test(key) ? 'money' : undefined
}

/** Of a label that says only that people or hours are counted, the figure of the type of work that another figure counts. */
export function ofSameType(
  text: string,
  beside: string | undefined,
  figures: readonly FigureName[],
): string | undefined {
  const type = figures.find(one => one.key === beside)?.ofType
  if (type === undefined) return undefined
  const measure = countedAlone(text)
  const same = figures.filter(({ ofType }) => ofType?.names[0] === type.names[0])
  if (measure === undefined) return ownNumberSaid(text, same)
  if (type.measure === measure) return undefined
  return same.find(({ ofType }) => ofType?.measure === measure)?.key
}

/** 培训____场、交流____场，____名参加: who came to all that was counted before is not who came to the last of it. */
export function ofSameTypes(
  text: string,
  [nearest, ...earlier]: readonly (string | undefined)[],
  figures: readonly FigureName[],
): string | undefined {
  const typeOf = (key: string | undefined) => figures.find(one => one.key === key)?.ofType
  const type = typeOf(nearest)
  const before = typeOf(earlier[0])
  const isOfBoth = before?.measure === type?.measure && before?.names[0] !== type?.names[0]
  const isAlone = /^(参加|参与)?[(]/.test(text)
  return isOfBoth && isAlone ? undefined : ofSameType(text, nearest, figures)
}

/** 发布项目（个） beside what else a type of work counts is its number 志愿项目数. */
function ownNumberSaid(text: string, figures: readonly FigureName[]): string | undefined {
  const bare = labelKey(text).replace(/^(发布|开展|实施|发放|提供|共|累计)+|[数量]+$/gu, '')
  if (bare.length < 2) return undefined
  const found = figures.filter(({ ofType }) => {
    const [, own] = /^own:(.*)$/.exec(ofType?.measure ?? '') ?? []
    return own?.replace(/[数量]+$/u, '').endsWith(bare) === true
  })
  return found.length === 1 ? found[0]?.key : undefined
}

/** 参加青年（人次） behind 文化月活动（场） is of that, where both stand under the same head. */
export function headBeside(
  head: FormCell,
  grid: Grid,
  figures: readonly FigureName[],
  named: (head: FormCell) => string | undefined,
): string | undefined {
  if (countedAlone(head.text) === undefined) return undefined
  const left = grid.at(head.row + head.rows - 1, head.column - 1)
  if (
    left === undefined ||
    left.text.trim() === '' ||
    cellsAbove(left, grid)[0] !== cellsAbove(head, grid)[0]
  )
    return undefined
  return ofSameType(head.text, named(left), figures)
}

/** The figure of the label before a blank cell, where that says only what is counted: of what stands before or over it. */
export function labelBeside(cell: FormCell, grid: Grid, figures: readonly FigureName[]): string | undefined {
  const labels = grid.inRow(cell.row).filter(one => one.column < cell.column && one.text.trim() !== '')
  for (const label of labels.toReversed()) {
    const found = figureOfLabel(label, grid, figures)
    if (found !== undefined) return found
  }
  return undefined
}

function figureOfLabel(label: FormCell, grid: Grid, figures: readonly FigureName[]): string | undefined {
  if (countedAlone(label.text) === undefined) return undefined
  const before = grid
    .inRow(label.row)
    .findLast(one => one.column < label.column && one.text.trim() !== '' && one !== label)
  const above = label.row === 0 ? undefined : grid.at(label.row - 1, label.column)
  for (const one of [before, above]) {
    if (one === undefined) continue
    const named = figureOfLabel(one, grid, figures) ?? figureIn(one.text, figures)
    const same = ofSameType(label.text, named, figures)
    if (same !== undefined) return same
  }
  return undefined
}
