import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from '../run.ts'
import type { Target } from './config.ts'

/** Where Electron's executable keeps its fuses: this text, the version 1, how many there are, and each as `0` or `1`. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
const fuses = Buffer.concat([Buffer.from(sentinel), Buffer.from([1, 8]), Buffer.from('0'.repeat(8))])

/**
 * A folder that electron-builder takes for Electron's: laid out like it, with an executable that does nothing but hold
 * the fuses. For checking what is packed where Electron's own cannot be had.
 */
export async function makeStandInElectron(folder: string, target: Target): Promise<void> {
  const manifest = await readFile(join(root, 'node_modules', 'electron', 'package.json'), 'utf8')
  const { version }: { version: string } = JSON.parse(manifest)
  await mkdir(join(folder, 'locales'), { recursive: true })
  await mkdir(join(folder, 'resources'), { recursive: true })
  const texts = { version, LICENSE: 'stand-in', 'LICENSES.chromium.html': 'stand-in' }
  for (const [name, text] of Object.entries(texts)) await writeFile(join(folder, name), text)
  for (const locale of ['zh-CN', 'en-US', 'fr'])
    await writeFile(join(folder, 'locales', `${locale}.pak`), 'stand-in')
  if (target === 'linux-x64') {
    await writeFile(join(folder, 'electron'), Buffer.concat([Buffer.from('\x7fELF'), fuses]), { mode: 0o755 })
    return
  }
  // Its name and icon are written into it, so it has to be a real one.
  const executable = join(folder, 'electron.exe')
  await copyFile(join(root, 'node_modules', 'electron-winstaller', 'vendor', 'Setup.exe'), executable)
  await writeFile(executable, fuses, { flag: 'a' })
}
