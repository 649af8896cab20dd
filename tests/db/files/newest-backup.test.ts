import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { newestBackup } from '#db/files/newest-backup.ts'

test('the newest backup is told by the time on the wall that its name says, and what says none is no backup', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lifeline-backups-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  expect(newestBackup(folder)).toBeUndefined()
  const backups = join(folder, 'backups')
  mkdirSync(backups)
  const lie = (name: string) => writeFileSync(join(backups, name), '')
  for (const name of ['before-restore-20181231-120000.db', '笔记.txt', 'lifeline-20269999-9999.db']) lie(name)
  expect(newestBackup(folder)).toBeUndefined()
  lie('lifeline-20181231-0900.db')
  lie('lifeline-20181231-233015.db')
  // The wall of these tests hangs in China.
  expect(newestBackup(folder)).toEqual({
    name: 'lifeline-20181231-233015.db',
    at: '2018-12-31T15:30:15.000Z',
  })
})
