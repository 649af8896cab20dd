import { expect, test } from 'vitest'
import { portMessage } from '#contract/port/port-message.ts'
import { desktopOf, portFrom } from '#renderer/host/desktop.ts'
import { MessageChannelMain } from '#tests/fakes/message-port.ts'

type Listener = Parameters<Parameters<typeof portFrom>[0]['addEventListener']>[1]

/** A window of which only the messages matter. */
function page() {
  const listeners = new Set<Listener>()
  return {
    location: { origin: 'app://registry' },
    addEventListener: (_type: 'message', listener: Listener) => void listeners.add(listener),
    removeEventListener: (_type: 'message', listener: Listener) => void listeners.delete(listener),
    tell: (event: object) => {
      for (const listener of listeners) listener(event as never)
    },
    listening: () => listeners.size,
  }
}

test('the port is taken from this window itself, and from nobody else', async () => {
  const own = page()
  let asked = 0
  const taken = portFrom(own, { askForPort: () => asked++ })
  const { port1, port2 } = new MessageChannelMain()
  const sound = { data: portMessage, origin: 'app://registry', source: own, ports: [port1] }
  own.tell({ ...sound, source: {}, ports: [port2] })
  own.tell({ ...sound, origin: 'https://evil.example', ports: [port2] })
  own.tell({ ...sound, data: 'another word', ports: [port2] })
  own.tell({ ...sound, ports: [] })
  own.tell(sound)
  own.tell({ ...sound, ports: [port2] })
  expect(await taken).toBe(port1)
  expect([asked, own.listening()]).toEqual([1, 0])
})

test('a browser is no desktop', () => {
  const askForPort = () => undefined
  expect(desktopOf({ lifeline: { askForPort } })).toEqual({ askForPort })
  for (const other of [{}, { lifeline: null }, { lifeline: {} }, { lifeline: { askForPort: 'x' } }])
    expect(desktopOf(other)).toBeUndefined()
})
