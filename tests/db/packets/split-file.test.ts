import { readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isSlice, joinFile, splitFile } from '#db/packets/format/split-file.ts'
import { refusalOf } from './offices.ts'
import { tempFolder } from './temp-folder.ts'

async function fileOf(bytes: Uint8Array, name = '坪山区_六联社区_000007_20191231.llb'): Promise<string> {
  const file = join(await tempFolder(), name)
  await writeFile(file, bytes)
  return file
}

test('whatever is cut into parts joins to the same bytes again, from any of its parts', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ minLength: 0, maxLength: 400 }),
      fc.integer({ min: 5, max: 500 }),
      fc.nat(),
      async (bytes, size, pick) => {
        const file = await fileOf(bytes)
        const folder = await tempFolder()
        const slices = await splitFile(file, size, folder)
        expect(slices.every(slice => slice.bytes <= size && isSlice(slice.file))).toBe(true)
        const joined = await joinFile(slices[pick % slices.length]!.file, await tempFolder())
        expect(basename(joined.file)).toBe(basename(file))
        expect(await readFile(joined.file)).toEqual(Buffer.from(bytes))
      },
    ),
    { numRuns: 40 },
  )
})

test('parts are named so that they sort in their order', async () => {
  const folder = await tempFolder()
  await splitFile(await fileOf(Buffer.alloc(25), 'a.llb'), 10, folder)
  expect((await readdir(folder)).sort()).toEqual(['a.llb.1of3', 'a.llb.2of3', 'a.llb.3of3'])
  const many = await tempFolder()
  const slices = await splitFile(await fileOf(Buffer.alloc(120), 'a.llb'), 10, many)
  expect((await readdir(many)).sort()).toEqual(slices.map(slice => basename(slice.file)))
})

test('a part that is missing or was cut is named', async () => {
  const folder = await tempFolder()
  const slices = await splitFile(await fileOf(Buffer.alloc(50, 1), 'a.llb'), 20, folder)
  const [first, second, third] = slices.map(slice => slice.file)
  await truncate(second!, 19)
  const cut = await refusalOf(joinFile(first!, folder))
  expect(cut.code).toBe('split-part-damaged')
  expect(cut.text.en).toContain('a.llb.2of3')
  await rm(second!)
  const missing = await refusalOf(joinFile(third!, folder))
  expect(missing.code).toBe('split-part-missing')
  expect(missing.details['missing']).toEqual(['a.llb.2of3'])
  expect(await readdir(folder)).not.toContain('a.llb')
})

test('a file that is no part, parts too small to be sent, and a file that is gone are refused', async () => {
  const file = await fileOf(Buffer.alloc(5000), 'a.llb')
  const folder = await tempFolder()
  expect((await refusalOf(joinFile(file, folder))).code).toBe('split-not-a-part')
  expect((await refusalOf(joinFile(join(folder, 'a.llb.4of3'), folder))).code).toBe('split-not-a-part')
  expect((await refusalOf(splitFile(file, 1, folder))).code).toBe('split-too-small')
  expect((await refusalOf(splitFile(join(folder, 'b.llb'), 10, folder))).code).toBe('file-missing')
  expect(await readdir(folder)).toEqual([])
})
