import { createRouterClient } from '@orpc/server'
import { expect, test } from 'vitest'
import { openEngine } from '#db/engine.ts'
import { type Change, digestOf, signedText } from '#db/journal/change.ts'
import { compareWithJournal } from '#db/journal/compare.ts'
import type { Entity, FieldType } from '#db/journal/entity.ts'
import { sign } from '#db/packets/format/keys/keys.ts'
import { hashAfter, startHash } from '#db/packets/format/top-hash.ts'
import { allKinds, officeKinds } from '#db/records/kinds.ts'
import { registryEntities } from '#db/registry/entities.ts'
import { Random } from '#db/sample/random.ts'
import { verified } from '#tests/fixtures/engine.ts'
import { processorTime } from '#tests/fixtures/processor-time.ts'
import { askEverything } from './ask-everything.ts'
import { EvilOffice } from './evil-office.ts'
import { begun, type OfficePc, told } from './world.ts'

/**
 * Every field of every kind of record with what nobody would write: an enrolled office writes packets whose signatures,
 * hashes and seals are right. Each is read in a sentence, and nothing that comes after it suffers.
 */

const long = '长'.repeat(10_001)
const deep = (depth: number) => JSON.parse(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`) as unknown
const days = ['9999-12-31', '0000-01-01', '2099-01-01', '99999-99-99', '2018-02-30', '-0001-01-01', '1e9']
const words = [
  '',
  ' ',
  '__proto__',
  'constructor',
  'NaN',
  'Infinity',
  '=1+1',
  '\u0000',
  '\u202e',
  '"',
  "'",
  '%',
  '\\',
]
const numbers = [-1, 0, 1.5, 2 ** 31, 2 ** 53, -(2 ** 53), 1e308, -1e-308]
const lists = [[], [''], ['x', 'x'], ['C-1', '__proto__'], ['2018-02-30'], [long.slice(1)]]
/** Values of a shape that a packet may carry, whatever the field is. */
const allowed: readonly unknown[] = [...days, ...words, ...numbers, ...lists, null, long.slice(1)]
/** Values that no packet may carry. */
const forbidden: readonly unknown[] = [
  ...[true, false, {}, [1], [null], [[['x']]], deep(5), deep(500)],
  ...[long, Array(10_001).fill('x')],
]

/** What an honest office would write into a field, near enough: from there on one thing is spoilt. */
function honest(entity: Entity, field: string, type: FieldType, pick: Pick): unknown {
  const to = entity.refs[field]
  if (to === 'org') return pick(['C', 'C-1', 'C-2'])
  if (to !== undefined) return pick(['own-person', `own-${to}`])
  if (type === 'integer') return pick([0, 1, 3, 2018])
  if (type === 'list') return pick([[], ['x'], ['own-person']])
  const kind = allKinds.find(({ name }) => name === entity.name)
  const schema = kind?.fields[field]?.schema
  const fits = [...choicesOf(kind?.fields[field]?.input), '2018-05-05', '2018-05', 'day', '某某'].filter(
    value => schema === undefined || schema.safeParse(value).success,
  )
  return fits.length === 0 ? '2018-05-05' : pick(fits)
}

function choicesOf(input: unknown): readonly string[] {
  if (typeof input !== 'object' || input === null || !('options' in input)) return []
  return (input.options as readonly (readonly [string, unknown])[]).map(([value]) => value)
}

type Pick = <T>(from: readonly T[]) => T
type Free = { -readonly [K in keyof Change]: unknown } & { origin: Record<string, unknown>; body: unknown }

/** A record of any kind, or an edit or a removal of one, with one to three things spoilt. */
function spoilt(evil: EvilOffice, pick: Pick, at: number, isAllowed: boolean): Change {
  const entity = pick([...registryEntities.values()])
  const fields: Record<string, unknown> = {}
  for (const types of Object.values(entity.registers))
    for (const [field, type] of Object.entries(types)) fields[field] = honest(entity, field, type, pick)
  const own = pick([`own-${entity.name}`, `new-${at}`, `new-${at}`])
  const made: Change = pick([
    () => evil.create(entity.name, fields as never, own),
    () => evil.create(entity.name, fields as never, own),
    () => {
      const register = pick(Object.keys(entity.registers))
      const values = Object.fromEntries(
        Object.keys(entity.registers[register] ?? {}).map(field => [field, fields[field]]),
      )
      return evil.edit(entity.name, own, register, values as never, {
        base: pick([[], ['1@x'], ['99@y', '98@y']]),
      })
    },
    () => evil.remove(entity.name, own, pick([[], ['1@x']])),
    () => evil.giveBack(pick([[], [[evil.writer, 1, 3]], [['nobody.w', 1, 2 ** 40]]])),
  ])()
  const free = structuredClone(made) as unknown as Free
  for (let left = pick([1, 1, 2, 3]); left > 0; left--) spoil(free, pick, isAllowed)
  return free as unknown as Change
}

const envelope = ['n', 'lamport', 'entity', 'thing', 'hangsOn', 'schema', 'signature', 'kind'] as const

/** Spoils one thing; where `isAllowed`, in a way that the format takes, so that whatever reads the values meets them. */
function spoil(change: Free, pick: Pick, isAllowed: boolean): void {
  const value = structuredClone(pick(isAllowed ? allowed : pick([allowed, forbidden])))
  const body = change.body as { set?: Record<string, Record<string, unknown>>; base?: unknown; saw?: unknown }
  const register = body.set?.[pick([...Object.keys(body.set ?? {}), ''])]
  const where = pick([...Array(6).fill('field'), 'more', 'base', 'origin', 'envelope', 'label'])
  if (where === 'field' && register !== undefined) register[pick(Object.keys(register))] = value
  else if (where === 'more' && body.set !== undefined)
    body.set[isAllowed ? pick(['newer', 'a'.repeat(64)]) : pick(['__proto__', 'X Y'])] = { x: value }
  else if (where === 'base' && body.set !== undefined)
    body.base = isAllowed ? pick([{}, { newer: ['9@z'] }, { name: ['1@x', '1@x'] }]) : value
  else if (where === 'base') body.saw = isAllowed ? ['1@x', '2@nobody'] : value
  else if (where === 'origin')
    change.origin[pick(isAllowed ? ['at', 'actor'] : ['at', 'office', 'firstN', 'writer', 'replica'])] =
      isAllowed ? pick(words) : value
  else if (where === 'label')
    change.origin['label'] = pick([
      value,
      { what: value },
      { what: 'import', file: value },
      isAllowed ? null : deep(7),
    ])
  else if (!isAllowed) change[pick(envelope)] = value
  else if (pick([true, false]))
    change.thing = pick(['__proto__', '\u0000', ' ', '"', '2018-05-05', 'x'.repeat(200)])
  else change.hangsOn = pick([[], ['C-1', 'C-1'], ['nobody'], ['__proto__'], Array(20).fill('C-1')])
}

/** Signed as it is now, whatever that is: only what cannot be written down at all stays without. */
function signedAnew(evil: EvilOffice, change: Change): Change {
  if (change.signature === null || typeof change.signature !== 'string') return change
  try {
    const signature = Buffer.from(sign(evil.keys, Buffer.from(signedText(change)))).toString('base64')
    return { ...change, signature }
  } catch {
    return change
  }
}

function topOf(changes: readonly Change[]) {
  let hash = startHash
  for (const change of changes) {
    try {
      hash = hashAfter(hash, change.origin.writer, change.n, digestOf(change))
    } catch {
      return { pos: changes.length, hash: 'f'.repeat(64) }
    }
  }
  return { pos: changes.length, hash }
}

const packets = Number(process.env['LIFELINE_RUNS'] ?? 40)
const wanted = process.env['LIFELINE_SEED'] ?? '20181231'
const seed = wanted === 'random' ? Date.now() % 2 ** 31 : Number(wanted)
const statuses = ['applied', 'refused', 'waiting', 'duplicate']

test(`${packets} packets of absurd fields under valid signatures are each read in a sentence, and the honest one behind them, too`, {
  timeout: 600_000,
}, async () => {
  const world = await begun()
  const random = new Random(seed)
  const pick: Pick = from => random.pick(from)
  const seen = new Map<string, number>()
  const own = new EvilOffice(world.C, world.C.keys, 'own')
  const person = world.C.person('C-1 one')
  await world.S.opens(
    await own.packet(world.S, {
      changes: [
        own.create('person', { name: '本人' }, 'own-person'),
        own.create(
          'membership',
          { person: 'own-person', org: 'C-1', since: '2016-01-01', since_known: 1, follows: [] },
          'own-membership',
        ),
      ],
    }),
  )
  for (let round = 0; round < packets; round++) {
    const evil = new EvilOffice(world.C, world.C.keys, `w${round}`)
    const isAllowed = pick([true, true, true, true, false])
    const changes = Array.from({ length: pick([1, 1, 2, 4]) }, (_, n) =>
      signedAnew(evil, spoilt(evil, pick, round * 10 + n, isAllowed)),
    )
    const lines = changes.map(change => JSON.stringify({ change }))
    const file = await evil.packet(world.S, {
      lines,
      manifest: { toTop: topOf(changes) },
      seals: sealsOf(evil, changes),
    })
    const worked = processorTime()
    const result = await world.S.opens(file).catch((error: unknown) => {
      throw new Error(`seed ${seed}, packet ${round}: ${lines.join('\n').slice(0, 3000)}`, { cause: error })
    })
    expect({ round, isSoon: worked() < 15_000 }).toEqual({ round, isSoon: true })
    expect(statuses).toContain(result.status)
    expect(result.message.zh.length + result.sentences.length).toBeGreaterThan(0)
    seen.set(result.status, (seen.get(result.status) ?? 0) + 1)
    if (round % 40 !== 39) continue
    await world.C.write(set => set.edit('person', person, { email: `round${round}@c` }))
    const after = await world.S.opens(await world.C.exportTo(world.S))
    expect({ round, ...told(after) }).toMatchObject({ round, status: 'applied' })
    expect(world.S.ids('SELECT email AS id FROM person WHERE id = ?', person)).toEqual([`round${round}@c`])
    expect({ round, differs: compareWithJournal(world.S.db, world.S.journal) }).toEqual({
      round,
      differs: [],
    })
  }
  // Neither all refused nor all taken: else nothing was tried.
  expect(seen.get('applied') ?? 0).toBeGreaterThan(packets / 5)
  expect(seen.get('refused') ?? 0).toBeGreaterThan(packets / 20)
  await world.S.opens(await world.C.exportTo(world.S))
  expect((await world.D.opens(await world.S.exportTo(world.D))).status).toBe('applied')
  for (const pc of [world.S]) await expectAnswers(pc)
})

/** Words that no list has: a newer program's, and names that every object has something under. */
const strange = ['newer', 'constructor', '__proto__', 'toString', 'valueOf']

test('a record of any kind with words that its lists do not have is shown as it stands, by every page', {
  timeout: 120_000,
}, async () => {
  const world = await begun()
  const evil = new EvilOffice(world.C)
  const person = evil.create('person', { name: '本人' }, 'own-person')
  const stay = { person: 'own-person', org: 'C-1', since: '2016-01-01', since_known: 1, follows: [] }
  const changes = [person, evil.create('membership', stay, 'own-membership')]
  for (const entity of registryEntities.values()) {
    const kind = allKinds.find(({ name }) => name === entity.name)
    for (const [at, word] of strange.entries()) {
      const fields: Record<string, unknown> = {}
      for (const types of Object.values(entity.registers))
        for (const [field, type] of Object.entries(types)) {
          const isWord = choicesOf(kind?.fields[field]?.input).length > 0
          fields[field] = isWord ? word : honest(entity, field, type, from => from.at(-1) as never)
        }
      const branch = `branch-${at}`
      if (entity.name === 'placement') Object.assign(fields, { org: branch, parent: 'C' })
      if (entity.name === 'membership') Object.assign(fields, { reason: null, transfer: null })
      const id = entity.name === 'org' ? branch : `own-${entity.name}${at === 0 ? '' : `-${at}`}`
      changes.push(evil.create(entity.name, fields as never, id === 'own-person' ? 'own-person-0' : id))
    }
  }
  const result = await world.S.opens(await evil.packet(world.S, { changes, seals: [evil.seal(changes)] }))
  expect(told(result)).toMatchObject({ status: 'applied' })
  expect(compareWithJournal(world.S.db, world.S.journal)).toEqual([])
  for (const table of ['org', 'task', 'meeting', 'work', 'rectification'])
    expect({
      table,
      n: world.S.ids(`SELECT id FROM ${table} WHERE id LIKE 'own-%' OR id LIKE 'branch-%'`).length,
    }).toEqual({ table, n: strange.length })
  await expectAnswers(world.S)
})

function sealsOf(evil: EvilOffice, changes: readonly Change[]) {
  try {
    return [evil.seal(changes)]
  } catch {
    return []
  }
}

/** `verify` is true, and whatever the office asks of its registry is answered or refused in a sentence. */
async function expectAnswers(pc: OfficePc): Promise<void> {
  const checks = (await verified(pc.folder)).checks.filter(check => !check.ok)
  expect({ place: pc.place, checks }).toEqual({ place: pc.place, checks: [] })
  const records = new Map(
    officeKinds.flatMap(({ name }) =>
      pc.ids(`SELECT id FROM "${name}" ORDER BY id DESC LIMIT 1`).map(id => [name, id] as const),
    ),
  )
  const people = pc.ids('SELECT id FROM person ORDER BY id').slice(-3)
  const orgs = [pc.org, 'C', 'C-1']
  await pc.session.close()
  const bugs: string[] = []
  const engine = await openEngine({
    folder: pc.folder,
    clock: { now: () => new Date('2018-12-31T04:00:00Z') },
    newId: () => 'unused',
    log: (_level, message, details) =>
      bugs.push(`${message}: ${details instanceof Error ? details.stack : ''}`),
    access: 'write',
  })
  const { asked, broken } = await askEverything(createRouterClient(engine.router), {
    orgs,
    people,
    records,
    kinds: officeKinds.map(({ name }) => name),
    rosters: ['members', 'orgs', 'cadres', 'work', 'ratings'],
  })
  await engine.close()
  expect({ place: pc.place, broken: broken.slice(0, 40), bugs: [...new Set(bugs)].slice(0, 20) }).toEqual({
    place: pc.place,
    broken: [],
    bugs: [],
  })
  expect(asked).toBeGreaterThan(200)
}
