import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readRecoveryFile, writeRecoveryFile } from '#db/packets/format/recovery-file.ts'
import { clock, district, refusalOf } from './offices.ts'
import { needs, shell } from './outside-tools.ts'
import { tempFolder } from './temp-folder.ts'

// Each sealing and opening costs about a second, on purpose (scrypt): there are few of them here.
const passphrase = '一二三四五六七八九十ab'

test('the district comes back with its keys and certificate from its recovery file', async () => {
  const { keys, certificate } = await district()
  const file = join(await tempFolder(), '恢复.age')
  await writeRecoveryFile(file, { keys, certificate }, passphrase, clock)
  expect(await readRecoveryFile(file, passphrase)).toEqual({ keys, certificate })

  const text = await readFile(file, 'utf8')
  expect(text).toMatch(/^-----BEGIN AGE ENCRYPTED FILE-----\n/)
  const wrong = await refusalOf(readRecoveryFile(file, `${passphrase}c`))
  expect(wrong.code).toBe('recovery-passphrase-wrong')
  expect(wrong.text.zh).toContain('恢复.age')

  const lines = text.split('\n')
  const middle = lines[8] ?? ''
  await writeFile(file, lines.with(8, `${middle.slice(1)}${middle.slice(0, 1)}`).join('\n'))
  expect((await refusalOf(readRecoveryFile(file, passphrase))).code).toBe('recovery-damaged')
})

test('a short passphrase, a missing file, a file cut off and some other file are refused', async () => {
  const { keys, certificate } = await district()
  const file = join(await tempFolder(), 'recovery.age')
  const short = writeRecoveryFile(file, { keys, certificate }, '12345678901', clock)
  expect((await refusalOf(short)).code).toBe('recovery-passphrase-short')
  expect((await refusalOf(readRecoveryFile(file, passphrase))).code).toBe('file-missing')
  await writeFile(file, '-----BEGIN AGE ENCRYPTED FILE-----\nYWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+\n')
  expect((await refusalOf(readRecoveryFile(file, passphrase))).code).toBe('recovery-damaged')
  await writeFile(file, 'hello')
  expect((await refusalOf(readRecoveryFile(file, passphrase))).code).toBe('recovery-not-a-recovery-file')
})

test('the age tool opens a recovery file with the passphrase alone', async context => {
  needs(context, 'age', 'script')
  const { keys, certificate } = await district()
  const folder = await tempFolder()
  await writeRecoveryFile(join(folder, 'recovery.age'), { keys, certificate }, passphrase, clock)
  shell(folder, "script -qec 'age -d -o recovery.json recovery.age' /dev/null", `${passphrase}\n`)
  const opened = JSON.parse(await readFile(join(folder, 'recovery.json'), 'utf8'))
  expect(opened).toMatchObject({ format: 1, keys, certificate })
})
