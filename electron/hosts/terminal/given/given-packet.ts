import { readdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { areOfOne, joinParts, packetPartOf } from '#contract/packets/packet-parts.ts'
import { Refusal } from '#db/shared/refusal.ts'
import { givenFile } from './given-file.ts'

/** A packet on disk; of one that was cut any part stands for all, and the others are looked for beside it. */
export async function givenPacket(path: string): Promise<File> {
  const part = packetPartOf(basename(path))
  const given = await givenFile(path)
  if (part === undefined) return given
  const beside = (await readdir(dirname(path))).filter(name => {
    const other = packetPartOf(name)
    return other !== undefined && areOfOne(part, other)
  })
  const { whole, lacking } = joinParts(beside.map(name => ({ name })))
  const [packet] = whole
  if (packet === undefined) throw partsMissing(part.whole, lacking[0]?.missing ?? [])
  return joined(
    packet.name,
    packet.parts.map(({ name }) => join(dirname(path), name)),
  )
}

/** A packet of one file, or of the parts into which it was cut. */
export async function joined(name: string, paths: readonly string[]): Promise<File> {
  const pieces: File[] = []
  for (const path of paths) pieces.push(await givenFile(path))
  const [only, ...more] = pieces
  return only !== undefined && more.length === 0 && only.name === name ? only : new File(pieces, name)
}

export function partsMissing(file: string, missing: readonly number[]): Refusal {
  return new Refusal(
    'packet-parts-missing',
    {
      zh: `数据包 ${file} 是切开的，还缺第 ${missing.join('、')} 份。请把各份放在同一个文件夹里，再打开一次。`,
      en: `The packet ${file} was cut into parts, and no. ${missing.join(', ')} is missing. Put all of them into one folder and open it again.`,
    },
    { file, missing },
  )
}
