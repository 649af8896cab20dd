import { Arch, build, Platform } from 'electron-builder'
import { packConfig, type Target } from './config.ts'

type Options = {
  readonly target: Target
  readonly output: string
  /** A folder with Electron in it; fetched where it is not given. */
  readonly electronDist?: string
  /** Only the folder of the program, without an installer. */
  readonly isFolderOnly: boolean
}

/** Packs the built program for a target. */
export async function layOut({ target, output, electronDist, isFolderOnly }: Options): Promise<void> {
  const platform = target === 'win32-x64' ? Platform.WINDOWS : Platform.LINUX
  await build({
    targets: platform.createTarget(isFolderOnly ? 'dir' : null, Arch.x64),
    config: { ...packConfig(target, output), ...(electronDist !== undefined && { electronDist }) },
    publish: 'never',
  })
}

/** Where electron-builder puts the unpacked program, in its output folder. */
export const unpackedFolder = (target: Target) => (target === 'win32-x64' ? 'win-unpacked' : 'linux-unpacked')
