import { posix, win32 } from 'node:path'

type Env = Readonly<Record<string, string | undefined>>

/** Where the registry of this user lies when nothing else is said: each system's own folder for programs' data. */
export function dataFolder(platform: string, env: Env, home: string): string {
  switch (platform) {
    case 'win32':
      return win32.join(env['APPDATA'] || win32.join(home, 'AppData', 'Roaming'), 'LifelineRegistry')
    case 'darwin':
      return posix.join(home, 'Library', 'Application Support', 'LifelineRegistry')
    default: {
      const asked = env['XDG_DATA_HOME']
      const base = asked && posix.isAbsolute(asked) ? asked : posix.join(home, '.local', 'share')
      return posix.join(base, 'lifeline-registry')
    }
  }
}
