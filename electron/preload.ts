import { contextBridge, ipcRenderer } from 'electron'
import { portMessage } from '#contract/port/port-message.ts'

declare const window: { postMessage(message: string, target: string, ports: readonly unknown[]): void }

/**
 * All that the page gets from the desktop: a word by which it asks for its port. The port itself comes as a message
 * of the window, since no port can cross the bridge.
 */
ipcRenderer.on(portMessage, ({ ports }) => {
  // It goes from this window to this window: there is nobody else whom '*' could mean.
  window.postMessage(portMessage, '*', ports)
})
contextBridge.exposeInMainWorld('lifeline', { askForPort: () => ipcRenderer.send(portMessage) })
