import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { dayOfPictures } from '#build/pictures/clock-of-pictures.ts'
import { picturesOf } from '#build/pictures/pictures.ts'
import { root } from '#build/run.ts'

const folder = join('build', 'pictures', 'png')
const taken = picturesOf({ orgs: { street: '' }, roster: '', packet: '' }).map(({ name }) => `${name}.png`)

test('the pictures in the tree are those that the script takes, each small enough to be loaded at once', () => {
  const there = readdirSync(join(root, folder))
  expect(there.toSorted()).toEqual(taken.toSorted())
  const large = there.filter(name => statSync(join(root, folder, name)).size > 256 * 1024)
  expect(large).toEqual([])
})

test.each(['README.md', 'README.zh-CN.md'])('%s shows pictures that are there', name => {
  const shown = [...readFileSync(join(root, name), 'utf8').matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)].map(
    match => match[1],
  )
  expect(shown.length).toBeGreaterThanOrEqual(4)
  const there = new Set(taken.map(picture => `build/pictures/png/${picture}`))
  expect(shown.filter(path => path === undefined || !there.has(path))).toEqual([])
})

test('the program that is pictured takes every day for the pictures’ day', () => {
  const args = [
    '--import',
    './build/pictures/stopped-clock.ts',
    '--eval',
    'console.log(new Date().toISOString(), Date.now() === new Date().getTime(), new Date(0).getTime())',
  ]
  const said = execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' })
  expect(said).toBe(`${dayOfPictures}T04:00:00.000Z true 0\n`)
})
