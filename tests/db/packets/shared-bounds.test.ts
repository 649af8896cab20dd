import { expect, test } from 'vitest'
import type { Change } from '#db/journal/change.ts'
import { openPacket } from '#db/packets/format/open-packet.ts'
import { mayUnpackTo, packetLimits } from '#db/packets/format/packet-limits.ts'
import { partNames } from '#db/packets/format/packet-manifest.ts'
import { sealRange } from '#db/packets/format/range-seal.ts'
import { writePacket } from '#db/packets/format/write-packet.ts'
import { lineReader } from '#db/packets/opening/lines/change-line.ts'
import { inColumns } from '#db/packets/opening/lines/column-writer.ts'
import { clock, collected, draft, offices, refusalOf, trusting } from './offices.ts'
import { tempFolder } from './temp-folder.ts'

/** What an office writes, every office opens: the writer keeps to the bounds of the reader. */

const { root, street, community } = await offices()
const writer = 'W.1'
const origin = {
  ...{ writer, firstN: 1, replica: 'W', office: 'o', at: '2018-12-31T04:00:00.000Z', actor: '王' },
  label: { what: 'import' },
}
const made = { origin, schema: 40, signature: null, kind: 'put' } as const

/** People with so many filled fields, and where each belongs. */
function* roster(people: number, fields: number): Generator<{ change: Change }> {
  const values = Object.fromEntries(Array.from({ length: fields }, (_, i) => [`f${i}`, { [`f${i}`]: i }]))
  for (let i = 0; i < people; i++) {
    const [thing, n] = [`p${i}`, 2 * i + 1]
    yield { change: { ...made, n, lamport: n, entity: 'person', thing, hangsOn: [], body: { set: values } } }
    const set = { stay: { person: thing, org: 'o' } }
    const stay = { n: n + 1, lamport: n + 1, entity: 'membership', thing: `m${i}`, hangsOn: [thing, 'o'] }
    yield { change: { ...made, ...stay, body: { set } } }
  }
}

/** One person's field, edited over and over: next to nothing is left of it when it is compressed. */
function* repeated(edits: number): Generator<{ change: Change }> {
  const what = { ...made, entity: 'person', thing: 'p', hangsOn: [] }
  yield { change: { ...what, n: 1, lamport: 1, body: { set: { phone: { phone: '0' } } } } }
  for (let n = 2; n <= edits; n++) {
    const body = { set: { phone: { phone: String(n % 2) } }, base: { phone: [`${n - 1}@${writer}`] } }
    yield { change: { ...what, n, lamport: n, body } }
  }
}

test('a roster of 60,000 people with every field filled is read as it was written', async () => {
  const reader = lineReader()
  let changes = 0
  for await (const line of inColumns(roster(60_000, 40)).lines) changes += reader.read(line)?.length ?? 0
  expect(changes).toBe(120_000)
})

test('many who are edited in every field are read as they were written', async () => {
  function* edits() {
    for (const { change } of roster(20_000, 40)) {
      if (change.kind !== 'put' || change.entity !== 'person') continue
      const base = Object.fromEntries(Object.keys(change.body.set).map(field => [field, ['1@W.0']]))
      yield { change: { ...change, body: { ...change.body, base } } }
    }
  }
  const reader = lineReader()
  let changes = 0
  for await (const line of inColumns(edits()).lines) changes += reader.read(line)?.length ?? 0
  expect(changes).toBe(20_000)
})

test.each([1000, 150_000])(
  '%i edits of the same field unpack to no more than their bytes allow',
  async edits => {
    const { lines: changes, length } = inColumns(repeated(edits))
    const { file, bytes } = await writePacket(
      draft(street, community, { changes, length }),
      await tempFolder(),
      clock,
    )
    const workFolder = await tempFolder()
    await using packet = await openPacket({
      ...{ source: file, keys: community.keys, trust: trusting(root), workFolder },
    })
    const reader = lineReader()
    const read = (await collected(packet.changes)).map(line => reader.read(line))
    expect(read).not.toContain(undefined)
    expect(read.flatMap(lines => lines ?? []).filter(line => 'change' in line)).toHaveLength(edits)
    expect(reader.length()).toBe(length())
    const packed = packet.manifest.parts[partNames.changes]?.bytes ?? 0
    expect(reader.length()).toBeLessThanOrEqual(mayUnpackTo(packetLimits, packed))
    // A small packet stays small, and a heavy one carries no more than it needs.
    expect(bytes).toBeLessThan(edits === 1000 ? 6000 : 60_000)
  },
)

test('a packet may hold a seal for each day of many PCs over years', async () => {
  const seal = sealRange(street.keys, 'W.1', 1, 1, 'ab'.repeat(32))
  const many = Array.from({ length: 30_000 }, (_, i) => ({ ...seal, writer: `W.${i}` }))
  const given = draft(street, community, { seals: many })
  const file = await writePacket(
    { ...given, statement: { ...given.statement, seals: many.length } },
    await tempFolder(),
    clock,
  )
  const workFolder = await tempFolder()
  await using packet = await openPacket({
    ...{ source: file.file, keys: community.keys, trust: trusting(root), workFolder },
  })
  expect(packet.seals).toEqual(many)
})

test('what no reader takes is refused before it is written, with what to do', async () => {
  const folder = await tempFolder()
  for (const [what, said] of [
    [{ seals: packetLimits.seals + 1 }, '签章有 100001 个，最多 100000 个'],
    [{ cards: packetLimits.cards + 1 }, '名片有 100001 个'],
    [{ toTop: { pos: packetLimits.places + 1, hash: 'ab'.repeat(32) } }, '变更有 5000001 个'],
  ] as const) {
    const given = draft(street, community)
    const statement = { ...given.statement, ...what }
    const { code, text } = await refusalOf(writePacket({ ...given, statement }, folder, clock))
    expect(code).toBe('packet-too-large')
    expect(text.zh).toContain(said)
  }
})
