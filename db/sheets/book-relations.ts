import { fileDamaged } from './file-refusals.ts'
import type { SourceFile } from './source-file.ts'
import { partText } from './unpack-part.ts'
import { attributesOf } from './xml/xml-attributes.ts'
import type { ZipDirectory, ZipPart } from './zip-directory.ts'

/** What a part of a workbook refers to: by which name, as what, and where that lies. */
export type Relation = { readonly id: string; readonly type: string; readonly target: string }

/** What a part refers to; paths are made whole, in lower case like the names in the directory. */
export function relations(file: SourceFile, parts: ZipDirectory, path: string): readonly Relation[] {
  const slash = path.lastIndexOf('/') + 1
  const folder = path.slice(0, slash).toLowerCase()
  const part = parts.get(`${folder}_rels/${path.slice(slash).toLowerCase()}.rels`)
  if (part === undefined) return []
  return Array.from(attributesOf(partText(file, part), 'Relationship'), attributes => ({
    id: attributes.get('Id') ?? '',
    type: (attributes.get('Type') ?? '').replace(/^.*\//, ''),
    target: wholePath(folder, attributes.get('Target') ?? ''),
  }))
}

function wholePath(folder: string, target: string): string {
  if (target.startsWith('/')) return target.slice(1).toLowerCase()
  const steps: string[] = folder.split('/').filter(step => step !== '')
  for (const step of target.toLowerCase().split('/')) {
    if (step === '..') steps.pop()
    else if (step !== '.' && step !== '') steps.push(step)
  }
  return steps.join('/')
}

export function partNamed(file: SourceFile, parts: ZipDirectory, path: string): ZipPart {
  const part = parts.get(path.toLowerCase())
  if (part === undefined) throw fileDamaged(file.fileName)
  return part
}
