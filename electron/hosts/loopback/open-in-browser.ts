import { spawn } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join, win32 } from 'node:path'

/** The file that leads to the page. */
const door = 'open.html'

/**
 * Opens a page's address with what the system opens things with, unless BROWSER is `none`. Everybody on a PC may read
 * the command lines of all programs, and the address lets in whoever has it: so what is opened is a file of the
 * registry's folder, for its user's eyes only, that leads there. Whether a browser appears is not waited for: the address
 * stands on the screen as well.
 */
export function openInBrowser(
  address: string,
  folder: string,
  platform: string,
  env: Readonly<Record<string, string | undefined>>,
): void {
  const opener = openerOf(join(folder, door), platform, env)
  if (opener === undefined) return
  try {
    // Made anew, so that its rights are those of a new file.
    closeDoor(folder)
    writeFileSync(join(folder, door), doorTo(address), { mode: 0o600, flag: 'wx' })
  } catch {
    // A full disk, say: the address stands on the screen.
    return
  }
  // The registry's folder is no place for what a browser keeps for a while.
  const inherited = { ...process.env, SQLITE_TMPDIR: undefined }
  const child = spawn(opener.program, opener.words, { detached: true, stdio: 'ignore', env: inherited })
  child.on('error', () => undefined)
  child.unref()
}

/** Takes the file away that leads to a page which is served no more. */
export function closeDoor(folder: string): void {
  rmSync(join(folder, door), { force: true })
}

function doorTo(address: string): string {
  const shown = address.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
  return `<!doctype html>
<html lang="zh">
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0;url=${shown}">
<title>命脉台账 · Lifeline Registry</title>
<p><a href="${shown}">打开命脉台账 · Open Lifeline Registry</a></p>
</html>
`
}

type Opener = { readonly program: string; readonly words: readonly string[] }

/** The system's opener of a file; undefined where the user wants none. */
export function openerOf(
  file: string,
  platform: string,
  env: Readonly<Record<string, string | undefined>>,
): Opener | undefined {
  if (env['BROWSER'] === 'none') return undefined
  switch (platform) {
    case 'win32':
      // By its bare name one lying in the folder one started in, a stick's say, would be run instead.
      return {
        program: win32.join(env['SystemRoot'] || 'C:\\Windows', 'System32', 'rundll32.exe'),
        words: ['url.dll,FileProtocolHandler', file],
      }
    case 'darwin':
      return { program: 'open', words: [file] }
    default:
      return { program: 'xdg-open', words: [file] }
  }
}
