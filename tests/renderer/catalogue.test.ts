import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const folder = fileURLToPath(new URL('../../renderer', import.meta.url))
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter(name => /\.tsx?$/.test(name))
  .map(name => ({ name: name.replaceAll('\\', '/'), text: readFileSync(join(folder, name), 'utf8') }))

test('every Chinese word of the page stands in the catalogue', () => {
  const elsewhere = sources.filter(
    ({ name, text }) => !name.startsWith('text/') && /\p{Script=Han}/u.test(text),
  )
  expect(elsewhere.map(({ name }) => name)).toEqual([])
})

test('the English catalogue is English, but for what Chinese is called in Chinese, and headers of Chinese tables', () => {
  const english = sources.find(({ name }) => name === 'text/en.ts')?.text ?? ''
  expect(new Set(english.match(/\p{Script=Han}+/gu))).toEqual(new Set(['中文', '姓名', '身份证号']))
})

test('the page knows one client: only host/ and the failures it reads import the wire', () => {
  const wired = sources.filter(({ text }) => text.includes("from '@orpc/"))
  expect(wired.map(({ name }) => name).toSorted()).toEqual([
    'api/failure.ts',
    'host/connect.ts',
    'host/fetching-files.ts',
    'host/over-port.ts',
  ])
})
