import { expect, test } from 'vitest'
import { dataArgument } from '#electron/data-argument.ts'
import { pagePreferences } from '#electron/security.ts'
import { bounds } from '#electron/window-place.ts'
import { words } from '#electron/words.ts'
import type { FakeWindow } from '#tests/fakes/electron.ts'
import { world } from '#tests/fakes/world.ts'
import { startedDesktop } from './started-desktop.ts'

const own = ['app://registry/', 'app://registry/orgs/440309?x=1#y']
const foreign = [
  'https://registry/',
  'http://127.0.0.1:8000/',
  'file:///C:/Windows/win.ini',
  'app://registry-evil.example/',
  'app://registry@evil.example/',
  'app://other/',
  'javascript:alert(1)',
  'data:text/html,x',
  'about:blank',
]

/** What becomes of an event that the page's process announces. */
function isLet(window: FakeWindow, event: string, url: string): boolean {
  let isPrevented = false
  window.webContents.emit(event, {
    url,
    preventDefault: () => {
      isPrevented = true
    },
  })
  return !isPrevented
}

test('the page is sandboxed, apart from its preload, and knows nothing of Node', () => {
  expect(pagePreferences('/preload.cjs', true)).toEqual({
    preload: '/preload.cjs',
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    spellcheck: false,
    devTools: false,
  })
  expect(pagePreferences('/preload.cjs', false).devTools).toBe(true)
})

test('the window stays on its page, asks for nothing, and reads nothing from the network', async () => {
  const { window } = await startedDesktop()
  const opened = await window()
  expect(world.isSandboxed).toBe(true)
  expect(opened.options.webPreferences).toMatchObject({ sandbox: true, contextIsolation: true })
  for (const event of ['will-navigate', 'will-frame-navigate', 'will-redirect']) {
    for (const url of own) expect([event, url, isLet(opened, event, url)]).toEqual([event, url, true])
    for (const url of foreign) expect([event, url, isLet(opened, event, url)]).toEqual([event, url, false])
  }
  expect(isLet(opened, 'will-attach-webview', own[0] ?? '')).toBe(false)
  for (const url of [...own, ...foreign]) {
    expect(opened.webContents.opensWindows({ url } as never)).toEqual({ action: 'deny' })
  }

  const { session } = world
  const permitted: boolean[] = []
  for (const permission of ['media', 'geolocation', 'notifications', 'clipboard-read', 'fullscreen'])
    session.askPermission?.({}, permission, allowed => permitted.push(allowed))
  expect(permitted).toEqual(Array(5).fill(false))
  const checked = (permission: string) => session.checkPermission?.({}, permission)
  expect([checked('media'), checked('clipboard-read'), session.askDevice?.()]).toEqual([false, false, false])
  // What is shown may be copied, by a click.
  session.askPermission?.({}, 'clipboard-sanitized-write', allowed => permitted.push(allowed))
  expect([permitted.at(-1), checked('clipboard-sanitized-write')]).toEqual([true, true])
  // WebRTC and the look-up of names go round the session's rules: they are cut by themselves.
  expect(opened.webContents.webRtc).toBe('disable_non_proxied_udp')
  expect(Object.fromEntries(world.switches)).toMatchObject({
    'host-resolver-rules': 'MAP * ~NOTFOUND',
    'proxy-server': 'socks5://127.0.0.1:9',
    'proxy-bypass-list': '<-loopback>',
    'force-webrtc-ip-handling-policy': 'disable_non_proxied_udp',
  })

  expect(session.refused?.urls).toEqual(expect.arrayContaining(['http://*/*', 'https://*/*', 'wss://*/*']))
  session.refused?.answer({ url: 'https://example.com/' }, answer => expect(answer).toEqual({ cancel: true }))

  const downloads = ['blob:app://registry/0e1f', 'https://evil.example/x.exe', 'blob:https://evil.example/1']
  const kept = downloads.filter(url => {
    let isPrevented = false
    const event = { preventDefault: () => (isPrevented = true) }
    session.emit('will-download', event, { getURL: () => url })
    return !isPrevented
  })
  expect(kept).toEqual(['blob:app://registry/0e1f'])
})

