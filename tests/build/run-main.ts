import { once } from 'node:events'
import { registerHooks } from 'node:module'
import { pathToFileURL } from 'node:url'
import type { FakeWindow } from '#tests/fakes/electron.ts'
import { world } from '#tests/fakes/world.ts'

/**
 * A process that starts the built main file with the fake Electron in the place of the real one, waits for its window, asks
 * the engine for its state, quits, and prints what it saw. `node run-main.ts MAIN --data FOLDER`
 */
const fake = new URL('../fakes/electron.ts', import.meta.url).href
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: fake, shortCircuit: true } : next(specifier, context),
})
const { app, ipcMain } = await import('#tests/fakes/electron.ts')
const { portMessage } = await import('#contract/port/port-message.ts')
const { clientOverPort } = await import('#renderer/host/over-port.ts')

const [, , main = ''] = process.argv
const opened = once(app, 'web-contents-created')
await import(pathToFileURL(main).href)
await opened
const [window] = world.windows as unknown as FakeWindow[]
if (window === undefined) throw new Error('no window was opened')
if (!window.state.shown) await once(window, 'ready-to-show')
const handed = Promise.withResolvers<never>()
window.webContents.page = {
  load: async () => undefined,
  reload: async () => undefined,
  hand: (_channel, [port]) => handed.resolve(port as never),
}
ipcMain.emit(portMessage, { sender: window.webContents, senderFrame: window.webContents.mainFrame })
const { state, version } = await clientOverPort(await handed.promise).system.status()
const document = await world.handlers.get('app')?.(new Request('app://registry/'))
const quit = once(app, 'quit')
app.quit()
await quit
process.stdout.write(
  JSON.stringify({
    state,
    version,
    page: (await document?.text())?.includes('<div id="root">'),
    preload: window.options.webPreferences?.preload,
    exitCode: world.exitCode,
    told: world.told,
  }),
)
process.exit(0)
