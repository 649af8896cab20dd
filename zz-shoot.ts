// npx node zz-shoot.ts REGISTRY OUTDIR LANG /path…   (screenshots at 1366x768; SCHEME=dark, SIZE=1366x768)
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
async function serve(folder: string) {
  const child = spawn(process.execPath, ['electron/hosts/terminal.ts', '--data', folder, '--json', 'serve', '--port', '0', '--no-open'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<void>(r => child.once('exit', () => r()))
  const stop = async () => { child.kill('SIGTERM'); await ended }
  for await (const line of createInterface({ input: child.stdout })) {
    const address = /http:\/\/127\.0\.0\.1:\d+\/[^"\s]*/.exec(line)?.[0]
    if (address !== undefined) return { address, stop }
  }
  throw new Error('no address')
}
const [registry, out, lang, ...paths] = process.argv.slice(2)
const [w, h] = (process.env['SIZE'] ?? '1366x768').split('x').map(Number)
const served = await serve(registry!)
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
try {
  const page = await (await browser.newContext({ viewport: { width: w!, height: h! }, reducedMotion: 'reduce' })).newPage()
  await page.goto(served.address)
  await mkdir(out!, { recursive: true })
  const origin = new URL(served.address).origin
  await page.evaluate(`localStorage.setItem('lifeline.language', JSON.stringify('${lang}')); localStorage.setItem('lifeline.by', JSON.stringify('王秀兰')); localStorage.setItem('mantine-color-scheme-value', '${process.env['SCHEME'] ?? 'light'}')`)
  for (const path of paths) {
    await page.goto(origin + path)
    await page.waitForLoadState('networkidle')
    await page.waitForTimeout(700)
    const name = `${lang}${path.replaceAll(/[^a-zA-Z0-9]+/g, '_')}.png`
    await page.screenshot({ path: join(out!, name), fullPage: process.env['FULL'] === '1' })
    console.log(join(out!, name))
  }
} finally { await browser.close(); await served.stop() }