test('pages come from the built folder alone, under the headers of the loopback host', async () => {
  const { window } = await startedDesktop()
  await window()
  const { schemes, handlers } = world
  expect(schemes.get('app')).toEqual({ standard: true, secure: true, supportFetchAPI: true })
  const ask = async (url: string, method = 'GET') => {
    const answer = await handlers.get('app')?.(new Request(url, { method }))
    return { status: answer?.status, headers: answer?.headers, text: (await answer?.text()) ?? '' }
  }
  const page = await ask('app://registry/')
  expect(page).toMatchObject({ status: 200, text: expect.stringContaining('<title>page</title>') })
  expect(page.headers?.get('content-type')).toBe('text/html; charset=utf-8')
  expect(page.headers?.get('content-security-policy')).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; " +
      "connect-src 'self'; font-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  )
  expect(page.headers?.get('x-content-type-options')).toBe('nosniff')
  expect(await ask('app://registry/orgs/440309')).toMatchObject({ status: 200, text: page.text })
  const script = await ask('app://registry/assets/main.js')
  expect(script.headers?.get('content-type')).toBe('text/javascript; charset=utf-8')
  for (const url of [
    'app://other/',
    'app://registry/nothing.js',
    'app://registry/..%2fseed.ts',
    'app://registry/%2e%2e%2fseed.ts',
  ])
    expect([url, (await ask(url)).status]).toEqual([url, 404])
  expect((await ask('app://registry/', 'POST')).status).toBe(405)
})

test('the menu speaks the language of the system, and has the keys of an office program', async () => {
  const { window, folder } = await startedDesktop()
  const opened = await window()
  const labels = () =>
    world.menu.flatMap(({ label, submenu }) => [
      label,
      ...(Array.isArray(submenu) ? submenu.map(item => item.label) : []),
    ])
  expect(labels()).toEqual(expect.arrayContaining(['文件', '打印…', '退出', '复制', '粘贴', '放大', '全屏']))
  expect(JSON.stringify(world.menu)).toContain('"role":"toggleDevTools"')
  world.clicks.get('打印…')?.()
  await expect.poll(() => world.told).toEqual(['printed'])
  world.clicks.get('打开台账所在的文件夹')?.()
  expect(world.told).toEqual(['printed', `opened ${folder}`])
  // A page with lists prints by itself, once all their rows are there.
  const asked: string[] = []
  opened.webContents.answers = script => {
    asked.push(script)
    return false
  }
  world.clicks.get('打印…')?.()
  await expect.poll(() => asked.join()).toContain("'print-asked'")
  expect(world.told).toEqual(['printed', `opened ${folder}`])
  expect(opened.options.autoHideMenuBar).toBe(true)

  const english = await startedDesktop({
    setUp: () => {
      world.locale = 'en-GB'
      world.isPackaged = true
    },
  })
  await english.window()
  expect(labels()).toEqual(expect.arrayContaining(['File', 'Print…', 'Quit', 'Copy', 'Paste', 'Larger']))
  expect(JSON.stringify(world.menu)).not.toContain('toggleDevTools')
})

test('every word of the window is there in both languages', () => {
  for (const [key, { zh, en }] of Object.entries(words)) {
    expect([key, /\p{Script=Han}/u.test(zh), /\p{Script=Han}/u.test(en)]).toEqual([key, true, false])
  }
})

const screens = [
  { x: 0, y: 0, width: 1366, height: 728 },
  { x: 1366, y: 0, width: 1920, height: 1040 },
]

test.each([
  ['nothing is known', undefined, { width: 1366, height: 728 }],
  [
    'it stood on the second screen',
    { x: 1500, y: 50, width: 1200, height: 800 },
    { x: 1500, y: 50, width: 1200, height: 800 },
  ],
  ['its screen is gone', { x: 4000, y: 50, width: 1200, height: 800 }, { width: 1200, height: 728 }],
  [
    'only its edge would be seen',
    { x: -1100, y: 50, width: 1200, height: 700 },
    { width: 1200, height: 700 },
  ],
  [
    'its title would lie above the screen',
    { x: 0, y: -40, width: 1200, height: 700 },
    { x: 0, y: 0, width: 1200, height: 700 },
  ],
])('where the window opens when %s', (_name, kept, expected) => {
  expect(bounds(kept && { ...kept, isMaximized: false }, screens)).toEqual(expected)
})

test.each([
  [['electron', '.', '--data', 'a b'], 'a b'],
  [['lifeline', '--data=D:\\台账'], 'D:\\台账'],
  [['lifeline', '--data', 'a', '--data', 'b'], 'b'],
  [['lifeline', '--data'], undefined],
  [['lifeline', '--data='], undefined],
  [['lifeline', '--database', 'x'], undefined],
])('the folder among the words %j is %j', (argv, folder) => {
  expect(dataArgument(argv)).toBe(folder)
})
