import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cutPacket, joinParts, packetPartOf } from '#contract/packets/packet-parts.ts'
import { givenPacket } from '#electron/hosts/terminal/given/given-packet.ts'
import { tempFolder } from '#tests/fixtures/temp-folder.ts'

const content = 'sealed bytes of a packet'
const parts = () =>
  cutPacket('东坪_000001.llb', content.length, 10).map(
    ({ name, from, to }) => new File([content.slice(from, to)], name),
  )

test('a packet is cut under a size, and joined again in any order, from any part, once each', async () => {
  expect(parts().map(({ name, size }) => `${name} ${size}`)).toEqual([
    '东坪_000001.llb.1of3 10',
    '东坪_000001.llb.2of3 10',
    '东坪_000001.llb.3of3 4',
  ])
  expect(cutPacket('a.llb', 9, Number.POSITIVE_INFINITY)).toEqual([{ name: 'a.llb', from: 0, to: 9 }])
  const [a, b, c] = parts()
  if (!a || !b || !c) throw new Error('three parts')
  const { whole, others, lacking } = joinParts([c, new File([], '名册.xlsx'), a, b, a])
  expect(await new File([...(whole[0]?.parts ?? [])], 'x').text()).toBe(content)
  expect({ names: others.map(({ name }) => name), lacking }).toEqual({ names: ['名册.xlsx'], lacking: [] })
  expect(joinParts([b]).lacking).toEqual([{ name: '东坪_000001.llb', missing: [1, 3], parts: [b] }])
  for (const name of ['a.llb.0of3', 'a.llb.4of3', 'a.llb', 'a.xlsx.1of2'])
    expect(packetPartOf(name)).toBeUndefined()
})

test('the terminal takes any part for the whole, and says which one is missing', async () => {
  const folder = await tempFolder()
  const [a, b, c] = parts()
  if (!a || !b || !c) throw new Error('three parts')
  for (const part of [c, a]) await writeFile(join(folder, part.name), await part.text())
  await writeFile(join(folder, '东坪_000001.llb.1of2'), 'of another cut')
  await expect(givenPacket(join(folder, a.name))).rejects.toMatchObject({
    code: 'packet-parts-missing',
    details: { missing: [2] },
  })
  await writeFile(join(folder, b.name), await b.text())
  const joined = await givenPacket(join(folder, c.name))
  expect([joined.name, await joined.text()]).toEqual(['东坪_000001.llb', content])
  expect(await readdir(folder)).toHaveLength(4)
})
