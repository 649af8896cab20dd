import { MessageChannelMain, type MessagePortMain } from './message-port.ts'

/** What goes between the two processes: a message with the ports that come along, or one that a port carries. */
type Crossing =
  | { readonly kind: 'message'; readonly data: unknown; readonly ports: readonly number[] }
  | { readonly kind: 'port'; readonly id: number; readonly data: unknown }
  | { readonly kind: 'closed'; readonly id: number }

/** Carries messages and their ports over the one pipe that two processes have. */
export function portBridge(send: (crossing: Crossing) => void) {
  const ports = new Map<number, MessagePortMain>()
  let next = 1
  const keep = (id: number, port: MessagePortMain) => {
    ports.set(id, port)
    port.on('message', ({ data }) => send({ kind: 'port', id, data }))
    port.on('close', () => {
      if (ports.delete(id)) send({ kind: 'closed', id })
    })
    port.start()
  }
  return {
    post: (data: unknown, transfer: readonly MessagePortMain[] = []) => {
      const handed = transfer.map(port => {
        const id = next++
        keep(id, port)
        return id
      })
      send({ kind: 'message', data, ports: handed })
    },
    /** Takes what the other side sent; answers the message in it, if it is one for this process itself. */
    take: (crossing: Crossing): { data: unknown; ports: readonly MessagePortMain[] } | undefined => {
      if (crossing.kind === 'message') {
        const taken = crossing.ports.map(id => {
          const { port1, port2 } = new MessageChannelMain()
          keep(id, port1)
          return port2
        })
        return { data: crossing.data, ports: taken }
      }
      const port = ports.get(crossing.id)
      if (crossing.kind === 'port') port?.postMessage(crossing.data)
      else if (ports.delete(crossing.id)) port?.close()
      return undefined
    },
    closeAll: () => {
      for (const port of ports.values()) port.close()
      ports.clear()
    },
  }
}
