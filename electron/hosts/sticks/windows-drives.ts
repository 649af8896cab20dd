import { win32 } from 'node:path'
import { z } from 'zod'
import type { MountedDrive } from './mounted-drive.ts'

/**
 * PowerShell where Windows keeps it: by its bare name a program of that name in the folder one started in, a stick's
 * say, would be run instead.
 */
export function powerShell(env: Readonly<Record<string, string | undefined>>): string {
  const windows = env['SystemRoot'] || 'C:\\Windows'
  return win32.join(windows, 'System32', 'WindowsPowerShell', 'v1.0', 'powershell.exe')
}

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
