import fc from 'fast-check'
import { expect, test } from 'vitest'
import { judgingOn } from '#db/lifeline/large/judged-at.ts'
import { renewedColumns } from '#db/lifeline/large/renew-columns.ts'
import type { ReviewColumns } from '#db/lifeline/large/review-columns.ts'
import { askedOn, randomRegistry, stored } from './random-registry.ts'
import { wholeReview } from './review-told.ts'
import type { SmallRegistry } from './small-registry.ts'

const days = ['2014-01-01', '2017-12-31', '2018-05-01', '2018-11-20', '2018-12-31', '2019-06-01']
const aDay = fc.constantFrom(...days)
const anEnd = fc.option(aDay, { freq: 1 })
const sometimes = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 3 })
const anOrg = fc.nat(9).map(n => `o${String(n).padStart(3, '0')}`)
const aPerson = fc.nat(8).map(n => `p${String(n).padStart(3, '0')}`)
const anId = fc.nat(4).map(n => `x${n}`)

/** What is written of each table, whatever the rules look at of it. */
const columns = {
  org: {
    code: sometimes(fc.constantFrom('LH000010', 'LH000049', 'A1', 'Z9')),
    kind: fc.constantFrom('branch', 'branch', 'committee', 'general-branch'),
    branch_type: fc.constantFrom('ordinary', 'ordinary', 'temporary'),
    founded: sometimes(aDay),
    closed: fc.option(aDay, { freq: 1 }),
    short_name: sometimes(fc.constant('简称')),
    phone: sometimes(fc.constant('1')),
    members_approved: sometimes(fc.constant(60)),
  },
  placement: { org: anOrg, parent: anOrg, since: aDay, until: anEnd },
  decision: {
    org: anOrg,
    effective: aDay,
    was_kind: sometimes(fc.constant('committee')),
    was_code: sometimes(fc.constant('M5')),
    was_closed: anEnd,
  },
  person: {
    birth: sometimes(fc.constantFrom('1985-05-05', '1990-12-31', '2000-01-01')),
    joined: sometimes(fc.constantFrom('2010-05-01', '2018-03-01')),
    political: sometimes(fc.constantFrom('共青团员', '中共党员')),
    member_no: sometimes(fc.constantFrom('201844000301', '1')),
    fees_paid_to: sometimes(fc.constantFrom('2018-02', '2018-11')),
  },
  membership: {
    person: aPerson,
    org: sometimes(anOrg),
    since: aDay,
    until: anEnd,
    transfer: sometimes(anId),
  },
  standing: {
    person: aPerson,
    status: fc.constantFrom('normal', 'aged-out'),
    report: fc.constantFrom('pending', 'approved', 'returned'),
    since: aDay,
    until: anEnd,
  },
  post: {
    person: aPerson,
    org: anOrg,
    title: fc.constantFrom('书记', '组织委员'),
    since: sometimes(aDay),
    until: anEnd,
  },
  term: {
    org: anOrg,
    elected: aDay,
    years: sometimes(fc.constantFrom(1, 3)),
    extended_until: anEnd,
    approved_on: anEnd,
  },
  meeting: { org: anOrg, type: fc.constantFrom('支部大会', '支委会', '团课', '主题团日'), held_on: aDay },
  rating: {
    org: anOrg,
    year: fc.constantFrom(2016, 2017),
    score: sometimes(fc.constantFrom(500, 650, 900)),
    star: fc.constant('three'),
  },
  fee: {
    person: aPerson,
    year: fc.constantFrom(2017, 2018),
    paid_01: sometimes(fc.constant(500)),
    paid_11: sometimes(fc.constant(500)),
  },
  appraisal: {
    person: aPerson,
    year: fc.constantFrom(2016, 2017),
    result: sometimes(fc.constantFrom('excellent', 'good', 'failed')),
    registered: sometimes(fc.constant('registered')),
  },
  transfer: { person: aPerson, home: anOrg, target: sometimes(anOrg), asked: aDay, deadline: aDay },
  step: {
    subject: anId,
    org: anOrg,
    other: sometimes(anOrg),
    action: fc.constantFrom('relay', 'accept', 'refuse', 'cancel'),
    about: sometimes(anId),
    day: aDay,
  },
} as const
type Table = keyof typeof columns
const tables = Object.keys(columns) as readonly Table[]

/** What else the tables ask for. */
const rest: Readonly<Partial<Record<Table, Readonly<Record<string, unknown>>>>> = {
  org: { name: '组织', tier: 'street', name_key: '', pinyin: '', initials: '' },
  placement: { starts: '0000-00-00', follows: '[]', rank: '' },
  decision: { act: 'rename' },
  person: { name: '某', pinyin: '', initials: '' },
  membership: { since_known: 1, follows: '[]', rank: '' },
  standing: { follows: '[]', rank: '' },
  transfer: { way: 'inside', reason: '其他', fees: 'yes', posts: 'yes' },
  step: { of: 'transfer' },
}

