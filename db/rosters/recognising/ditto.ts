import { isBlank, type SheetRow } from '#db/sheets/cell.ts'

/** 〃, 同上 and what people type for them when the sign is not at hand. */
const ditto =
  /^[-—–－\s]*(〃|″|"|＂|''|“|”|”“|“”|〟|〝|同上|仝上|（同上）|\(同上\)|同前|同|仝|、、|，，|,,|\.\.|‥|↑)[-—–－\s]*$/
const firstSigns = new Set('〃″"＂\'“”〟〝同仝、，,.‥↑（(-—–－ ')
const longest = 8

/**
 * Gives each cell that says "as above" what the cell above it says. Rows have to come in order; where nothing stands
 * above, the cell is blank.
 */
export function dittoFiller(): (row: SheetRow) => SheetRow {
  let above: SheetRow['cells'] = []
  return row => {
    let cells: (typeof row.cells)[number][] | undefined
    for (const [index, cell] of row.cells.entries()) {
      if (typeof cell !== 'string' || cell.length > longest || !firstSigns.has(cell.charAt(0))) continue
      if (!ditto.test(cell)) continue
      const said = above[index] ?? null
      cells ??= [...row.cells]
      cells[index] = isBlank(said) ? null : said
    }
    above = cells ?? row.cells
    return cells === undefined ? row : { ...row, cells }
  }
}
