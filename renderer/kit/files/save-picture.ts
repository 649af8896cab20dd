import { saveFile } from './save-file.ts'

/** So much finer than the screen: sharp on paper. */
const scale = 2

/** What of an element's look depends on style sheets, and has to stand in a picture by itself. */
const looks = [
  ...['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-opacity', 'stroke-dasharray', 'opacity'],
  ...['font-family', 'font-size', 'font-weight', 'text-anchor', 'dominant-baseline', 'display', 'visibility'],
]

/** Saves a drawing of the page as PNG, on the ground on which it stands. */
export async function savePicture(svg: SVGSVGElement, name: string, head?: string): Promise<void> {
  const { width, height } = svg.getBoundingClientRect()
  const text = new XMLSerializer().serializeToString(standingAlone(svg, width, height))
  await saveDrawing(
    text,
    {
      width,
      height,
      ground: groundOf(svg),
      ...(head && { head: { text: head, color: getComputedStyle(svg).color } }),
    },
    name,
  )
}

export type Canvas = {
  readonly width: number
  readonly height: number
  readonly ground: string
  /** What the picture is of, over it. */
  readonly head?: { readonly text: string; readonly color: string }
}
const headHeight = 36

/** The same of a drawing that is not on the page, as SVG text. */
export async function saveDrawing(text: string, canvas: Canvas, name: string): Promise<void> {
  const { width, height, ground, head } = canvas
  const top = head === undefined ? 0 : headHeight
  const address = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }))
  try {
    const image = new Image(width, height)
    image.src = address
    await image.decode()
    const paper = document.createElement('canvas')
    paper.width = Math.ceil(width * scale)
    paper.height = Math.ceil((height + top) * scale)
    const pen = paper.getContext('2d')
    if (pen === null) throw new Error('this window cannot draw')
    pen.fillStyle = ground
    pen.fillRect(0, 0, paper.width, paper.height)
    pen.scale(scale, scale)
    if (head !== undefined) {
      pen.fillStyle = head.color
      pen.font = `600 15px ${getComputedStyle(document.body).fontFamily}`
      pen.fillText(head.text, 8, 24, width - 16)
    }
    pen.drawImage(image, 0, top, width, height)
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
