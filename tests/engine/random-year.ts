import { createHash } from 'node:crypto'
import { orgActNames } from '#contract/orgs.ts'
import { Random } from '#db/sample/random.ts'
import { addDays, type IsoDay } from '#db/shared/day.ts'
import { type Pc, refusable, resultOf } from '#tests/fixtures/engine.ts'
import { inventedId } from '#tests/fixtures/small-district.ts'
import { lookInto, tablesOf } from '#tests/fixtures/table-dump.ts'

const firstDay = '2018-01-01' as IsoDay
const surnames = '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜'

export type Year = {
  /** What was done, and what was refused, by name. */
  readonly done: ReadonlyMap<string, number>
  readonly refused: ReadonlyMap<string, number>
  /** How many were taken back and compared with what was before. */
  readonly undone: number
  /** Those that taking back did not restore, each with its number. */
  readonly unrestored: readonly string[]
}

/**
 * Does so many things in a registry as its office might in a year, whatever comes to its mind: most are allowed, some are
 * refused. Every so manieth is taken back at once, and all values have to be what they were.
 */
export async function liveThroughAYear(
  pc: Pc,
  options: {
    readonly operations: number
    readonly seed: number
    readonly undoEvery: number
    /** Looks at what became of it, after each of them and after each that was taken back. */
    readonly look: (n: number, today: IsoDay) => void
  },
): Promise<Year> {
  const { operations, seed, undoEvery, look } = options
  const random = new Random(seed)
  const [done, refused] = [new Map<string, number>(), new Map<string, number>()]
  const unrestored: string[] = []
  let undone = 0
  const sets: number[] = []
  for (let n = 0; n < operations; n++) {
    const today = addDays(firstDay, Math.floor((n * 365) / operations))
    pc.setDay(today)
    const name = random.pick(weighted)
    const isChecked = n % undoEvery === undoEvery - 1
    const before = isChecked ? valuesOf(pc) : ''
    const changeSet = await refusable(() => ways[name](deskOf(pc, random, n, today), sets))
    const counted = changeSet === undefined ? refused : done
    counted.set(name, (counted.get(name) ?? 0) + 1)
    look(n, today)
    if (typeof changeSet !== 'number') continue
    sets.push(changeSet)
    if (!isChecked) continue
    const back = await refusable(() => resultOf(pc.ask.registry.undo({ changeSet, by: '李晓' })))
    if (back?.undone !== true) continue
    look(n, today)
    undone++
    if (valuesOf(pc) !== before) unrestored.push(`${n} ${name}`)
  }
  return { done, refused, undone, unrestored }
}

/** All values that a person can see, as one text. */
export function valuesOf({ folder }: Pc): string {
  return createHash('sha256')
    .update(JSON.stringify(tablesOf(folder)))
    .digest('hex')
}

/** Where somebody sits: what he can reach for, and what comes into his mind. */
function deskOf(pc: Pc, random: Random, n: number, today: IsoDay) {
  const some = (table: string): string => {
    const id = lookInto(pc.folder, db => {
      const last = db.prepare<[], number>(`SELECT coalesce(max(no), 0) FROM ${table}`).pluck().get() ?? 0
      const from = random.between(0, last)
      return db
        .prepare<[number], string>(`SELECT id FROM ${table} WHERE no >= ? ORDER BY no LIMIT 1`)
        .pluck()
        .get(from)
    })
    return id ?? 'nothing'
  }
  const day = () => addDays(today, -random.between(0, 300))
  const add = async (kind: string, set: Record<string, string>) =>
    (await pc.ask.records.add({ kind, set, by: '李晓' })).changeSet
  const edit = async (id: string, set: Record<string, string>) =>
    (await pc.ask.records.edit({ id, set, by: '李晓' })).changeSet
  return { pc, ask: pc.ask, random, n, today, some, day, add, edit, year: today.slice(0, 4) }
}
type Desk = ReturnType<typeof deskOf>
type Way = (desk: Desk, sets: readonly number[]) => Promise<number | null>

