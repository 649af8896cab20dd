import { homedir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { openEngine } from '#db/engine.ts'
import { systemClock } from '#db/shared/clock.ts'
import { uuidV7 } from '#db/shared/new-id.ts'
import { closeDoor, openInBrowser } from './loopback/open-in-browser.ts'
import { bearBrokenPipes } from './terminal/output.ts'
import { runTerminal } from './terminal/run-terminal.ts'

const { argv, env, platform, stdout, stderr } = process
const stop = new AbortController()
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.on(name, () => {
    // Whoever asks twice does not want to wait for an orderly end.
    if (stop.signal.aborted) process.exit(130)
    stop.abort(name)
  })
}
bearBrokenPipes([stdout, stderr])

const newId = uuidV7()
const pageFolder = fileURLToPath(new URL('../../dist/renderer', import.meta.url))
process.exitCode = await runTerminal({
  argv: argv.slice(2),
  env,
  platform,
  home: homedir(),
  cwd: process.cwd(),
  stdout,
  stderr,
  interrupted: stop.signal,
  process: process.pid,
  clock: systemClock,
  newId,
  ticks: () => performance.now(),
  openEngine,
  servePage: async ({ shouldOpen, ...options }) => {
    // Node's server takes long to load, and of all commands one alone serves.
    const { openBrowserHost } = await import('./browser.ts')
    const host = await openBrowserHost({ ...options, newId, pageFolder })
    if (shouldOpen) openInBrowser(host.address, options.folder, platform, env)
    return {
      ...host,
      close: async () => {
        closeDoor(options.folder)
        await host.close()
      },
    }
  },
  showPage: (address, folder) => openInBrowser(address, folder, platform, env),
})
