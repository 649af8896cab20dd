import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { listPackage } from '@electron/asar'
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { executableName, type Target } from './config.ts'

/** What was packed, as far as it can be seen from outside. */
export type Packed = {
  /** The files in the archive, from its root. */
  readonly files: readonly string[]
  /** What lies unpacked beside it, with the first bytes that say for which system it is. */
  readonly unpacked: readonly { readonly file: string; readonly system: 'linux' | 'windows' | 'unknown' }[]
  readonly fuses: Readonly<Record<string, boolean>>
  readonly locales: readonly string[]
}

export async function lookAt(folder: string, target: Target): Promise<Packed> {
  const archive = join(folder, 'resources', 'app.asar')
  const beside = `${archive}.unpacked`
  const names = await readdir(beside, { recursive: true, withFileTypes: true })
  const unpacked = names.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
  const executable = join(folder, target === 'win32-x64' ? `${executableName}.exe` : executableName)
  return {
    files: filesOf(archive),
    unpacked: await Promise.all(
      unpacked.map(async path => ({
        file: path.slice(beside.length + 1).replaceAll('\\', '/'),
        system: systemOf(await readFile(path)),
      })),
    ),
    fuses: await fusesOf(executable),
    locales: (await readdir(join(folder, 'locales'))).sort(),
  }
}

/** Without the folders, which the archive lists as well. */
function filesOf(archive: string): string[] {
  const all = listPackage(archive, { isPack: false }).map(path => path.replaceAll('\\', '/').slice(1))
  return all.filter(path => !all.some(other => other.startsWith(`${path}/`)))
}

function systemOf(bytes: Buffer): 'linux' | 'windows' | 'unknown' {
  if (bytes.subarray(0, 4).toString('latin1') === '\x7fELF') return 'linux'
  return bytes.subarray(0, 2).toString('latin1') === 'MZ' ? 'windows' : 'unknown'
}

/** How the wire writes a fuse that is on. */
const on = '1'.charCodeAt(0)

async function fusesOf(executable: string): Promise<Record<string, boolean>> {
  const wire = await getCurrentFuseWire(executable)
  const named = Object.entries(FuseV1Options).flatMap(([name, at]) =>
    typeof at === 'number' ? [[name, wire[at] === on] as const] : [],
  )
  return Object.fromEntries(named)
}
