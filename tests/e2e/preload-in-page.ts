/** What crosses between the fake main process and the page. A port's bytes go as base64. */
export type Crossing =
  | { readonly kind: 'loaded' }
  | { readonly kind: 'send'; readonly channel: string }
  | { readonly kind: 'hand'; readonly channel: string; readonly id: number }
  | { readonly kind: 'text'; readonly id: number; readonly data: string }
  | { readonly kind: 'bytes'; readonly id: number; readonly data: string }
  | { readonly kind: 'closed'; readonly id: number }

/**
 * The script that runs before the page's own: the built preload, with an `electron` of the page's side that holds what a
 * sandboxed preload has. It keeps the way to the main process to itself.
 */
export function preloadScript(preload: string): string {
  return `(() => {
  const toMain = window.__toMain
  delete window.__toMain
  const listeners = new Map()
  const ports = new Map()
  const base64 = bytes => {
    let text = ''
    for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768))
    return btoa(text)
  }
  Object.defineProperty(window, '__fromMain', { value: crossing => {
    if (crossing.kind === 'hand') {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = ({ data }) => {
        if (typeof data === 'string') toMain({ kind: 'text', id: crossing.id, data })
        else toMain({ kind: 'bytes', id: crossing.id, data: base64(new Uint8Array(data.buffer ?? data)) })
      }
      ports.set(crossing.id, port1)
      listeners.get(crossing.channel)?.({ ports: [port2] })
    }
    if (crossing.kind === 'text') ports.get(crossing.id)?.postMessage(crossing.data)
    if (crossing.kind === 'bytes')
      ports.get(crossing.id)?.postMessage(Uint8Array.from(atob(crossing.data), sign => sign.charCodeAt(0)))
    if (crossing.kind === 'closed') ports.get(crossing.id)?.close()
  } })
  const electron = {
    ipcRenderer: {
      on: (channel, listener) => void listeners.set(channel, listener),
      send: channel => void toMain({ kind: 'send', channel }),
    },
    contextBridge: {
      exposeInMainWorld: (name, api) => Object.defineProperty(window, name, { value: Object.freeze({ ...api }) }),
    },
  }
  const require = name => {
    if (name !== 'electron') throw new Error('a sandboxed preload cannot require ' + name)
    return electron
  }
  toMain({ kind: 'loaded' })
  ;(function (require, module, exports) {
${preload}
  })(require, { exports: {} }, {})
})()`
}
