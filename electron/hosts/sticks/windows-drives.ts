import { z } from 'zod'
import type { MountedDrive } from './mounted-drive.ts'

/** What Windows is asked: drives of type 2 are those that can be pulled out. Its own words, in UTF-8. */
export const windowsQuestion = [
  '[Console]::OutputEncoding = [Text.Encoding]::UTF8',
  "Get-CimInstance Win32_LogicalDisk -Filter 'DriveType=2' | Select-Object DeviceID, VolumeName, FreeSpace | ConvertTo-Json -Compress",
].join('; ')

const diskSchema = z.object({
  DeviceID: z.string().regex(/^[A-Z]:$/),
  VolumeName: z.string().nullable(),
  FreeSpace: z.number().nullable(),
})

/**
 * The drives in PowerShell's answer: nothing where there is none, one object where there is one, else a list. A card
 * reader without a card has a letter and no free space; it is left out.
 */
export function windowsDrives(answer: string): readonly MountedDrive[] {
  const text = answer.replace(/^\uFEFF/, '').trim()
  if (text === '') return []
  const found: unknown = JSON.parse(text)
  return (Array.isArray(found) ? found : [found]).flatMap((disk): readonly MountedDrive[] => {
    const read = diskSchema.safeParse(disk)
    if (!read.success || read.data.FreeSpace === null) return []
    const { DeviceID: letter, VolumeName: label, FreeSpace: free } = read.data
    return [{ folder: `${letter}\\`, name: label ? `${label} (${letter})` : letter, free }]
  })
}
