import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import { progressBar, progressLine } from '#electron/hosts/terminal/progress-bar.ts'
import { collecting, run } from './run.ts'
import { standInEngine } from './stand-in-engine.ts'

const reading = { zh: '读取名册', en: 'Reading the roster' }
const progress = (done: number, total: number) => ({ type: 'progress' as const, what: reading, done, total })

test('the bar says what is done, how much, and how long it will take', () => {
  expect(progressLine(progress(25_000, 100_000), 'zh', 5000, 79)).toBe(
    '读取名册 ██████░░░░░░░░░░░░░░░░░░ 25,000/100,000 25% 剩余 0:15',
  )
  expect(progressLine(progress(50, 100), 'en', 65_000, 79)).toContain('50/100 50% 1:05 left')
})

test('the time left is not guessed in the first second', () => {
  expect(progressLine(progress(1, 100), 'zh', 900, 79)).not.toContain('剩余')
})

test('while the total is not known there is no bar', () => {
  expect(progressLine(progress(1234, 0), 'zh', 0, 79)).toBe('读取名册 1,234')
})

test('the bar never takes more than one line of a narrow terminal', () => {
  for (let columns = 1; columns < 100; columns++) {
    expect(stringWidth(progressLine(progress(25_000, 100_000), 'zh', 5000, columns))).toBeLessThanOrEqual(
      columns,
    )
  }
})

test('the bar is drawn at most ten times a second and is gone in the end', () => {
  const { output, text } = collecting()
  let now = 0
  const bar = progressBar({
    output: Object.assign(output, { isTTY: true, columns: 60 }),
    lang: 'zh',
    isVerbose: false,
    now: () => now,
  })
  for (; now < 1000; now += 5) bar.show(progress(now, 1000))
  expect(text().match(/\r[^\r]*读取名册/g)).toHaveLength(10)
  bar.clear()
  expect(text().endsWith('\r\u001b[K')).toBe(true)
})

test('progress goes to a terminal and never into the document', async () => {
  const engine = standInEngine({
    verify: async report => {
      for (let n = 1; n <= 3; n++) {
        const begun = performance.now()
        while (performance.now() - begun < 30);
        await report(reading, n, 3)
      }
      return { ok: true, checks: [] }
    },
  })
  const ran = await run(['verify', '--json'], { engine, columns: 80 })
  expect(ran.stderr).toContain('读取名册')
  expect(ran.stderr.endsWith('\r\u001b[K')).toBe(true)
  expect(ran.json()).toEqual({ ok: true, checks: [] })

  const piped = await run(['verify', '--json'], { engine })
  expect(piped.stderr).toBe('')
  const verbose = await run(['verify', '--json', '--verbose'], { engine })
  expect(verbose.stderr).toBe('读取名册\n')
})
