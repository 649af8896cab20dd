import { execFile } from 'node:child_process'
import { realpathSync } from 'node:fs'
import { lstat, readdir, readFile, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { freeIn } from './free-space.ts'
import { stickMounts } from './linux-mounts.ts'
import type { ListDrives, MountedDrive } from './mounted-drive.ts'
import { powerShell, windowsDrives, windowsQuestion } from './windows-drives.ts'

/** The removable drives of this PC, asked for anew each time. A system that does not answer has none. */
export function removableDrives(platform: string): ListDrives {
  switch (platform) {
    case 'win32':
      return onWindows
    case 'darwin':
      return onMac
    default:
      return onLinux
  }
}

/** PowerShell takes a second to start; where it hangs or is forbidden, the page offers to save elsewhere. */
async function onWindows(): Promise<readonly MountedDrive[]> {
  const words = ['-NoProfile', '-NonInteractive', '-Command', windowsQuestion]
  const options = { timeout: 10_000, windowsHide: true, encoding: 'utf8' } as const
  try {
    const { stdout } = await promisify(execFile)(powerShell(process.env), words, options)
    return windowsDrives(stdout)
  } catch {
    return []
  }
}

/** Every other disk has its folder in /Volumes; the system's own is a link there. */
async function onMac(): Promise<readonly MountedDrive[]> {
  const system = await stat('/')
  const names = await readdir('/Volumes').catch(() => [])
  const drives = await Promise.all(
    names.map(async name => {
      const folder = join('/Volumes', name)
      const found = await lstat(folder).catch(() => undefined)
      return found?.isDirectory() && found.dev !== system.dev ? [await driveIn(folder)] : []
    }),
  )
  return drives.flat()
}

async function onLinux(): Promise<readonly MountedDrive[]> {
  const table = await readFile('/proc/self/mounts', 'utf8').catch(() => '')
  const removable = new Set(await removableBlocks())
  const mounts = stickMounts(table, device => removable.has(blockOf(device)))
  return Promise.all(mounts.map(({ folder }) => driveIn(folder)))
}

async function driveIn(folder: string): Promise<MountedDrive> {
  return { folder, name: basename(folder), free: await freeIn(folder) }
}

/** The disks that say of themselves that they are removable: `sdb`. */
async function removableBlocks(): Promise<readonly string[]> {
  const names = await readdir('/sys/block').catch(() => [])
  const asked = names.map(async name => {
    const flag = await readFile(join('/sys/block', name, 'removable'), 'utf8').catch(() => '')
    return flag.trim() === '1' ? [name] : []
  })
  return (await Promise.all(asked)).flat()
}

/** The disk that a device is, or is a part of: `/dev/sdb1` -> `sdb`. */
function blockOf(device: string): string {
  const name = basename(device)
  try {
    // A part of a disk lies inside the disk's own folder there.
    const place = realpathSync(join('/sys/class/block', name))
    const disk = basename(dirname(place))
    return disk === 'block' ? name : disk
  } catch {
    return name
  }
}
