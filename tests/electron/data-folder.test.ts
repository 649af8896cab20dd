import { expect, test } from 'vitest'
import { dataFolder } from '#electron/hosts/terminal/data-folder.ts'

test.each([
  [
    'win32',
    { APPDATA: 'C:\\Users\\li\\AppData\\Roaming' },
    'C:\\Users\\li\\AppData\\Roaming\\LifelineRegistry',
  ],
  ['win32', {}, 'C:\\Users\\li\\AppData\\Roaming\\LifelineRegistry'],
  ['darwin', {}, '/Users/li/Library/Application Support/LifelineRegistry'],
  ['linux', {}, '/home/li/.local/share/lifeline-registry'],
  ['linux', { XDG_DATA_HOME: '/data/li' }, '/data/li/lifeline-registry'],
  ['linux', { XDG_DATA_HOME: 'relative' }, '/home/li/.local/share/lifeline-registry'],
])('on %s with %j the registry lies where that system keeps programs’ data', (platform, env, folder) => {
  const homes: Record<string, string> = { win32: 'C:\\Users\\li', darwin: '/Users/li', linux: '/home/li' }
  expect(dataFolder(platform, env, homes[platform] ?? '')).toBe(folder)
})
