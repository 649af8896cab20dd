import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { tempFolder } from './temp-folder.ts'

test('a million changes are written, verified and read without ever lying in memory', async () => {
  const child = fileURLToPath(new URL('./volume-child.ts', import.meta.url))
  const folder = await tempFolder()
  const printed = execFileSync(process.execPath, [child, folder, '1000000'], { encoding: 'utf8' })
  console.log(printed.trim())
  const took = JSON.parse(printed)
  expect(took.lines).toBe(1_000_000)
  expect(took.characters).toBeGreaterThan(300_000_000)
  expect(took.peakMegabytes).toBeLessThan(400)
}, 180_000)
