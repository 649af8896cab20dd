import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { root } from '../run.ts'

/**
 * Draws the program's mark, renderer/public/icon.svg, as the systems want it: a PNG, and an ICO that holds PNGs. Run by hand
 * after the mark has changed; needs Chromium.
 */
const mark = await readFile(join(root, 'renderer', 'public', 'icon.svg'), 'utf8')
const sizes = [16, 24, 32, 48, 64, 128, 256, 512] as const

const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
})
const page = await browser.newPage()
const drawn = new Map<number, Buffer>()
for (const size of sizes) {
  await page.setViewportSize({ width: size, height: size })
  await page.setContent(
    `<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${mark}`,
  )
  drawn.set(size, await page.screenshot({ omitBackground: true }))
}
await browser.close()

const largest = drawn.get(512) ?? Buffer.alloc(0)
await writeFile(join(root, 'build', 'icons', 'icon.png'), largest)
await writeFile(join(root, 'build', 'icons', 'icon.ico'), ico([...drawn].filter(([size]) => size <= 256)))
await writeFile(join(root, 'renderer', 'public', 'icon.png'), drawn.get(256) ?? largest)

/** An ICO of PNG images: a directory of 16 bytes for each, then the images; 256 is written as 0. */
function ico(images: readonly (readonly [size: number, png: Buffer])[]): Buffer {
  const header = Buffer.alloc(6 + 16 * images.length)
  header.writeUInt16LE(1, 2)
  header.writeUInt16LE(images.length, 4)
  let offset = header.length
  for (const [n, [size, png]] of images.entries()) {
    const at = 6 + 16 * n
    header.writeUInt8(size % 256, at)
    header.writeUInt8(size % 256, at + 1)
    header.writeUInt16LE(1, at + 4)
    header.writeUInt16LE(32, at + 6)
    header.writeUInt32LE(png.length, at + 8)
    header.writeUInt32LE(offset, at + 12)
    offset += png.length
  }
  return Buffer.concat([header, ...images.map(([, png]) => png)])
}
