import { ownCopy } from '#db/shared/own-copy.ts'
import { attributeIn } from '../xml/xml-tokens.ts'

type DateStyle = { day: boolean }

/** No program writes more of them into a document. */
const mostStyles = 65_536

/** What the automatic styles of an .ods say of cells and tables: how a date is shown, and what is hidden, struck through or indented. */
export class OdsStyles {
  readonly #dates = new Map<string, DateStyle>()
  readonly #dateOfCell = new Map<string, string>()
  readonly #hidden = new Set<string>()
  readonly #struck = new Set<string>()
  readonly #indents = new Map<string, number>()
  #style = ''
  #date: DateStyle | undefined

  open(name: string, attributes: string): void {
    switch (name) {
      case 'style:style': {
        this.#style = attributeIn(attributes, 'style:name') ?? ''
        const date = attributeIn(attributes, 'style:data-style-name')
        if (date !== undefined && this.#dateOfCell.size < mostStyles)
          this.#dateOfCell.set(ownCopy(this.#style), ownCopy(date))
        return
      }
      case 'style:table-properties':
        if (attributeIn(attributes, 'table:display') === 'false' && this.#hidden.size < mostStyles)
          this.#hidden.add(this.#style)
        return
      case 'style:paragraph-properties': {
        const steps = indentIn(attributes)
        if (steps > 0 && this.#indents.size < mostStyles) this.#indents.set(ownCopy(this.#style), steps)
        return
      }
      case 'style:text-properties':
        if (isStruckThrough(attributes) && this.#struck.size < mostStyles)
          this.#struck.add(ownCopy(this.#style))
        return
      case 'number:date-style':
        this.#date = { day: false }
        if (this.#dates.size < mostStyles)
          this.#dates.set(ownCopy(attributeIn(attributes, 'style:name') ?? ''), this.#date)
        return
      case 'number:day':
        if (this.#date !== undefined) this.#date.day = true
        return
    }
  }

  close(name: string): void {
    if (name === 'number:date-style') this.#date = undefined
  }

  isHidden(tableStyle: string | undefined): boolean {
    return tableStyle !== undefined && this.#hidden.has(tableStyle)
  }

  isStruck(cellStyle: string | undefined): boolean {
    return this.#struck.size > 0 && this.#struck.has(cellStyle ?? '')
  }

  /** By how many steps the text of a cell is indented; undefined where it is not. */
  indentOf(cellStyle: string | undefined): number | undefined {
    return this.#indents.get(cellStyle ?? '')
  }

  /** `month` where the style of a cell shows a date without its day; undefined where the document's other part says it. */
  precisionOf(cellStyle: string | undefined): 'day' | 'month' | undefined {
    const date = this.#dates.get(this.#dateOfCell.get(cellStyle ?? '') ?? '')
    return date === undefined ? undefined : date.day ? 'day' : 'month'
  }
}

/** Programs write how the line looks, or only of which kind it is. */
function isStruckThrough(attributes: string): boolean {
  const line = ['style', 'type'].map(word => attributeIn(attributes, `style:text-line-through-${word}`))
  return line.some(said => said !== undefined && said !== 'none')
}

/** A step of LibreOffice's own is ten points wide. */
const millimetresOfStep = 3.5
const millimetresOf: Readonly<Record<string, number>> = { mm: 1, cm: 10, in: 25.4, pt: 25.4 / 72 }

function indentIn(attributes: string): number {
  const margin = attributeIn(attributes, 'fo:margin-left') ?? ''
  const [, length = '', unit = ''] = /^(\d{1,4}(?:\.\d{1,6})?)(mm|cm|in|pt)$/.exec(margin) ?? []
  return Math.round((Number(length) * (millimetresOf[unit] ?? 0)) / millimetresOfStep)
}
