import { once } from 'node:events'
import { z } from 'zod'
import { command } from '../../command.ts'

export const serve = command({
  name: 'serve',
  summary: { zh: '在本机浏览器里打开台账', en: "open the registry in this PC's browser" },
  examples: ['serve', 'serve --port 8720 --no-open'],
  input: z.object({ port: z.coerce.number().int().min(0).max(65_535).optional(), open: z.boolean() }),
  flags: {
    port: {
      flags: '--port <N>',
      text: {
        zh: '端口（默认 28720，被占用时任选一个；0 为任选）',
        en: 'the port (default: 28720, or any free one when that is taken; 0 for any)',
      },
      expects: { zh: '请写 0 到 65535 的整数', en: 'write a whole number from 0 to 65535' },
    },
    open: { flags: '--no-open', text: { zh: '不打开浏览器', en: 'do not open the browser' } },
  },
  whenHeld: ({ holder: { way, address, process }, showPage }, { open }) => {
    if (way !== 'browser' || address === null) return undefined
    if (open) showPage(address)
    return {
      json: { address, port: Number(new URL(address).port), process },
      lines: [address],
    }
  },
  run: async ({ router, folder, signal, servePage }, { port, open }) => {
    const host = await servePage({ router, folder, port, shouldOpen: open })
    return {
      json: { address: host.address, port: host.port },
      lines: [host.address],
      goOn: async () => {
        if (!signal.aborted) await once(signal, 'abort')
        await host.close()
      },
    }
  },
})
