import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Change, type Fields, isCreation, rangesOf } from '#db/journal/change.ts'
import { compareWithJournal } from '#db/journal/compare.ts'
import { readGivenBack } from '#db/packets/status/given-back.ts'
import { EvilOffice } from './evil-office.ts'
import { begun, exchange, type OfficePc, type Place, told, type World } from './world.ts'

/**
 * What an enrolled office writes about transfers and cases of others, and about its own that others have answered: steps of every
 * kind between any ends, stays by any transfer, edits, removals, returns of what it wrote, merges, in any order and over several
 * packets, while honest offices go on answering. `LIFELINE_RUNS` plays more histories than usual.
 */
const runs = Number(process.env['LIFELINE_RUNS'] ?? 1)

const acts = [
  'step',
  'step',
  'step',
  'stay',
  'transfer',
  'case',
  'edit',
  'remove',
  'return',
  'return',
  'merge',
  'lift',
  'day',
] as const
type Act = { readonly act: (typeof acts)[number]; readonly a: number; readonly b: number; readonly c: number }
const act = fc.record({ act: fc.constantFrom(...acts), a: fc.nat(60), b: fc.nat(60), c: fc.nat(60) })
const honest = ['accept', 'refuse', 'cancel', 'judge', 'give-back', 'move', 'nothing'] as const
type Round = {
  readonly evil: readonly Act[]
  readonly after: (typeof honest)[number]
  readonly direct: boolean
}
const round: fc.Arbitrary<Round> = fc.record({
  evil: fc.array(act, { minLength: 3, maxLength: 14 }),
  after: fc.constantFrom(...honest),
  direct: fc.boolean(),
})
const histories = fc.record({
  by: fc.constantFrom<Place>('C', 'S'),
  rounds: fc.array(round, { minLength: 1, maxLength: 3 }),
})

const pick = <T>(list: readonly T[], n: number): T => list[n % list.length] as T
const steps = {
  transfer: ['accept', 'refuse', 'cancel', 'relay'],
  rectification: ['submit', 'accept', 'return', 'dissolve', 'merge', 'reopen', 'withdraw', 'extend'],
}

const transfer = (person: string, home: string, target: string | null): Fields => ({
  ...{
    person,
    home,
    target,
    way: 'inside',
    place: null,
    reason: 'other',
    asked: '2018-12-20',
    deadline: '2019-01-09',
  },
  ...{ fees: 'paid', posts: 'none', note: null, stays: [] },
})
const aCase = (org: string): Fields => ({
  ...{ org, opened: '2018-10-08', rules: [], problems: ['没有书记'], measures: ['选举'] },
  ...{ owner: '李', liaison: '王', due: '2018-12-20' },
})
const step = (subject: string, of: string, action: string, org: string, more: Fields = {}): Fields => ({
  ...{ subject, of, action, org, day: '2018-12-30', saw: [], points: [], remarks: [], ...more },
})
const stay = (person: string, org: string, more: Fields = {}): Fields => ({
  ...{ person, org, since: '2018-12-31', since_known: 1, follows: [], ...more },
})

/** Transfers and cases in every state, of the evil office's part and of others'. */
async function withMatters(world: World): Promise<void> {
  const { C, C1, C2, D, S, S2 } = world
  await C.write(set => {
    set.create('transfer', transfer(C.person('C-1 one'), 'C-1', 'C2'), 'C-to-C2')
    set.create('transfer', transfer(C.person('C-1 two'), 'C-1', 'C1'), 'C-to-C1')
  })
  await C1.write(set => {
    set.create('transfer', transfer(C1.person('C1-1 one'), 'C1-1', 'C'), 'C1-to-C')
    set.create('transfer', transfer(C1.person('C1-1 two'), 'C1-1', 'C2'), 'C1-to-C2')
  })
  await C2.write(set => {
    set.create('transfer', transfer(C2.person('C2-1 one'), 'C2-1', 'C'), 'C2-to-C')
    set.create('transfer', transfer(C2.person('C2-1 two'), 'C2-1', null), 'C2-to-nobody')
  })
  await S.write(set => {
    set.create('rectification', aCase('C-1'), 'case-C')
    set.create('rectification', aCase('C1-1'), 'case-C1')
  })
  await S2.write(set => void set.create('rectification', aCase('C2-1'), 'case-C2'))
  await exchange(world)
  await C2.write(set => {
    const by = set.create(
      'membership',
      stay(C2.ids("SELECT person AS id FROM transfer WHERE id = 'C-to-C2'")[0] ?? '', 'C2-2', {
        transfer: 'C-to-C2',
      }),
      'came',
    )
    set.create('step', step('C-to-C2', 'transfer', 'accept', 'C-1', { other: 'C2', about: by }), 'accepted')
  })
  await S.write(set => {
    set.create('step', step('case-C', 'rectification', 'submit', 'C-1'), 'submitted-C')
    set.create('step', step('case-C1', 'rectification', 'submit', 'C1-1'), 'submitted-C1')
  })
  await exchange(world)
  await D.write(
    set =>
      void set.create(
        'step',
        step('case-C', 'rectification', 'accept', 'C-1', { about: 'submitted-C', saw: ['submitted-C'] }),
        'judged-C',
      ),
  )
  await exchange(world)
}

