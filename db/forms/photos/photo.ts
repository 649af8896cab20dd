/** A picture of whom a form is about, as it was attached, and how large it is in dots. */
export type Photo = {
  readonly name: string
  readonly type: 'jpeg' | 'png'
  readonly bytes: Uint8Array
  readonly width: number
  readonly height: number
}

/** Whether a cell is for a photo (照片, 贴照片处（一寸免冠）); what asks for a file or a number of them is not. */
export function isPhotoCell(text: string): boolean {
  const bare = text.replace(/\s+/g, '')
  return (
    bare.length <= 30 &&
    /照片|相片|寸照|证件照|免冠照|[一二12两]寸.*免冠|^[贴粘]照/.test(bare) &&
    !/[:：]|扫描|复印|电子版|\d+张|[一二两三四]张|要求|附件|编号|数量|名称/.test(bare)
  )
}

/** 毫米 of a photo of one inch (一寸), where a cell says nothing of its size. */
export const oneInch = { width: 25, height: 35 } as const
/** No photo on a form is larger than this, however large its cell. */
const largest = { width: 38, height: 53 } as const

/** How large a photo is drawn in a room of so many 毫米: whole, with its own sides. */
export function fitted(
  { width, height }: Photo,
  room: { readonly width: number; readonly height: number },
): { readonly width: number; readonly height: number } {
  const scale = Math.min(
    Math.min(room.width, largest.width) / width,
    Math.min(room.height, largest.height) / height,
  )
  return { width: width * scale, height: height * scale }
}

/** How many dots a picture has; undefined for what is neither JPEG nor PNG, or is cut off. */
export function sizeOfPicture(
  bytes: Uint8Array,
): { readonly type: Photo['type']; readonly width: number; readonly height: number } | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length > 24 && view.getUint32(0) === 0x89504e47)
    return sized('png', view.getUint32(16), view.getUint32(20))
  if (bytes.length < 4 || view.getUint16(0) !== 0xffd8) return undefined
  // Segments of a JPEG: a marker, its length, what it holds; that of a frame says how large it is.
  for (let at = 2; at + 9 < bytes.length; ) {
    const marker = view.getUint16(at)
    if (marker >> 8 !== 0xff) return undefined
    const isFrame = marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker)
    if (isFrame) return sized('jpeg', view.getUint16(at + 7), view.getUint16(at + 5))
    at += marker === 0xffff ? 1 : 2 + view.getUint16(at + 2)
  }
  return undefined
}

function sized(type: Photo['type'], width: number, height: number) {
  return width > 0 && height > 0 ? { type, width, height } : undefined
}

const emuOfMm = 36_000

/** The drawing of a photo in DrawingML, within what anchors it; `id` is the relation that names its bytes. */
export function drawn(
  { width, height }: { readonly width: number; readonly height: number },
  { prefix, id, number }: { readonly prefix: string; readonly id: string; readonly number: number },
): string {
  const a = 'http://schemas.openxmlformats.org/drawingml/2006/main'
  const r = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const [cx, cy] = extent({ width, height })
  return `<${prefix}:nvPicPr><${prefix}:cNvPr id="${number}" name="photo ${number}"/><${prefix}:cNvPicPr><a:picLocks xmlns:a="${a}" noChangeAspect="1"/></${prefix}:cNvPicPr></${prefix}:nvPicPr><${prefix}:blipFill><a:blip xmlns:a="${a}" xmlns:r="${r}" r:embed="${id}"/><a:stretch xmlns:a="${a}"><a:fillRect/></a:stretch></${prefix}:blipFill><${prefix}:spPr><a:xfrm xmlns:a="${a}"><a:off x="0" y="0"/><a:ext cx="${cx}" cy="${cy}"/></a:xfrm><a:prstGeom xmlns:a="${a}" prst="rect"><a:avLst/></a:prstGeom></${prefix}:spPr>`
}

/** Width and height as DrawingML counts. */
export function extent({ width, height }: { readonly width: number; readonly height: number }) {
  return [Math.round(width * emuOfMm), Math.round(height * emuOfMm)] as const
}