const ways = {
  person: ({ add, random, n, some }) => {
    const birth = `${random.between(1992, 2003)}-0${random.between(1, 9)}-1${random.between(0, 9)}`
    const name = `${random.pick([...surnames])}${random.pick([...'晓明丽华志强安宁'])}`
    return add('person', { name, id_number: inventedId(birth, n % 1000), org: some('org') })
  },
  'person edited': ({ edit, random, n, some }) => {
    const fields = [
      { phone: `138${String(n).padStart(8, '0')}` },
      { workplace: `第${n}中学` },
      { nation: '壮族' },
    ]
    return edit(some('person'), random.pick(fields))
  },
  'person moved': async ({ ask, some, random, day }) => {
    const add = { add: 'membership', set: { org: some('org') }, by: '李晓', on: day() }
    const many = { ids: [some('person')], ...add, leaveOut: random.chance(0.5) }
    return (await resultOf(ask.records.many(many))).changeSet
  },
  'person left': ({ add, some }) => add('membership', { person: some('person'), reason: 'aged-out' }),
  'person removed': async ({ ask, some }) =>
    (await ask.records.remove({ id: some('person'), reason: '录错了', by: '李晓' })).changeSet,
  'people merged': async ({ ask, some }) =>
    (
      await ask.records.mergePeople({
        person: some('person'),
        other: some('person'),
        choose: { id_number: 'older' },
        by: '李晓',
      })
    ).changeSet,
  transfer: async ({ ask, some, random }) => {
    const fees = { fees: random.chance(0.8) ? '已交清' : '', by: '李晓' }
    return (
      await ask.transfers.ask({
        person: some('person'),
        to: some('org'),
        endPosts: random.chance(0.5),
        ...fees,
      })
    ).changeSet
  },
  'transfer answered': async ({ ask, some, random }) => {
    const answer = { id: some('transfer'), by: '李晓', note: '核对过' }
    if (random.chance(0.6)) return (await ask.transfers.accept(answer)).changeSet
    return (await (random.chance(0.5) ? ask.transfers.refuse(answer) : ask.transfers.cancel(answer)))
      .changeSet
  },
  meeting: ({ add, some, random, day, n }) => {
    const type = random.pick(['团课', '支部大会', '支委会', '主题团日'])
    const expected = random.between(3, 30)
    const counts = { expected: String(expected), attended: String(random.between(0, expected + 1)) }
    return add('meeting', { org: some('org'), type, held_on: day(), topic: `议题${n}`, ...counts })
  },
  'meeting edited': ({ edit, some, n }) => edit(some('meeting'), { topic: `改${n}` }),
  post: ({ add, some, random, day }) =>
    add('post', {
      person: some('person'),
      org: some('org'),
      title: random.pick(['书记', '副书记', '组织委员']),
      former: 'ended',
      since: day(),
    }),
  'post ended': ({ edit, some, day }) => edit(some('post'), { until: day() }),
  term: ({ add, some, random, day }) =>
    add('term', { org: some('org'), elected: day(), years: random.pick(['2', '3', '5']) }),
  fee: ({ add, some, random, year }) =>
    add('fee', { person: some('person'), year, due: '2', [`paid_0${random.between(1, 9)}`]: '2' }),
  'fee edited': ({ edit, some, random }) => edit(some('fee'), { [`paid_0${random.between(1, 9)}`]: '3.5' }),
  appraisal: ({ add, some, random, year }) =>
    add('appraisal', { person: some('person'), year, result: random.pick(['excellent', 'good', 'basic']) }),
  rating: ({ add, some, random, year }) =>
    add('rating', { org: some('org'), year, score: String(random.between(0, 100)) }),
  removed: async ({ ask, some, random }) => {
    const id = some(random.pick(['meeting', 'post', 'term', 'fee', 'appraisal', 'rating', 'membership']))
    return (await ask.records.remove({ id, reason: '录错了', by: '李晓' })).changeSet
  },
  founded: ({ add, some, n, random }) =>
    add('org', {
      parent: some('org'),
      name: `新建第${n}团支部`,
      kind: random.chance(0.8) ? 'branch' : 'general-branch',
    }),
  'org edited': ({ edit, some, n }) => edit(some('org'), { phone: `0755${String(n).padStart(8, '0')}` }),
  'org act': async ({ ask, pc, some, random, n, day }) => {
    const act = random.pick(orgActNames)
    const closed = act === 'reopen' ? closedOrg(pc, random) : undefined
    const set = {
      rename: { name: `更名第${n}团支部` },
      kind: { kind: random.pick(['branch', 'general-branch']) },
      move: { parent: some('org') },
      merge: { into: some('org') },
      split: { name: `分设第${n}团支部`, members: numberOf(pc, some('person')) },
      close: { membersTo: some('org'), endPosts: 'yes' },
      reopen: {},
    }[act]
    const later = random.pick(['keep', 'replace'] as const)
    return (await ask.orgs.act({ act, org: closed ?? some('org'), set, later, on: day(), by: '李晓' }))
      .changeSet
  },
  'taken back': async ({ ask, random }, sets) => {
    if (sets.length === 0) return null
    const changeSet = sets[Math.max(0, sets.length - 1 - random.between(0, 30))] ?? 0
    const { undone, changeSet: by } = await resultOf(ask.registry.undo({ changeSet, by: '李晓' }))
    return undone ? by : null
  },
} satisfies Record<string, Way>
export const wayNames = Object.keys(ways) as (keyof typeof ways)[]

/** What an office does often stands here more than once. */
const weighted: (keyof typeof ways)[] = [
  ...wayNames,
  ...([
    'person',
    'person',
    'person',
    'person edited',
    'person edited',
    'meeting',
    'meeting',
    'fee',
    'fee',
  ] as const),
]

function closedOrg({ folder }: Pc, random: Random): string | undefined {
  const closed = lookInto(folder, db =>
    db.prepare<[], string>('SELECT id FROM org WHERE closed IS NOT NULL').pluck().all(),
  )
  return closed.length === 0 ? undefined : random.pick(closed)
}

function numberOf({ folder }: Pc, person: string): string {
  const find = (id: string) =>
    lookInto(folder, db =>
      db.prepare<[string], string | null>('SELECT id_number FROM person WHERE id = ?').pluck().get(id),
    )
  return find(person) ?? ''
}
