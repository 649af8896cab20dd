import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, type TestContext, test } from 'vitest'
import { tempFolder } from '#tests/fixtures/temp-folder.ts'

const entry = fileURLToPath(new URL('../../dist/node/terminal.mjs', import.meta.url))

/** Runs a few commands of the shell on a small disk of their own; `$PROGRAM` is the program over that disk. */
async function onSmallDisk(context: TestContext, script: string) {
  const folder = await tempFolder()
  const command = `mount -t tmpfs -o size=8m tmpfs "$DISK" && ${script}`
  const ran = spawnSync('unshare', ['-rm', 'sh', '-c', command], {
    encoding: 'utf8',
    env: {
      ...process.env,
      LANG: 'zh_CN.UTF-8',
      DISK: folder,
      PROGRAM: `${process.execPath} ${entry} --data ${folder}`,
    },
  })
  if (ran.error === undefined && !/unshare|mount:/.test(ran.stderr)) return ran
  console.log(`not run: "${context.task.name}" needs to mount a small disk (${ran.stderr.trim()})`)
  return context.skip()
}

test('a folder that nobody may write to is told in a sentence that names it, and not by a stack', async context => {
  const { stdout, stderr, status } = await onSmallDisk(
    context,
    'mount -o remount,ro "$DISK" && $PROGRAM init --name 龙华区 --tier district --json',
  )
  expect(JSON.parse(stdout)).toMatchObject({ code: 'folder-read-only', folder: expect.stringContaining('/') })
  expect(stderr).toMatch(/^台账文件夹不能读写：\/.*请检查权限/)
  expect(status).toBe(1)
})

test('so is a registry that lies on a disk that became write-protected', async context => {
  const { stdout, stderr, status } = await onSmallDisk(
    context,
    '$PROGRAM init --name 龙华区 --tier district > /dev/null && mount -o remount,ro "$DISK" && $PROGRAM undo 1 --json',
  )
  expect(JSON.parse(stdout)).toMatchObject({ code: 'folder-read-only' })
  expect([stderr.split('\n').length, status]).toEqual([2, 1])
})

test('a file in the place of the folder is told in a sentence', async context => {
  const { stdout, status } = await onSmallDisk(
    context,
    'touch "$DISK/x" && $PROGRAM init --name 龙华区 --tier district --data "$DISK/x" --json',
  )
  expect(JSON.parse(stdout)).toMatchObject({ code: 'folder-read-only' })
  expect(status).toBe(1)
})
