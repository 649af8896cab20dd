import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Change, digestOf } from '#db/journal/change.ts'
import { lineReader } from '#db/packets/opening/lines/change-line.ts'
import { inColumns } from '#db/packets/opening/lines/column-writer.ts'
import { oddChanges } from '../journal/odd-changes.ts'

async function linesOf(changes: readonly Change[]): Promise<string[]> {
  return Array.fromAsync(inColumns(changes.map(change => ({ change }))).lines)
}

function read(lines: readonly string[]): Change[] | undefined {
  const reader = lineReader()
  const changes: Change[] = []
  for (const line of lines) {
    const found = reader.read(line)
    if (found === undefined) return undefined
    for (const one of found) if ('change' in one) changes.push(one.change)
  }
  return changes
}

const plain = (changes: readonly Change[]) => read(changes.map(change => JSON.stringify({ change })))

/** Reads the changes as text does: what is in no packet at all is none of these. */
const readable = oddChanges.map(changes => changes.filter(change => plain([change]) !== undefined))

test('what goes through columns comes out as it was, whatever it is, in its order', async () => {
  let inBlocks = 0
  await fc.assert(
    fc.asyncProperty(readable, readable, async (some, more) => {
      const all = [...some, ...more]
      const lines = await linesOf(all)
      inBlocks += lines.filter(line => line.startsWith('{"columns"')).length
      const found = read(lines) ?? []
      expect(found).toEqual(all)
      expect(found.map(digestOf)).toEqual(all.map(digestOf))
    }),
  )
  expect(inBlocks).toBeGreaterThan(50)
})

const junk = fc.oneof(
  fc.integer({ min: -5, max: 50 }),
  fc.constantFrom(
    null,
    1.5,
    2 ** 53,
    -1,
    '',
    '__proto__',
    'a b',
    '\ud800',
    'x'.repeat(10_001),
    [],
    ['x'],
    [1],
    {},
    [['x']],
    true,
  ),
)

/** One value of one column is another one, is missing, or comes twice. */
function spoiled(line: string, column: number, place: number, how: number, value: unknown): string {
  const block: { columns: Record<string, unknown[]> } = JSON.parse(line)
  const names = Object.keys(block.columns)
  const list = block.columns[names[column % names.length] ?? '']
  if (!Array.isArray(list)) return JSON.stringify({ columns: { ...block.columns, anew: value } })
  const at = place % (list.length + 1)
  if (how === 0) list[at] = value
  else if (how === 1) list.splice(at, 1)
  else list.splice(at, 0, value)
  return JSON.stringify(block)
}

test('whatever a stranger writes into a block, it is refused, or holds nothing that a line of text could not hold', async () => {
  const tally = { refused: 0, read: 0 }
  await fc.assert(
    fc.asyncProperty(
      readable,
      fc.nat(30),
      fc.nat(60),
      fc.nat(2),
      junk,
      async (changes, column, place, how, value) => {
        const lines = await linesOf(changes)
        const at = lines.findIndex(line => line.startsWith('{"columns"'))
        if (at < 0) return
        const found = read(lines.with(at, spoiled(lines[at] ?? '', column, place, how, value)))
        tally[found === undefined ? 'refused' : 'read']++
        if (found !== undefined) expect(plain(found)).toEqual(found)
      },
    ),
    { numRuns: 1000 },
  )
  expect(tally.refused).toBeGreaterThan(100)
  expect(tally.read).toBeGreaterThan(20)
})

test('a few bytes of numbers cannot stand for endless text: what is read is counted at its full length', () => {
  const reader = lineReader()
  const id = 'x'.repeat(200)
  const twenty = Array.from({ length: 20 }, () => 0)
  const of = <T>(value: T) => Array.from({ length: 1000 }, () => value)
  const origin = { writer: 'w', firstN: 1, replica: 'r', office: 'o', at: '', actor: '', label: {} }
  const columns = {
    ...{ anew: 0, origins: [origin], names: ['person'], writers: [], ids: [id], origin: of(0), n: of(0) },
    ...{ lamport: of(0), schema: of(1), entity: of(0), thing: [0, ...of(-1).slice(1)], hangs: of(20) },
    ...{ on: of(twenty).flat(), signature: of(0), registers: of(0), register: [], fields: [], field: [] },
    ...{ value: [], heads: [], head: [] },
  }
  expect(reader.read(JSON.stringify({ columns }))).toHaveLength(1000)
  expect(reader.length()).toBeGreaterThan(1000 * 20 * 200)
})
