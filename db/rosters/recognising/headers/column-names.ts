import { columnLetters } from '#db/sheets/cell.ts'
import { headerKey } from './header-key.ts'

/**
 * The name by which each column of a header row is told apart: its header, `手机(2)` where the same header stands
 * there a second time, `C列` where the column has none.
 */
export function columnNames(headers: readonly string[]): readonly string[] {
  const keys = new Set(headers.map(headerKey))
  const met = new Set<string>()
  /** The number that was given last to each header: a sheet may have the same one in all its columns. */
  const numbers = new Map<string, number>()
  return headers.map((raw, index) => {
    const header = raw.trim()
    if (header === '') return `${columnLetters(index)}列`
    let name = header
    let n = numbers.get(header) ?? 1
    while (met.has(headerKey(name))) {
      const numbered = `${header}(${++n})`
      if (!keys.has(headerKey(numbered))) name = numbered
    }
    numbers.set(header, n)
    met.add(headerKey(name))
    return name
  })
}

/** The place of a column (from 0) that is named by its letters; undefined for every other name. */
export function letteredColumn(name: string): number | undefined {
  const letters = /^([a-z]{1,3})列$/.exec(headerKey(name))?.[1]
  if (letters === undefined) return undefined
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 96, 0) - 1
}