const tables = [
  'transfer',
  'step',
  'rectification',
  'membership',
  'person',
  'org',
  'placement',
  'merge',
] as const

type Row = Readonly<Record<string, unknown>>

/** All rows but those that the attacker made, and those that are about his own part. */
function others(pc: OfficePc, own: readonly string[]): Readonly<Record<string, string>> {
  const rows = tables.flatMap(table =>
    pc.db
      .prepare<[], Row>(`SELECT * FROM ${table}`)
      .all()
      .map(row => [`${table} ${String(row['id'])}`, textOf(row)] as const),
  )
  const isOthers = (key: string, text: string) =>
    !key.includes(' evil-') && !own.some(id => text.includes(`"${id}"`))
  return Object.fromEntries(rows.filter(([key, text]) => isOthers(key, text)))
}

function rowsOf(pc: OfficePc, ids: readonly string[]): readonly string[] {
  return ids.flatMap(id =>
    ['membership', 'step', 'rectification'].flatMap(table =>
      pc.db.prepare<[string], Row>(`SELECT * FROM ${table} WHERE id = ?`).all(id).map(textOf),
    ),
  )
}

function textOf({ no: _no, pristine: _pristine, ...row }: Row): string {
  return JSON.stringify(row)
}

/** What contradicts itself is told, and no change. */
const dropped = new Set([
  'signature-missing',
  'not-to-be-changed',
  'envelope-differs',
  'kinds-differ',
  'too-long',
  'not-of-its-version',
  'no-certificate',
])

class Attack {
  readonly evil: EvilOffice
  readonly world: World
  readonly made: Change[] = []
  readonly #orgs: readonly string[]
  #n = 0

  constructor(world: World, by: Place) {
    this.world = world
    this.evil = new EvilOffice(world[by])
    this.#orgs = ['C', 'C-1', 'C-2', 'C1', 'C1-1', 'C2', 'C2-1', 'S', 'S2', world.D.org]
  }

