import { spawn } from 'node:child_process'
import { win32 } from 'node:path'

/**
 * Opens an address with what the system opens addresses with, unless BROWSER is `none`. Whether a browser appears is not
 * waited for: the address stands on the screen as well.
 */
export function openInBrowser(
  address: string,
  platform: string,
  env: Readonly<Record<string, string | undefined>>,
): void {
  const opener = openerOf(address, platform, env)
  if (opener === undefined) return
  const child = spawn(opener.program, opener.words, { detached: true, stdio: 'ignore' })
  child.on('error', () => undefined)
  child.unref()
}

type Opener = { readonly program: string; readonly words: readonly string[] }

/** The system's opener; undefined where the user wants none. */
export function openerOf(
  address: string,
  platform: string,
  env: Readonly<Record<string, string | undefined>>,
): Opener | undefined {
  if (env['BROWSER'] === 'none') return undefined
  switch (platform) {
    case 'win32':
      // By its bare name one lying in the folder one started in, a stick's say, would be run instead.
      return {
        program: win32.join(env['SystemRoot'] || 'C:\\Windows', 'System32', 'rundll32.exe'),
        words: ['url.dll,FileProtocolHandler', address],
      }
    case 'darwin':
      return { program: 'open', words: [address] }
    default:
      return { program: 'xdg-open', words: [address] }
  }
}
