import { chmod, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Refusal } from '#db/shared/refusal.ts'
import { type Holder, noteHolder, readHolder, sayingWho } from '#electron/hosts/holder.ts'
import { tempFolder } from '#tests/fixtures/temp-folder.ts'

const holder: Holder = {
  way: 'browser',
  process: process.pid,
  since: '2026-11-24T01:02:03.000Z',
  address: 'http://127.0.0.1:28720/#token=x',
}
const held = new Refusal('registry-held', { zh: '被占用', en: 'in use' }, { folder: '/a' })

test('a note says who holds a folder until it is taken away, and only its user may read it', async () => {
  const folder = await tempFolder()
  const forget = noteHolder(folder, holder)
  expect(readHolder(folder)).toEqual(holder)
  if (process.platform !== 'win32') {
    expect((await stat(join(folder, 'holder.json'))).mode & 0o777).toBe(0o600)
  }
  forget()
  expect(readHolder(folder)).toBeUndefined()
})

test('a file that others may read is not written into: the note is a new one', async () => {
  const folder = await tempFolder()
  const file = join(folder, 'holder.json')
  await writeFile(file, 'left by somebody')
  await chmod(file, 0o666)
  noteHolder(folder, holder)
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(holder)
  if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600)
})

test('a note of a process that has ended, a damaged one and none say nothing', async () => {
  const folder = await tempFolder()
  expect(readHolder(folder)).toBeUndefined()
  noteHolder(folder, { ...holder, process: 2 ** 22 + 1 })
  expect(readHolder(folder)).toBeUndefined()
  await writeFile(join(folder, 'holder.json'), '{"way":')
  expect(readHolder(folder)).toBeUndefined()
})

test('a folder that is not there, or cannot be written, costs the note and nothing else', () => {
  const forget = noteHolder('/nowhere/at/all', holder)
  expect(readHolder('/nowhere/at/all')).toBeUndefined()
  expect(forget).not.toThrow()
})

test('the refusal names who holds the registry, and other errors stay as they are', async () => {
  const folder = await tempFolder()
  expect(sayingWho(held, folder)).toBe(held)
  noteHolder(folder, holder)
  const said = sayingWho(held, folder)
  expect(said).toBeInstanceOf(Refusal)
  expect(said).toMatchObject({
    code: 'registry-held',
    text: { en: expect.stringContaining('the page in the browser'), zh: expect.stringContaining('浏览器') },
    details: { folder: '/a', way: 'browser', process: process.pid },
  })
  const other = new Error('other')
  expect(sayingWho(other, folder)).toBe(other)
})
