import { expect, test } from 'vitest'
import { stickMounts } from '#electron/hosts/sticks/linux-mounts.ts'
import { driveId } from '#electron/hosts/sticks/mounted-drive.ts'
import { removableDrives } from '#electron/hosts/sticks/removable-drives.ts'
import { powerShell, windowsDrives, windowsQuestion } from '#electron/hosts/sticks/windows-drives.ts'

/** Lines of /proc/self/mounts as Debian and UOS write them. */
const mounts = [
  'sysfs /sys sysfs rw,nosuid,nodev,noexec,relatime 0 0',
  'proc /proc proc rw,relatime 0 0',
  '/dev/sda2 / ext4 rw,relatime 0 0',
  '/dev/sda1 /boot/efi vfat rw,relatime,fmask=0077 0 0',
  '/dev/sda3 /data ext4 rw,relatime 0 0',
  'tmpfs /run/user/1000 tmpfs rw,nosuid,nodev,size=1000k 0 0',
  '/dev/sdb1 /media/clerk/KINGSTON vfat rw,nosuid,nodev,relatime 0 0',
  '/dev/sdc1 /run/media/clerk/\\345\\233\\242\\345\\247\\224\\040U\\347\\233\\230 exfat rw,nosuid,nodev 0 0',
  '/dev/sdd1 /mnt/stick vfat rw,relatime 0 0',
  '/dev/sdd2 /home vfat rw,relatime 0 0',
  'server:/share /mnt/share nfs4 rw,relatime 0 0',
  '',
].join('\n')

test('sticks are what desktops mounted, and what is removable and no part of the system', () => {
  const found = stickMounts(mounts, device => device.startsWith('/dev/sdd'))
  expect(found.map(({ folder }) => folder)).toEqual([
    '/media/clerk/KINGSTON',
    '/run/media/clerk/团委 U盘',
    '/mnt/stick',
  ])
})

test('a disk that does not say to be removable is no stick, wherever it is mounted by hand', () => {
  const found = stickMounts(mounts, () => false)
  expect(found.map(({ device }) => device)).toEqual(['/dev/sdb1', '/dev/sdc1'])
})

test('PowerShell is run from where Windows keeps it, whatever lies in the folder one started in', () => {
  const kept = 'System32\\WindowsPowerShell\\v1.0\\powershell.exe'
  expect(powerShell({ SystemRoot: 'D:\\Windows' })).toBe(`D:\\Windows\\${kept}`)
  expect(powerShell({})).toBe(`C:\\Windows\\${kept}`)
})

test('Windows answers nothing, one object or a list; a reader without a card is left out', () => {
  expect(windowsDrives('')).toEqual([])
  expect(windowsDrives('\r\n')).toEqual([])
  expect(windowsDrives('{"DeviceID":"E:","VolumeName":"KINGSTON","FreeSpace":15502671872}\r\n')).toEqual([
    { folder: 'E:\\', name: 'KINGSTON (E:)', free: 15502671872 },
  ])
  const list =
    '\uFEFF[{"DeviceID":"E:","VolumeName":"团委U盘","FreeSpace":8192},{"DeviceID":"F:","VolumeName":null,"FreeSpace":null},{"DeviceID":"G:","VolumeName":"","FreeSpace":0}]'
  expect(windowsDrives(list).map(({ name }) => name)).toEqual(['团委U盘 (E:)', 'G:'])
})

test('Windows is asked for removable drives alone, and to answer in UTF-8', () => {
  expect(windowsQuestion).toContain("'DriveType=2'")
  expect(windowsQuestion).toContain('UTF8')
})

test('the page knows a drive by an id that says nothing of its folder and differs for another stick there', () => {
  const stick = { folder: '/media/clerk/KINGSTON', name: 'KINGSTON', free: 1 }
  const id = driveId(stick)
  expect(id).toMatch(/^[0-9a-f]{16}$/)
  expect(driveId({ ...stick, free: 2 })).toBe(id)
  expect(driveId({ ...stick, name: 'OTHER' })).not.toBe(id)
})

test.skipIf(process.platform !== 'linux')(
  'this PC tells its drives without failing, each with a folder',
  async () => {
    const drives = await removableDrives('linux')()
    for (const drive of drives) expect(drive.folder).toMatch(/^\//)
    expect(Array.isArray(drives)).toBe(true)
  },
)
