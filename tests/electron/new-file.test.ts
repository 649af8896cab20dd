import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Cancelled } from '#db/shared/long-work.ts'
import { writeNewFile } from '#electron/hosts/new-file.ts'
import { givenFile } from '#electron/hosts/terminal/given/given-file.ts'
import { tempFolder } from '#tests/fixtures/temp-folder.ts'
import { folderWithFiles } from './every-command.ts'
import { run } from './run.ts'
import { standInEngine } from './stand-in-engine.ts'

const going = new AbortController().signal

test('a new file is written whole and nothing else is left beside it', async () => {
  const folder = await tempFolder()
  await writeNewFile(join(folder, '名册.csv'), new Blob(['a'.repeat(300_000), 'b']), going)
  expect(await readdir(folder)).toEqual(['名册.csv'])
  expect(await readFile(join(folder, '名册.csv'), 'utf8')).toBe(`${'a'.repeat(300_000)}b`)
})

test('another file of that name is never replaced', async () => {
  const folder = await tempFolder()
  const file = join(folder, 'x.llb')
  await writeFile(file, 'mine')
  await expect(writeNewFile(file, new Blob(['other']), going)).rejects.toMatchObject({ code: 'file-exists' })
  expect(await readFile(file, 'utf8')).toBe('mine')
  expect(await readdir(folder)).toEqual(['x.llb'])
})

test('the same file again is no failure', async () => {
  const folder = await tempFolder()
  const file = join(folder, 'x.llb')
  await writeNewFile(file, new Blob(['same']), going)
  await writeNewFile(file, new Blob(['same']), going)
  expect(await readdir(folder)).toEqual(['x.llb'])
})

test('a write that fails in the middle leaves nothing behind', async () => {
  const folder = await tempFolder()
  const failing = {
    stream: () =>
      new ReadableStream({
        pull(controller) {
          controller.enqueue(new Uint8Array(10))
          controller.error(Object.assign(new Error('no space'), { code: 'ENOSPC', syscall: 'write' }))
        },
      }),
  } as Blob
  await expect(writeNewFile(join(folder, 'x'), failing, going)).rejects.toMatchObject({ code: 'disk-full' })
  expect(await readdir(folder)).toEqual([])
})

test('a write that is interrupted leaves nothing behind', async () => {
  const folder = await tempFolder()
  const write = writeNewFile(join(folder, 'x'), new Blob(['abc']), AbortSignal.abort())
  await expect(write).rejects.toBeInstanceOf(Cancelled)
  expect(await readdir(folder)).toEqual([])
})

test('what a crash left of an earlier write does not stand in the way', async () => {
  const folder = await tempFolder()
  await writeFile(join(folder, '.x.partial'), 'half of a longer content')
  await writeNewFile(join(folder, 'x'), new Blob(['abc']), going)
  expect(await readdir(folder)).toEqual(['x'])
  expect(await readFile(join(folder, 'x'), 'utf8')).toBe('abc')
})

test('a name that is taken is refused before the work begins', async () => {
  const cwd = await folderWithFiles()
  const engine = standInEngine()
  for (const argv of [
    ['export', 'roster.csv', '--as', 'members'],
    ['backup', '--out', 'roster.csv'],
    ['enrol', 'request', '--name', 'x', '--out', 'roster.csv'],
    ['enrol', 'approve', 'packet.llb', '--org', 'x', '--out', 'roster.csv'],
    ['import', 'roster.csv', '--as', 'members', '--errors', 'roster.csv'],
    ['export', 'nowhere/out.csv', '--as', 'members'],
  ]) {
    const ran = await run([...argv, '--json'], { engine, cwd })
    expect(ran.exit, argv.join(' ')).toBe(1)
    expect(ran.json()['code']).toBe(argv[1] === 'nowhere/out.csv' ? 'folder-gone' : 'file-exists')
  }
  expect(engine.asked).toEqual([])
})

test('a packet goes under its own name into the folder, which is made when it is missing', async () => {
  const cwd = await folderWithFiles()
  const ran = await run(['bundle', 'export', '--to', '民治', '--out', 'stick/new', '--json'], { cwd })
  const file = join(cwd, 'stick/new/龙华_民治_000007_20181231.llb')
  expect(ran.json()).toMatchObject({ file, number: 7, changes: 3, bytes: 6 })
  expect(await readFile(file, 'utf8')).toBe('sealed')
})

test('another packet of the same name on the stick is not replaced: the new one goes beside it', async () => {
  const cwd = await folderWithFiles()
  const older = join(cwd, 'stick/龙华_民治_000007_20181231.llb')
  await writeFile(older, 'an older one')
  const ran = await run(['bundle', 'export', '--to', '民治', '--out', 'stick', '--json'], { cwd })
  const { file } = ran.json()
  expect(file).not.toBe(older)
  expect(await readFile(String(file), 'utf8')).toBe('sealed')
  expect(await readFile(older, 'utf8')).toBe('an older one')
})

test('a packet’s name cannot lead out of the folder', async () => {
  const cwd = await folderWithFiles()
  const engine = standInEngine({ packetFile: () => new File(['sealed'], '../../out.llb') })
  const ran = await run(['bundle', 'export', '--to', '民治', '--out', 'stick', '--json'], { cwd, engine })
  expect(ran.json()['file']).toBe(join(cwd, 'stick/out.llb'))
})

test('a dry run writes no file', async () => {
  const cwd = await folderWithFiles()
  await run(['bundle', 'export', '--to', '民治', '--out', 'stick/new', '--dry-run'], { cwd })
  await run(['enrol', 'approve', 'packet.llb', '--org', 'x', '--out', 'yes.lla', '--dry-run'], { cwd })
  expect(await readdir(join(cwd, 'stick'))).toEqual([])
  expect(await readdir(cwd)).not.toContain('yes.lla')
})

test('a backup without a name goes into the registry’s backups', async () => {
  const folder = await tempFolder()
  const ran = await run(['backup', '--data', folder, '--json'])
  expect(ran.json()['file']).toBe(join(folder, 'backups/backup-20181231.db'))
  expect(await readFile(join(folder, 'backups/backup-20181231.db'), 'utf8')).toBe('copy')
})

test('a given file keeps its name and is read from disk when it is asked', async () => {
  const folder = await tempFolder()
  await writeFile(join(folder, '团员名册.csv'), '姓名\n张伟\n')
  const file = await givenFile(join(folder, '团员名册.csv'))
  expect(file.name).toBe('团员名册.csv')
  expect(await file.text()).toBe('姓名\n张伟\n')
})

test('a statement of fees goes into a new file, which is named; a file that is there stays as it is', async () => {
  const folder = await tempFolder()
  const statement = ['fees', 'statement', '--month', '2018-11', '--out']
  const written = await run([...statement, '团费.xlsx'], { cwd: folder })
  expect({ exit: written.exit, stdout: written.stdout }).toEqual({
    exit: 0,
    stdout: expect.stringContaining(join(folder, '团费.xlsx')),
  })
  await writeFile(join(folder, '旧.xlsx'), 'mine')
  const refused = await run([...statement, '旧.xlsx', '--json'], { cwd: folder })
  expect(refused.exit).toBe(1)
  expect(refused.json()).toMatchObject({ code: 'file-exists' })
  expect(await readFile(join(folder, '旧.xlsx'), 'utf8')).toBe('mine')
})
