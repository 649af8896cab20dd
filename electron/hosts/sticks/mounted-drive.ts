import { createHash } from 'node:crypto'

/** A drive that is there now, with its folder; the folder never leaves the host. */
export type MountedDrive = {
  readonly folder: string
  /** As the system calls it. */
  readonly name: string
  /** Bytes that still fit; null where the system does not say. */
  readonly free: number | null
}

/** Asks the system anew which removable drives are there. */
export type ListDrives = () => Promise<readonly MountedDrive[]>

/** What the page knows a drive by. It stays the same while the drive is plugged in, and says nothing of its folder. */
export function driveId({ folder, name }: MountedDrive): string {
  return createHash('sha256').update(`${folder}\n${name}`).digest('hex').slice(0, 16)
}
