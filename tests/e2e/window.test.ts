import { expect, onTestFinished, test } from 'vitest'
import { runningProcesses } from '#tests/fakes/utility-process.ts'
import { world } from '#tests/fakes/world.ts'
import { chromiumPath } from './opened-page.ts'
import { openWindow } from './opened-window.ts'
import { see } from './see.ts'
import { ways } from './ways.ts'

if (chromiumPath === undefined) {
  console.warn('Chromium is not on this PC: the page’s walls are not tried. Set CHROMIUM to its path.')
}

const day = '2018-12-31'
const firstStart = { name: '这台电脑上还没有台账' }

test.skipIf(chromiumPath === undefined).each(ways)(
  '$way: the page runs nothing but its own scripts, and asks nobody but its own engine',
  async ({ open }) => {
    const opened = await open(chromiumPath ?? '', day)
    onTestFinished(opened.close)
    const { page } = opened
    await page.goto(opened.address)
    await see(page.getByRole('heading', firstStart)).toBeVisible()
    const tried = await page.evaluate(`(async () => {
      const inline = document.createElement('script')
      inline.textContent = 'window.inlineRan = true'
      document.body.append(inline)
      const foreign = await fetch('http://127.0.0.1:9/').then(() => 'answered', () => 'refused')
      const frame = document.createElement('iframe')
      frame.src = 'data:text/html,<script>parent.postMessage("in", "*")</script>'
      let framed = 'refused'
      window.addEventListener('message', () => { framed = 'ran' })
      document.body.append(frame)
      await new Promise(resolve => frame.addEventListener('load', resolve))
      return { inline: window.inlineRan ?? 'refused', foreign, framed, node: typeof window.require } })()`)
    expect(tried).toEqual({ inline: 'refused', foreign: 'refused', framed: 'refused', node: 'undefined' })
    // What is refused to a frame is told by another process than the page's own.
    const refusals = () => opened.faults.filter(fault => /Content Security Policy/.test(fault))
    await expect.poll(() => refusals().length).toBeGreaterThanOrEqual(3)
  },
)

test.skipIf(chromiumPath === undefined)(
  'electron-like: after the engine has crashed the page is opened again and goes on',
  async () => {
    const opened = await openWindow(chromiumPath ?? '', day)
    onTestFinished(opened.close)
    const { page, asked } = opened
    await see(page.getByRole('heading', firstStart)).toBeVisible()
    const before = asked.length
    world.answers = ['重新启动']
    const loaded = page.waitForEvent('load')
    runningProcesses()[0]?.kill()
    await loaded
    await see(page.getByRole('heading', firstStart)).toBeVisible()
    expect(asked.slice(before)).toContain('/system/status')
    expect(opened.faults).toEqual([
      expect.stringContaining("the engine's process ended with"),
      '台账程序意外停止了',
    ])
  },
)
