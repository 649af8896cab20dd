import { saveFile } from './save-file.ts'

/** So much finer than the screen: sharp on paper. */
const scale = 2

/** What of an element's look depends on style sheets, and has to stand in a picture by itself. */
const looks = [
  ...['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-opacity', 'stroke-dasharray', 'opacity'],
  ...['font-family', 'font-size', 'font-weight', 'text-anchor', 'dominant-baseline', 'display', 'visibility'],
]

/** What stands above a picture: what it is of, and what its colours mean. */
export type Caption = {
  readonly title: string
  readonly legend: readonly { readonly label: string; readonly colour: string }[]
}

const margin = 16
const line = 28

/** Saves a drawing of the page as PNG under its caption, on the ground on which it stands. */
export async function savePicture(svg: SVGSVGElement, { title, legend }: Caption, name: string) {
  const { width, height } = svg.getBoundingClientRect()
  const top = margin + line + (legend.length === 0 ? 0 : line)
  const whole = { width: width + 2 * margin, height: height + top + margin, ground: groundOf(svg) }
  const { color, fontFamily } = getComputedStyle(svg)
  const outer = drawn('svg', { width: whole.width, height: whole.height, fill: color })
  outer.setAttribute('style', `font-family:${fontFamily}`)
  outer.append(written(title, margin, margin + 18, 16))
  let left = margin
  for (const { label, colour } of legend) {
    outer.append(drawn('circle', { cx: left + 6, cy: margin + line + 12, r: 6, fill: colour }))
    outer.append(written(label, left + 18, margin + line + 17, 14))
    left += 18 + widthOf(label) + 24
  }
  const chart = standingAlone(svg, width, height)
  chart.setAttribute('x', String(margin))
  chart.setAttribute('y', String(top))
  outer.append(chart)
  await saveDrawing(new XMLSerializer().serializeToString(outer), whole, name)
}

function drawn(tag: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value))
  return element
}

function written(said: string, x: number, y: number, size: number): SVGElement {
  const element = drawn('text', { x, y, 'font-size': size })
  element.textContent = said
  return element
}

/** About how wide a text of 14 pixels is: Han characters are square, letters half of that. */
function widthOf(said: string): number {
  return [...said].reduce((sum, character) => sum + (character > '\u2e7f' ? 14 : 8), 0)
}

export type Canvas = { readonly width: number; readonly height: number; readonly ground: string }

/** The same of a drawing that is not on the page, as SVG text. */
export async function saveDrawing(text: string, canvas: Canvas, name: string): Promise<void> {
  const { width, height, ground } = canvas
  const address = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }))
  try {
    const image = new Image(width, height)
    image.src = address
    await image.decode()
    const paper = document.createElement('canvas')
    paper.width = Math.ceil(width * scale)
    paper.height = Math.ceil(height * scale)
    const pen = paper.getContext('2d')
    if (pen === null) throw new Error('this window cannot draw')
    pen.fillStyle = ground
    pen.fillRect(0, 0, paper.width, paper.height)
    pen.drawImage(image, 0, 0, paper.width, paper.height)
    const blob = await new Promise<Blob | null>(resolve => paper.toBlob(resolve, 'image/png'))
    if (blob === null) throw new Error('the picture is too large to be saved')
    saveFile(new File([blob], name, { type: 'image/png' }))
  } finally {
    URL.revokeObjectURL(address)
  }
}

/** A copy whose look needs no style sheet. */
function standingAlone(svg: SVGSVGElement, width: number, height: number): SVGSVGElement {
  const copy = svg.cloneNode(true)
  if (!(copy instanceof SVGSVGElement)) return svg
  const originals = [svg, ...svg.querySelectorAll('*')]
  const copies = [copy, ...copy.querySelectorAll('*')]
  for (const [at, original] of originals.entries()) {
    const style = getComputedStyle(original)
    const own = looks.map(look => `${look}:${style.getPropertyValue(look)}`).join(';')
    copies[at]?.setAttribute('style', own)
  }
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  copy.setAttribute('width', String(width))
  copy.setAttribute('height', String(height))
  return copy
}

/** The colour on which something stands: the first above it that is not clear. */
export function groundOf(element: Element): string {
  for (let at: Element | null = element; at !== null; at = at.parentElement) {
    const colour = getComputedStyle(at).backgroundColor
    if (colour !== 'rgba(0, 0, 0, 0)' && colour !== 'transparent') return colour
  }
  return '#ffffff'
}
