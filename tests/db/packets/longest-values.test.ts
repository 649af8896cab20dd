import { expect, test } from 'vitest'
import type { Change } from '#db/journal/change.ts'
import { packetLimits } from '#db/packets/format/packet-limits.ts'
import { isValue, longestValue } from '#db/packets/opening/lines/allowed.ts'
import { changeLine, lineReader } from '#db/packets/opening/lines/change-line.ts'
import { inColumns } from '#db/packets/opening/lines/column-writer.ts'
import { allKinds } from '#db/records/kinds.ts'
import { longestPart } from '#db/records/lifeline/frozen-year.ts'

const texts = allKinds.flatMap(({ name: kind, fields }) =>
  Object.entries(fields).flatMap(([name, { type, most }]) =>
    ['text', 'code'].includes(type) ? [{ field: `${kind}.${name}`, most }] : [],
  ),
)

test('what a record takes in a packet brings, up to its last sign: rule packs and frozen years above all', () => {
  expect(texts.filter(({ most }) => most > longestValue)).toEqual([])
  expect(texts.filter(({ most }) => most > 10_000).map(({ field }) => field)).toEqual(
    expect.arrayContaining(['rule_pack.body', 'frozen_part.body']),
  )
  for (const { most } of texts) expect(isValue('国'.repeat(most))).toBe(true)
  expect(isValue('x'.repeat(longestValue + 1))).toBe(false)
  // With its quotes and what else a line says it is no longer than a line may be.
  expect(longestValue).toBeLessThan(packetLimits.changeLength)
})

test('the content of a frozen year goes through a packet among other changes, in columns and as a line of its own', async () => {
  const origin = {
    ...{ writer: 'W.1', firstN: 1, replica: 'W', office: 'o', at: '2018-12-31T04:00:00.000Z', actor: '王' },
    label: { what: 'year-freeze' },
  }
  const changes = ['a', 'b'.repeat(16_227), 'c'.repeat(longestPart), 'd'].map(
    (body, at): Change => ({
      ...{ origin, n: at + 1, lamport: at + 1, entity: 'frozen_part', thing: `t${at}`, hangsOn: ['o'] },
      ...{ schema: 40, signature: null, kind: 'put', body: { set: { all: { of: 'y', n: at, body } } } },
    }),
  )
  const lines = await Array.fromAsync(inColumns(changes.map(change => ({ change }))).lines)
  expect(lines.every(line => line.length <= packetLimits.changeLength)).toBe(true)
  for (const written of [lines, changes.map(changeLine)]) {
    const reader = lineReader()
    expect(written.flatMap(line => reader.read(line) ?? [])).toEqual(changes.map(change => ({ change })))
  }
})
