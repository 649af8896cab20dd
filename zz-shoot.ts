// Copy into the worktree's root as zz-shoot.ts; npx node zz-shoot.ts REGISTRY OUTDIR zh|en [dark] /path ...
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromiumPath, openPage } from '#tests/e2e/opened-page.ts'
import { buildStale, allParts } from '#build/parts.ts'
buildStale(allParts)
const [registry, out, lang, ...rest] = process.argv.slice(2)
const dark = rest[0] === 'dark'
const paths = dark ? rest.slice(1) : rest
mkdirSync(out!, { recursive: true })
const opened = await openPage(chromiumPath!, process.env['DAY'] ?? '2019-01-10', { from: registry! })
const { page } = opened
await page.setViewportSize({ width: 1366, height: 768 })
await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light', reducedMotion: 'reduce' })
await page.goto(opened.address)
await page.evaluate(([l, d]) => { localStorage.setItem('lifeline.language', JSON.stringify(l)); localStorage.setItem('mantine-color-scheme-value', d!) }, [lang, dark ? 'dark' : 'light'])
const origin = new URL(opened.address).origin
for (const path of paths) {
  await page.goto(origin + path)
  await page.waitForLoadState('networkidle')
  await page.waitForTimeout(700)
  const name = path.replaceAll(/[^a-z0-9]+/gi, '-').slice(0, 60) || 'home'
  await page.screenshot({ path: join(out!, `${name}.png`) })
  console.log(name, await page.evaluate(() => document.documentElement.scrollWidth > innerWidth ? 'SCROLLS SIDEWAYS' : ''))
}
console.log(opened.faults)
await opened.close()
process.exit(0)
