import { spawn } from 'node:child_process'

/**
 * Opens an address with what the system opens addresses with, unless BROWSER is `none`. Whether a browser appears is not
 * waited for: the address stands on the screen as well.
 */
export function openInBrowser(
  address: string,
  platform: string,
  env: Readonly<Record<string, string | undefined>>,
): void {
  const opener = openerOf(address, platform, env['BROWSER'])
  if (opener === undefined) return
  const child = spawn(opener.program, opener.words, { detached: true, stdio: 'ignore' })
  child.on('error', () => undefined)
  child.unref()
}

type Opener = { readonly program: string; readonly words: readonly string[] }

/** The system's opener; undefined where the user wants none. */
export function openerOf(address: string, platform: string, browser: string | undefined): Opener | undefined {
  if (browser === 'none') return undefined
  switch (platform) {
    case 'win32':
      return { program: 'rundll32', words: ['url.dll,FileProtocolHandler', address] }
    case 'darwin':
      return { program: 'open', words: [address] }
    default:
      return { program: 'xdg-open', words: [address] }
  }
}