const aWrite: fc.Arbitrary<Write> = fc.oneof(
  ...tables.map(table =>
    fc.record({
      table: fc.constant<Table | 'shadow'>(table),
      pick: fc.nat(),
      how: fc.constantFrom('insert' as const, 'update' as const, 'update' as const, 'remove' as const),
      row: fc.record<Record<string, string | number | null>>(columns[table]),
    }),
  ),
  fc.record({
    table: fc.constant<Table | 'shadow'>('shadow'),
    pick: fc.nat(4),
    how: fc.constantFrom('insert' as const, 'remove' as const),
    row: fc.record({ person: aPerson }),
  }),
)
type Write = {
  readonly table: Table | 'shadow'
  readonly pick: number
  readonly how: 'insert' | 'update' | 'remove'
  readonly row: Readonly<Record<string, string | number | null>>
}

let made = 0

function write({ database: db }: SmallRegistry, { table, pick, how, row }: Write): void {
  if (table === 'shadow') {
    if (how === 'remove') db.prepare('DELETE FROM shadow WHERE thing = ?').run(`x${pick}`)
    else
      db.prepare(
        "INSERT OR REPLACE INTO shadow (thing, entity, state, fields) VALUES (?, 'membership', 'parked', ?)",
      ).run(`x${pick}`, JSON.stringify(row))
    return
  }
  const ids = db.prepare<[], string>(`SELECT id FROM ${table} ORDER BY no`).pluck().all()
  const id = ids[pick % Math.max(ids.length, 1)]
  // What stands on top stays there.
  if (table === 'org' && id === 'o000') return
  if (how === 'insert' || id === undefined) {
    const ours =
      table === 'org'
        ? `o${String(pick % 10).padStart(3, '0')}`
        : table === 'person'
          ? `p${String(pick % 9).padStart(3, '0')}`
          : `x${pick % 5}`
    const isNew = db.prepare(`SELECT 1 FROM ${table} WHERE id = ?`).get(ours) === undefined
    const whole = { ...row, ...rest[table], id: isNew ? ours : `y${made++}` }
    const names = Object.keys(whole)
    // No circles, as in every registry: what hangs, hangs from one before it.
    if (table === 'placement' && String(row['parent']) >= String(row['org'])) return
    db.prepare(`INSERT INTO ${table} (${names.join()}) VALUES (${names.map(name => `@${name}`).join()})`).run(
      whole,
    )
  } else if (how === 'update') {
    if (table === 'placement' && String(row['parent']) >= String(row['org'])) return
    db.prepare(
      `UPDATE ${table} SET ${Object.keys(row)
        .map(name => `${name} = @${name}`)
        .join()} WHERE id = @id`,
    ).run({ ...row, id })
  } else db.prepare(`DELETE FROM ${table} WHERE id = ?`).run(id)
}

/** Everything that a review says, and by what it is brought up to date the next time, without how far was read. */
function toldBy({ renewing, ...columns }: ReviewColumns) {
  const { hung, byCode } = renewing
  const plain = Object.entries({ ...columns, ...hung, byCode }).map(([name, column]) => [
    name,
    Array.isArray(column) ? column : Array.from(column as Int32Array),
  ])
  return Object.fromEntries(plain)
}

test('a large review brought up to date after writes of any kind is the one that is made of everything', async () => {
  const counted = { renewed: 0, otherwise: 0 }
  await fc.assert(
    fc.asyncProperty(
      randomRegistry,
      fc.array(fc.array(aWrite, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 10 }),
      async (given, steps) => {
        const registry = stored(given)
        const scope = { root: 'o000', asOf: askedOn }
        try {
          let kept = await wholeReview(registry, scope)
          for (const step of steps) {
            for (const one of step) write(registry, one)
            const judging = await judgingOn(registry.reader, scope)
            const expected = await wholeReview(registry, scope)
            const found =
              judging.by === kept.renewing.by
                ? await renewedColumns(registry.reader, registry.database, judging, kept)
                : undefined
            if (found === undefined) counted.otherwise++
            else {
              expect(toldBy(found)).toEqual(toldBy(expected))
              counted.renewed++
            }
            kept = found ?? expected
          }
        } finally {
          registry.close()
        }
      },
    ),
    { numRuns: 30 },
  )
  expect(counted.renewed).toBeGreaterThan(100)
})
