import { ipcMain, MessageChannelMain, type MessagePortMain, type WebContents } from 'electron'
import { portMessage } from '#contract/port/port-message.ts'
import { isOwnAddress } from './own-page.ts'

/**
 * Hands a port to whoever asks, if that is the page of the program itself, in the window's own frame: one end goes to
 * the engine, the other to the page. Each load of the page gets a new one.
 */
export function openPortDesk(own: WebContents, handToEngine: (port: MessagePortMain) => void): void {
  ipcMain.on(portMessage, ({ sender, senderFrame }) => {
    const isTop = senderFrame !== null && senderFrame.parent === null
    if (sender !== own || !isTop || !isOwnAddress(senderFrame.url)) return
    const { port1, port2 } = new MessageChannelMain()
    handToEngine(port1)
    senderFrame.postMessage(portMessage, null, [port2])
  })
}
