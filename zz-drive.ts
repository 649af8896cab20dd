import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { allParts, buildStale } from '#build/parts.ts'
import { chromiumPath, openPage } from '#tests/e2e/opened-page.ts'
buildStale(allParts)
const [registry, dir, lang] = process.argv.slice(2)
mkdirSync(dir!, { recursive: true })
const opened = await openPage(chromiumPath!, process.env['DAY'] ?? '2019-02-10', { from: registry! })
const { page } = opened
page.setDefaultTimeout(8000)
await page.setViewportSize({ width: 1366, height: 768 })
await page.emulateMedia({ reducedMotion: 'reduce' })
await page.goto(opened.address)
const speak = (l: string) => page.evaluate(l => localStorage.setItem('lifeline.language', JSON.stringify(l)), l)
await speak(lang ?? 'zh')
const origin = new URL(opened.address).origin
const go = async (path: string) => {
  await page.goto(origin + path)
  await page.waitForLoadState('networkidle')
  await page.waitForTimeout(500)
  const yes = page.getByRole('button', { name: /没错|Yes, today/ })
  if (await yes.count() > 0) { await yes.click(); await page.waitForTimeout(700) }
}
const shot = (name: string) => page.screenshot({ path: join(dir!, `${name}.png`) })
const text = () => page.locator('main').innerText()
await go('/')
writeFileSync(join(dir!, 'ready'), opened.address)
for (let n = 1; ; n++) {
  const at = join(dir!, `${n}.js`)
  while (!existsSync(at)) await new Promise(r => setTimeout(r, 150))
  await new Promise(r => setTimeout(r, 50))
  const code = readFileSync(at, 'utf8')
  if (code.startsWith('END')) break
  let out = ''
  const log = (...a: unknown[]) => { out += a.map(x => typeof x === 'string' ? x : JSON.stringify(x)).join(' ') + '\n' }
  try {
    const F = Object.getPrototypeOf(async () => {}).constructor
    await new F('page', 'go', 'shot', 'log', 'text', 'speak', 'origin', code)(page, go, shot, log, text, speak, origin)
  } catch (e) { out += `ERROR ${String(e).slice(0, 1500)}` }
  out += opened.faults.length ? `FAULTS ${JSON.stringify(opened.faults)}` : ''
  writeFileSync(join(dir!, `${n}.out.tmp`), out)
  writeFileSync(join(dir!, `${n}.out`), out)
}
await opened.close()
process.exit(0)