  of({ act, a, b, c }: Act): readonly Change[] {
    const { D } = this.world
    const id = `evil-${++this.#n}`
    const free = c % 3 === 0 ? { lamport: c % 2 === 0 ? 1 : 100_000 } : {}
    const matters = [
      'C-to-C2',
      'C-to-C1',
      'C1-to-C',
      'C1-to-C2',
      'C2-to-C',
      'C2-to-nobody',
      'case-C',
      'case-C1',
      'case-C2',
      ...this.made
        .filter(({ entity }) => entity === 'transfer' || entity === 'rectification')
        .map(({ thing }) => thing),
    ]
    const people = D.ids('SELECT id FROM person ORDER BY id')
    const all = D.ids(
      'SELECT id FROM step UNION ALL SELECT id FROM transfer UNION ALL SELECT id FROM rectification UNION ALL SELECT id FROM membership ORDER BY id',
    )
    const org = pick(this.#orgs, b)
    switch (act) {
      case 'step': {
        const subject = pick(matters, a)
        const of =
          subject.includes('case') ||
          this.made.some(one => one.thing === subject && one.entity === 'rectification')
            ? 'rectification'
            : 'transfer'
        const home =
          D.ids('SELECT home AS id FROM transfer WHERE id = ?', subject)[0] ??
          `${subject.replace('case-', '')}-1`
        const others = D.ids('SELECT id FROM step WHERE subject = ?', subject)
        const more = {
          other: of === 'transfer' ? pick([org, 'C', 'C2'], c) : null,
          saw: b % 2 ? others : [],
          about: others.at(-1) ?? null,
        }
        return [
          this.evil.create(
            'step',
            step(subject, of, pick(steps[of], b + c), c % 4 === 0 ? org : home, more),
            id,
            free,
          ),
        ]
      }
      case 'stay':
        return [
          this.evil.create(
            'membership',
            stay(pick(people, a), pick(['C-1', 'C-2', org], b), {
              transfer: pick([null, ...matters.filter(one => one.includes('to'))], c),
            }),
            id,
            free,
          ),
        ]
      case 'transfer':
        return [
          this.evil.create(
            'transfer',
            transfer(pick(people, a), pick(['C-1', org], c), pick(['C', 'C2', null, org], b)),
            pick([id, id, 'C1-to-C', 'C-to-C1'], c),
            free,
          ),
        ]
      case 'case':
        return [
          this.evil.create('rectification', aCase(pick(['C-1', org], c)), pick([id, 'case-C1'], c), free),
        ]
      case 'edit': {
        const thing = pick(all, a)
        const change = D.journal.changes.ofThing(thing)[0]
        if (change?.kind !== 'put') return []
        const [register = '', fields = {}] = pick(Object.entries(change.body.set), b)
        const said = Object.fromEntries(
          Object.entries(fields).map(([name, value]) => [
            name,
            typeof value === 'string' && c % 2 ? pick(['2018-01-01', 'x', org, pick(people, c)], c) : value,
          ]),
        )
        const base = [...new Set(Object.values(D.journal.absorber.headsOf(thing) ?? {}).flat())]
        return [
          this.evil.edit(change.entity, thing, register, said, { ...free, base, hangsOn: change.hangsOn }),
        ]
      }
      case 'remove': {
        const thing = pick(all, a)
        const change = D.journal.changes.ofThing(thing)[0]
        const saw = [...new Set(Object.values(D.journal.absorber.headsOf(thing) ?? {}).flat())]
        return change === undefined
          ? []
          : [this.evil.remove(change.entity, thing, saw, { ...free, hangsOn: change.hangsOn })]
      }
      case 'return': {
        const own = [...D.journal.changes.all()].filter(
          ({ origin }) => origin.replica === this.evil.keys.replica,
        )
        const some = [...own, ...this.made]
        if (some.length === 0) return []
        const named = [pick(some, a), pick(some, b)]
        return [this.evil.giveBack(rangesOf(named.map(({ origin, n }) => [origin.writer, n] as const)), free)]
      }
      case 'lift': {
        const back = this.made.filter(({ kind }) => kind === 'return')
        const mine = this.made.filter(one => one.kind === 'put' && isCreation(one) && one.entity !== 'step')
        if (back.length === 0 || mine.length === 0) return []
        const put = pick(mine, a)
        if (put.kind !== 'put') return []
        const [register = '', fields = {}] = pick(Object.entries(put.body.set), b)
        const { lamport, origin } = pick(back, c)
        return [
          this.evil.edit(put.entity, put.thing, register, fields, {
            base: [`${lamport}@${origin.writer}`],
            hangsOn: put.hangsOn,
          }),
        ]
      }
      case 'merge':
        return [
          this.evil.create(
            'merge',
            { of_entity: 'person', kept: pick(people, a), lost: pick(people, b), saw: [] },
            id,
            free,
          ),
        ]
      case 'day': {
        const stays = D.ids('SELECT id FROM membership ORDER BY id')
        const thing = pick(stays, a)
        return [
          this.evil.edit(
            'membership',
            thing,
            'since',
            { since: pick(['2015-01-01', '2018-12-31', '2019-06-01'], b), since_known: 1 },
            { base: [], hangsOn: D.journal.changes.ofThing(thing)[0]?.hangsOn ?? [] },
          ),
        ]
      }
    }
  }
}

/** Honest offices go on with what they see. */
async function goOn(world: World, what: (typeof honest)[number]): Promise<void> {
  const { C1, C2, D, S2 } = world
  const open = (pc: OfficePc, id: string) =>
    pc.ids(
      'SELECT id FROM transfer WHERE id = ? AND NOT EXISTS (SELECT 1 FROM step WHERE subject = transfer.id)',
      id,
    ).length > 0
  switch (what) {
    case 'accept':
      if (!open(C2, 'C1-to-C2')) return
      return C2.write(set => {
        const [person = ''] = C2.ids("SELECT person AS id FROM transfer WHERE id = 'C1-to-C2'")
        const about = set.create('membership', stay(person, 'C2-1', { transfer: 'C1-to-C2' }))
        set.create('step', step('C1-to-C2', 'transfer', 'accept', 'C1-1', { other: 'C2', about }))
      })
    case 'refuse':
      if (!open(C1, 'C-to-C1')) return
      return C1.write(
        set => void set.create('step', step('C-to-C1', 'transfer', 'refuse', 'C-1', { other: 'C1' })),
      )
    case 'cancel':
      if (!open(C2, 'C2-to-nobody')) return
      return C2.write(set => void set.create('step', step('C2-to-nobody', 'transfer', 'cancel', 'C2-1')))
    case 'judge':
      return D.write(
        set =>
          void set.create(
            'step',
            step('case-C1', 'rectification', 'return', 'C1-1', {
              about: 'submitted-C1',
              saw: ['submitted-C1'],
            }),
          ),
      )
    case 'give-back':
      return S2.write(set => set.edit('rectification', 'case-C2', { owner: '赵' }))
    case 'move': {
      const [person] = D.ids("SELECT person AS id FROM membership WHERE org = 'C1-2' AND until IS NULL")
      if (person === undefined) return
      return D.write(set => {
        set.create('membership', {
          ...stay(person, 'C2-2'),
          follows: D.ids('SELECT id FROM membership WHERE person = ? AND until IS NULL', person),
        })
      })
    }
    case 'nothing':
      return
  }
}

type History = { readonly by: Place; readonly rounds: readonly Round[] }

async function played({ by, rounds }: History): Promise<void> {
  const world = await begun()
  await withMatters(world)
  const attack = new Attack(world, by)
  const { D, S, S2, C1, C2 } = world
  const [above, watched] = by === 'S' ? [D, [D, S2, C2]] : [S, [D, S, S2, C1, C2]]
  const part = by === 'S' ? ['S', 'C', 'C-1', 'C-2', 'C1', 'C1-1', 'C1-2'] : ['C', 'C-1', 'C-2']
  // Whom another office offered to C, C may take in.
  const own = [
    ...part,
    ...D.ids(
      `SELECT person AS id FROM membership WHERE org IN (SELECT value FROM json_each(?))
       UNION SELECT person FROM transfer WHERE target = 'C'`,
      JSON.stringify(part),
    ),
  ]
  const settled = [
    'came',
    'accepted',
    'judged-C',
    'submitted-C',
    'case-C',
    ...(by === 'C' ? ['submitted-C1'] : []),
  ]
  const seenBy = (pc: OfficePc) => ({
    place: pc.place,
    others: others(pc, own),
    settled: rowsOf(pc, settled),
  })
  for (const { evil, after, direct } of rounds) {
    const to = direct ? D : above
    const changes = evil.flatMap(one => attack.of(one))
    attack.made.push(...changes)
    const before = watched.map(seenBy)
    const file = await attack.evil.packet(to, { changes, seals: [attack.evil.seal(changes)] })
    const preview = await to.preview(file)
    const result = await to.opens(file)
    expect(told(result).status).toMatch(/applied|duplicate/)
    // Whatever is given back was told before, and is listed with its reason.
    if (preview.status === 'preview') expect(preview.returned).toEqual(result.returned)
    const listed = new Set(readGivenBack(to.db, 1000).map(({ reason }) => reason.en))
    const isListed = ({ code, message }: (typeof result.returned)[number]) =>
      dropped.has(code) || listed.has(message.en)
    expect(result.returned.filter(one => !isListed(one))).toEqual([])
    if (to !== D) await D.opens(await to.exportTo(D))
    else if (by === 'C') await S.opens(await D.exportTo(S))
    expect(watched.map(seenBy)).toEqual(before)
    for (const pc of watched) expect(compareWithJournal(pc.db, pc.journal)).toEqual([])
    await goOn(world, after)
    await exchange(world, by === 'S' ? ['S', 'C', 'C1'] : ['C'])
  }
}

test('whatever an office writes of transfers and cases changes nothing of others, and is told and listed where it is given back', {
  timeout: 30_000 + runs * 30_000,
}, async () => {
  await fc.assert(fc.asyncProperty(histories, played), { numRuns: runs })
})
