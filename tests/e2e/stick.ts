import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { ListDrives } from '#electron/hosts/sticks/mounted-drive.ts'

/** A folder that is carried about as a stick: plugged into whichever PC lists it. */
export async function openStick(name = 'KINGSTON (E:)') {
  const folder = await mkdtemp(join(tmpdir(), 'lifeline-stick-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  let plugged = true
  const listDrives: ListDrives = async () => (plugged ? [{ folder, name, free: 15_502_671_872 }] : [])
  return {
    folder,
    listDrives,
    pull: () => {
      plugged = false
    },
    plug: () => {
      plugged = true
    },
  }
}
