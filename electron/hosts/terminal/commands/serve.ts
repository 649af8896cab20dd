import { once } from 'node:events'
import { z } from 'zod'
import { command } from '../command.ts'

export const serve = command({
  name: 'serve',
  summary: { zh: '在本机浏览器里打开台账', en: "open the registry in this PC's browser" },
  examples: ['serve', 'serve --port 8720 --no-open'],
  input: z.object({ port: z.coerce.number().int().min(0).max(65_535).default(0), open: z.boolean() }),
  flags: {
    port: {
      flags: '--port <N>',
      text: { zh: '端口（默认任选一个空闲的）', en: 'the port (default: any free one)' },
      expects: { zh: '请写 0 到 65535 的整数', en: 'write a whole number from 0 to 65535' },
    },
    open: { flags: '--no-open', text: { zh: '不打开浏览器', en: 'do not open the browser' } },
  },
  run: async ({ router, signal, servePage }, { port, open }) => {
    const host = await servePage({ router, port, shouldOpen: open })
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
