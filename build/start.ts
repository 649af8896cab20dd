import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { hostEnvironment, nodeFlags } from './node-flags.ts'
import { allParts, buildStale } from './parts.ts'
import { root } from './run.ts'
import { electronBinary } from './start/electron-binary.ts'
import { wantsWindow } from './start/way.ts'
import { whenOrphaned } from './start/when-orphaned.ts'

/** `npm start`: builds what is stale, then opens the window; where there can be none, the browser. */
const words = process.argv.slice(2)
const facts = { platform: process.platform, env: process.env, words, isSuperuser: process.getuid?.() === 0 }
const starter = process.ppid
const say = (text: string) => process.stderr.write(`${text}\n`)

const binary = wantsWindow(facts)
  ? await electronBinary({
      folder: join(root, 'node_modules', 'electron'),
      note: join(root, 'node_modules', '.cache', 'lifeline-no-electron'),
      now: Date.now(),
      patience: 20_000,
      onFetch: () => {
        say('正在获取窗口程序（Electron），最多等 20 秒 ……')
        say('fetching the window’s program (Electron), for 20 seconds at most ...')
      },
    })
  : undefined
if (wantsWindow(facts) && binary === undefined) {
  say('没有拿到窗口程序（Electron），所以在浏览器里打开；功能一样，数据也在同一个文件夹。')
  say(
    'The window’s program (Electron) could not be had, so the browser is used; it does the same, with the same data.',
  )
}
if (!buildStale(binary === undefined ? ['page', 'program'] : allParts)) process.exit(1)

const child =
  binary === undefined
    ? spawn(process.execPath, [...nodeFlags, join(root, 'dist', 'node', 'terminal.mjs'), 'serve', ...words], {
        ...options(),
        env: { ...hostEnvironment, ...process.env },
      })
    : spawn(binary, [root, ...words], options())

function options() {
  return { cwd: process.cwd(), stdio: 'inherit' } as const
}

// Ctrl+C reaches the child by itself; what a script sends does not.
process.on('SIGINT', () => {
  if (!process.stdin.isTTY) child.kill('SIGINT')
})
process.on('SIGTERM', () => child.kill('SIGTERM'))
const stopWatching = whenOrphaned({ ...facts, starter, parent: () => process.ppid }, 500, () =>
  child.kill('SIGTERM'),
)
child.on('exit', (code, signal) => {
  stopWatching()
  process.exitCode = code ?? (signal === null ? 0 : 1)
})
