import { ORPCError } from '@orpc/client'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { partLength } from '#contract/port/port.ts'
import { openEngine } from '#db/engine.ts'
import { type Client, finish } from '#electron/hosts/call.ts'
import type { Pc } from '#tests/fixtures/engine.ts'
import { countingIds } from '#tests/fixtures/replica.ts'
import { filledDistrict, memberLines, memberRoster } from '#tests/fixtures/small-district.ts'
import { standInEngine, type Twists } from './stand-in-engine.ts'
import { type Transport, transports, wires } from './transports.ts'

/**
 * One contract, three ways to it: what is asked has the same answer and fails in the same way, in process, over HTTP
 * and over a MessagePort.
 */

const watch = { signal: new AbortController().signal, onProgress: () => undefined }

/** What became of a question, as a caller can tell it apart. */
async function outcome(asked: Promise<unknown>): Promise<unknown> {
  try {
    return { answer: await comparable(await asked) }
  } catch (error) {
    if (!(error instanceof ORPCError)) throw error
    return { code: error.code, status: error.status, data: JSON.parse(JSON.stringify(error.data ?? null)) }
  }
}

function lengthOf(message: unknown): number {
  return ArrayBuffer.isView(message) ? message.byteLength : String(message).length
}

/** A file by its name and bytes; the rest as it is. */
async function comparable(value: unknown): Promise<unknown> {
  if (value instanceof File) return { name: value.name, bytes: await value.bytes() }
  if (Array.isArray(value)) return Promise.all(value.map(comparable))
  if (typeof value !== 'object' || value === null) return value
  const fields = Object.entries(value).map(async ([key, field]) => [key, await comparable(field)] as const)
  return Object.fromEntries(await Promise.all(fields))
}

describe('over the real engine', () => {
  let pc: Pc
  let engine: Awaited<ReturnType<typeof openEngine>>
  const bugs: unknown[] = []
  const report = (error: unknown) => `ref-${bugs.push(error)}`

  beforeAll(async () => {
    pc = await filledDistrict.open('asked')
    await pc.close()
    engine = await openEngine({
      folder: pc.folder,
      clock: { now: () => new Date('2018-12-31T04:00:00Z') },
      newId: countingIds('transports'),
      log: (_level, message) => void bugs.push(message),
      access: 'write',
    })
  })
  afterAll(async () => {
    await engine.close()
    await pc.discard()
  })

  const questions: readonly (readonly [string, (client: Client) => Promise<unknown>])[] = [
    ['a value', client => client.registry.stats({ asOf: '2018-12-31' })],
    ['a list', client => client.registry.history({ limit: 5 })],
    ['what is not there', client => client.registry.orgShow({ org: '440399010199' })],
    ['a refusal with its details', client => client.registry.stats({ org: '没有的组织' })],
    ['an input that does not fit', client => client.registry.stats({ asOf: '31.12.2018' })],
    ['an input of another type', client => client.registry.init({ name: 7, tier: 'moon' } as never)],
    ['the kinds of records', client => client.records.kinds({})],
    [
      'what would be done by hand',
      client =>
        client.records.add({
          kind: 'meeting',
          set: { org: '东坪社区第一', type: '团课', held_on: '2018.5.3' },
          dryRun: true,
        }),
    ],
    [
      'what stands against it, at its fields',
      client => client.records.add({ kind: 'meeting', set: { org: '没有', held_on: '2018-02-30' } }),
    ],
    ['a record that there is none of', client => client.records.show({ id: 'none' })],
    ['a list of records', client => client.records.list({ kind: 'post', org: '东坪社区' })],
    ['what would close', client => client.records.close({ org: '东坪社区', dryRun: true })],
    ['a refusal in a stream', client => finish(client.registry.undo({ changeSet: 999 }), watch)],
    ['long work', client => finish(client.system.verify(), watch)],
    [
      'a file up, and the refused rows down, in a stream',
      async client => {
        const lines = [...memberLines.slice(0, 3), { ...memberLines[4], 身份证号: '440399199001011230' }]
        const file = memberRoster(lines, '团员 (2)“新”.csv')
        return finish(
          client.rosters.importFile({ file, as: 'members', wantRefused: true, dryRun: true }),
          watch,
        )
      },
    ],
    ['a file up that is none', client => client.rosters.recognise({ file: new File([], 'empty.csv') })],
    [
      'a file down',
      client => finish(client.rosters.exportRoster({ as: 'orgs', name: '组织.csv' } as never), watch),
    ],
  ]

  test.each(questions)('%s is the same over every transport', async (_name, ask) => {
    const outcomes: unknown[] = []
    for (const { reach } of transports) {
      const { client, close } = await reach(engine.router, report)
      outcomes.push(await outcome(ask(client)))
      await close()
    }
    const [inProcess, ...others] = outcomes
    for (const other of others) expect(other).toEqual(inProcess)
    expect(bugs).toEqual([])
  })

  test('the questions above are answered, refused and turned down, each at least once', async () => {
    const { client } = await transports[0].reach(engine.router, report)
    const kinds = await Promise.all(
      questions.map(async ([, ask]) => {
        const become = await outcome(ask(client))
        return (become as { code?: string }).code ?? 'answer'
      }),
    )
    expect(new Set(kinds)).toEqual(new Set(['answer', 'REFUSED', 'BAD_REQUEST']))
  })

  test('20 MB go up and come down whole over every wire', async () => {
    const bytes = new Uint8Array(20_000_000).fill(255)
    for (const { reach } of wires) {
      const large = standInEngine({ packetFile: () => new File([bytes], '大.llb') })
      const { client } = await reach(large.router, report)
      const back = await finish(client.packets.exportPacket({ to: 'x' } as never), watch)
      expect([back.file.name, Buffer.compare(await back.file.bytes(), bytes)]).toEqual(['大.llb', 0])
      const up = await finish(
        client.rosters.importFile({ file: new File([bytes], '大.csv'), as: 'members' }),
        watch,
      )
      expect(up.file).toBe('大.csv')
    }
  })
})

