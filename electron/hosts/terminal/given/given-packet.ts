import { readdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { areOfOne, joinParts, packetPartOf } from '#contract/packets/packet-parts.ts'
import { refuse } from '#db/shared/refusal.ts'
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
  if (packet === undefined) {
    const missing = lacking[0]?.missing ?? []
    refuse(
      'packet-parts-missing',
      `数据包 ${part.whole} 共分 ${part.of} 份，还缺第 ${missing.join('、')} 份。请把各份放在同一个文件夹里，再打开其中任何一份。`,
      `The packet ${part.whole} was cut into ${part.of} parts, and no. ${missing.join(', ')} is missing. Put all of them into one folder and open any of them.`,
      { file: part.whole, missing },
    )
  }
  const pieces: File[] = []
  for (const { name } of packet.parts) pieces.push(await givenFile(join(dirname(path), name)))
  return new File(pieces, packet.name)
}
