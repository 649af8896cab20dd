import type { FormFile } from '../form-file.ts'
import { attribute, child, edited, treeOf, within } from '../xml-tree.ts'
import type { Photo } from './photo.ts'

const typesPart = '[Content_Types].xml'
const relations = 'http://schemas.openxmlformats.org/package/2006/relationships'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** Puts the bytes of a photo into a form, as a part that nothing names yet; its path. */
export function addPhoto(file: FormFile, folder: string, { type, bytes }: Photo): string {
  const path = freePath(file, n => `${folder}/photo${n}.${type}`)
  file.add(path, bytes)
  declare(file, 'Default', 'Extension', type, `image/${type}`)
  return path
}

export function freePath(file: FormFile, path: (n: number) => string): string {
  const taken = new Set(file.parts)
  let n = 1
  while (taken.has(path(n))) n++
  return path(n)
}

/** Says of an ending or of a part what it holds, unless that is said. */
export function declare(
  file: FormFile,
  element: 'Default' | 'Override',
  by: 'Extension' | 'PartName',
  name: string,
  type: string,
): void {
  const xml = file.text(typesPart) ?? ''
  const types = child(treeOf(xml, file.name), 'Types')
  if (types === undefined) return
  if ([...within(types, element)].some(one => attribute(one, by)?.toLowerCase() === name.toLowerCase()))
    return
  const prefix = types.prefix === '' ? '' : `${types.prefix}:`
  const text = `<${prefix}${element} ${by}="${name}" ContentType="${type}"/>`
  // Defaults stand before the parts that are named one by one.
  const at = element === 'Default' ? types.inner : types.close
  file.write(typesPart, edited(xml, [{ from: at, to: at, text }]))
}

/** Lets a part name another one; the name under which it does. */
export function relate(file: FormFile, part: string, type: string, target: string): string {
  const cut = part.lastIndexOf('/')
  const path = `${part.slice(0, cut)}/_rels/${part.slice(cut + 1)}.rels`
  const known = file.text(path)
  const xml =
    known ??
    `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="${relations}"></Relationships>`
  const root = child(treeOf(xml, file.name), 'Relationships')
  const ids = new Set(
    [...(root === undefined ? [] : within(root, 'Relationship'))].map(one => attribute(one, 'Id')),
  )
  let n = 1
  while (ids.has(`rIdPhoto${n}`)) n++
  const id = `rIdPhoto${n}`
  const text = `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/>`
  if (known === undefined || root === undefined)
    file.add(path, Buffer.from(xml.replace('</Relationships>', `${text}</Relationships>`)))
  else if (root.inner === root.close && xml.charAt(root.inner - 2) === '/')
    file.write(
      path,
      edited(xml, [
        {
          from: root.start,
          to: root.end,
          text: `${xml.slice(root.start, root.inner - 2)}>${text}</Relationships>`,
        },
      ]),
    )
  else file.write(path, edited(xml, [{ from: root.close, to: root.close, text }]))
  return id
}
