import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CellValue, type WriteSheet, writeXlsx } from 'hucre'
import type { ParsedRow } from '#db/rosters/parsed-row.ts'
import { type Problem, sentenceOf } from '#db/rosters/problem.ts'
import { type RosterRequest, readRoster } from '#db/rosters/read-roster.ts'
import type { RosterKind, Row } from '#db/rosters/roster-kind.ts'
import { type RosterRows, rosterOf } from '#db/rosters/roster-kinds.ts'
import type { IsoDay } from '#db/shared/day.ts'
import { invariant } from '#db/shared/invariant.ts'
import type { Text } from '#db/shared/text.ts'
import { saveAs } from '#tests/fixtures/libreoffice.ts'

export const day = (text: string) => text as IsoDay

/** A workbook made by hucre, not by our own writer. */
export async function xlsxOf(rows: CellValue[][], more: Partial<WriteSheet> = {}): Promise<Uint8Array> {
  return writeXlsx({ sheets: [{ name: '表1', rows, ...more }] })
}

/** Reads a file as a roster, all rows at once. */
export type RowOf<K extends string> = K extends keyof RosterRows ? RosterRows[K] : Row

export const kindNamed = <K extends string>(as: K) =>
  rosterOf(as as string) as unknown as RosterKind<RowOf<K>>

export async function readAll<const K extends string>({
  as,
  ...request
}: Omit<RosterRequest, 'today' | 'fileName'> & { as: K; fileName?: string; today?: IsoDay }) {
  const asked = { fileName: '名册.xlsx', today: day('2026-11-24'), ...request }
  const roster = await readRoster(kindNamed(as), asked)
  const rows: ParsedRow<RowOf<K>>[] = []
  for await (const row of roster.rows) rows.push(row)
  return { roster, rows }
}

export const memberHeaders = ['姓名', '身份证号', '所在团支部']
export const goodId = '11010519491231002X'

/** One member row over a header of its own columns and the three that every roster of members needs. */
export async function oneMember(cells: Record<string, CellValue>, today = day('2026-11-24')) {
  const filled: Record<string, CellValue> = {
    姓名: '张伟',
    身份证号: goodId,
    所在团支部: '第一支部',
    ...cells,
  }
  const bytes = await xlsxOf([Object.keys(filled), Object.values(filled)])
  const { rows } = await readAll({ bytes, as: 'members', today })
  return rows[0]!
}

export const codesOf = (row: { problems: readonly { code: string }[] } | undefined) =>
  row?.problems.map(problem => problem.code)

/** What a person reads of the first problem of a row. */
export function sentenceOfFirst(row: { problems: readonly Problem[] } | undefined): Text {
  const [first] = row?.problems ?? []
  invariant(first, 'the row has a problem')
  return sentenceOf(first)
}

export async function bytesOf(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const piece of pieces) all.push(piece)
  return Buffer.concat(all)
}

/** The code of the refusal that `act` ends in, or what it gave instead. */
export async function refusalOf(act: () => Promise<unknown>): Promise<string> {
  try {
    return `no refusal, but ${JSON.stringify(await act())}`
  } catch (error) {
    return (error as { code?: string }).code ?? String(error)
  }
}

/** The file as LibreOffice saves it in another format. */
export function converted(bytes: Uint8Array, from: string, to: string): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'exchange-'))
  try {
    writeFileSync(join(folder, `in.${from}`), bytes)
    saveAs(folder, `in.${from}`, to, 'out')
    return readFileSync(join(folder, 'out', `in.${to.split(':')[0]}`))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