test('over a MessagePort no message is longer than a part of a file, and one part goes at a time', async () => {
  const bytes = new Uint8Array(6_500_000).map((_, at) => at % 251)
  const { router } = standInEngine({ packetFile: () => new File([bytes], '大.llb', { type: 'a/b' }) })
  const [sizes, underWay]: [number[], number[]] = [[], []]
  let open = 0
  const [, messagePort] = wires
  const { client } = await messagePort.reach(router, () => 'ref', {
    sent: message => {
      sizes.push(lengthOf(message))
      if (lengthOf(message) > 100_000) underWay.push(++open)
    },
    received: message => {
      if (lengthOf(message) > 100_000) open--
    },
  })
  const back = await finish(client.packets.exportPacket({ to: 'x' } as never), watch)
  expect([back.file.name, back.file.type]).toEqual(['大.llb', 'a/b'])
  expect(Buffer.compare(await back.file.bytes(), bytes)).toBe(0)
  await finish(client.rosters.importFile({ file: back.file, as: 'members' }), watch)
  expect(sizes.length).toBeGreaterThan(14)
  expect(Math.max(...sizes)).toBeLessThan(partLength + 2000)
  expect(Math.max(...underWay)).toBe(1)
})

describe.each(transports)('over $name', ({ reach }: Transport) => {
  async function reached(twists?: Twists) {
    const bugs: unknown[] = []
    const { router } = standInEngine(twists)
    return { bugs, ...(await reach(router, error => `ref-${bugs.push(error)}`)) }
  }

  test('a bug is a reference, and its words stay where it happened', async () => {
    const bug = async () => {
      throw new TypeError('x is not a function')
    }
    const { client, bugs } = await reached({ stats: bug, verify: bug })
    const expected = { code: 'INTERNAL_SERVER_ERROR', status: 500 }
    expect(await outcome(client.registry.stats({}))).toEqual({ ...expected, data: { reference: 'ref-1' } })
    expect(await outcome(finish(client.system.verify(), watch))).toEqual({
      ...expected,
      data: { reference: 'ref-2' },
    })
    expect(bugs).toMatchObject([{ message: 'x is not a function' }, { message: 'x is not a function' }])
  })

  test('a reader who stops cancels the work, which has left nothing behind', async () => {
    const left: string[] = []
    const { client, bugs } = await reached({
      verify: async report => {
        left.push('begun')
        try {
          for (let n = 1; ; n++) await report({ zh: '检查', en: 'checking' }, n, 0)
        } finally {
          left.pop()
          left.push('rolled back')
        }
      },
    })
    const stop = new AbortController()
    const verified = finish(client.system.verify(undefined, { signal: stop.signal }), {
      signal: stop.signal,
      onProgress: () => stop.abort(),
    })
    await expect(verified).rejects.toThrow('cancelled')
    await vi.waitUntil(() => left[0] === 'rolled back', { timeout: 60_000 })
    expect(bugs).toEqual([])
  })
})

describe.each(wires)('over the wire of $name', ({ reach }: Transport) => {
  test('a file that never was is not found', async () => {
    const { client } = await reach(standInEngine().router, () => 'ref')
    const { host } = client as unknown as { host: { file: (input: { id: string }) => Promise<File> } }
    expect(await outcome(host.file({ id: 'never' }))).toMatchObject({ code: 'NOT_FOUND', status: 404 })
  })

  test('a host that closes in the middle of a stream waits for the work, and its reader is told', async () => {
    let state = 'none'
    const { client, close } = await reach(
      standInEngine({
        verify: async report => {
          state = 'begun'
          try {
            for (let n = 1; ; n++) await report({ zh: '检查', en: 'checking' }, n, 0)
          } finally {
            state = 'rolled back'
          }
        },
      }).router,
      () => 'ref',
    )
    const verified = finish(client.system.verify(), watch).catch(error => error)
    await vi.waitUntil(() => state === 'begun', { timeout: 60_000 })
    await close()
    expect(state).toBe('rolled back')
    const told = await verified
    expect(told).toBeInstanceOf(Error)
    expect(told).not.toBeInstanceOf(ORPCError)
    // What is asked afterwards is answered at once, too.
    await expect(client.system.status()).rejects.not.toBeInstanceOf(ORPCError)
  })
})
