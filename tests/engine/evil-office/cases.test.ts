import { describe, expect, test } from 'vitest'
import { type Change, digestOf, rangesOf, versionOf } from '#db/journal/change.ts'
import { namedAfter } from '#db/journal/names.ts'
import { casesOf, findCase } from '#db/registry/cases/read-cases.ts'
import { tellCases } from '#db/registry/cases/tell-cases.ts'
import { undoChangeSet } from '#db/registry/procedures/undo-change-set.ts'
import { day } from '#tests/db/lifeline/healthy.ts'
import { EvilOffice, type Free } from './evil-office.ts'
import { begun, exchange, noReport, type OfficePc, sentences, type World } from './world.ts'

/** A case that a street handed in: whatever its program writes, it is for the district to end, and stays as it was judged. */

const matter = 'weak-C-1'
const problems = ['没有书记']
const aCase = {
  ...{ org: 'C-1', opened: '2018-10-08', rules: [], problems, measures: ['选举'] },
  ...{ owner: '李', liaison: '王', due: '2018-12-20' },
}
const step = (action: string, more: Readonly<Record<string, string | string[]>> = {}) => ({
  ...{ subject: matter, of: 'rectification', action, org: 'C-1', day: '2018-12-30', saw: [], points: [] },
  ...{ remarks: [], ...more },
})

/** The street opened the case and handed it in, and everybody knows; the district may have answered. */
async function handedIn(answer?: 'accept' | 'return'): Promise<World> {
  const world = await begun()
  await world.S.write(set => set.create('rectification', aCase, matter))
  await world.S.write(set => set.create('step', step('submit'), 'asked'))
  await exchange(world)
  if (answer !== undefined) {
    const said = step(answer, { about: 'asked', saw: ['asked'] })
    await world.D.write(set => set.create('step', said, 'judged'))
    await exchange(world)
  }
  return world
}

const stateAt = async ({ session }: OfficePc) => {
  const known = await findCase(session.reader(), matter, day('2018-12-31'))
  return known && { state: known.state, by: known.by?.id, due: known.due }
}

/** What the district says of each change of the packet that it did not take. */
async function opened(world: World, changes: readonly Change[]): Promise<readonly string[]> {
  const evil = new EvilOffice(world.S, world.S.keys, 'courier')
  const result = await world.D.opens(await evil.packet(world.D, { changes, seals: [evil.seal(changes)] }))
  return result.returned.map(({ code }) => code)
}

const waiting = { state: 'submitted', by: 'asked', due: '2018-12-20' }
const cleared = { state: 'cleared', by: 'judged', due: '2018-12-20' }

describe.each(['merge', 'dissolve'])(
  'what waits for its judgement is not ended by %s of who handed it in',
  how => {
    const frees: readonly (readonly [string, Free])[] = [
      ['as it is', {}],
      ['under the rank of before it was handed in', { lamport: 1 }],
    ]
    test.each(frees)('%s', async (_, free) => {
      const world = await handedIn()
      const evil = new EvilOffice(world.S, world.S.keys, 'evil-ends')
      const end = evil.create('step', step(how, { saw: ['asked'] }), 'ended', free)
      expect(await opened(world, [end])).toEqual(['own-submission'])
      expect(await stateAt(world.D)).toEqual(waiting)
      await exchange(world)
      expect(await stateAt(world.C)).toEqual(waiting)
      expect(await stateAt(world.S)).toEqual(waiting)
    })
  },
)

test('an office that hands in and ends in one packet, or accepts under another name, is given back what is not its own', async () => {
  const world = await begun()
  await world.S.write(set => set.create('rectification', aCase, matter))
  await exchange(world)
  const evil = new EvilOffice(world.S)
  const founded = namedAfter(world.S.keys.replica, 'founded')
  const changes = [
    evil.create('step', step('submit'), 'asked'),
    evil.create('step', step('merge', { saw: ['asked'] }), 'ended'),
    evil.create('step', step('accept', { about: 'asked', saw: ['asked'] }), 'accepted', { office: founded }),
    evil.create('step', step('dissolve', { saw: ['asked'] }), 'closed', { office: founded }),
  ]
  expect(await opened(world, changes)).toEqual(['own-submission', 'own-submission', 'own-submission'])
  expect(await stateAt(world.D)).toEqual(waiting)
})

test('a step that says to be of another kind of matter than the one it is about is for nobody', async () => {
  const world = await handedIn()
  const evil = new EvilOffice(world.S)
  const said = step('accept', { about: 'asked', saw: ['asked'] })
  const changes = ['transfer', 'frozen_year', 'of-a-newer-program'].map((of, at) =>
    evil.create('step', { ...said, of }, `accepted-${at}`),
  )
  expect(await opened(world, changes)).toHaveLength(3)
  expect(await stateAt(world.D)).toEqual(waiting)
})

test('what the office above judged stays judged: no earlier rank, no return and no edit from below undoes it', async () => {
  const world = await handedIn('accept')
  const evil = new EvilOffice(world.S)
  const [base] = Object.values(world.S.journal.absorber.headsOf(matter) ?? {})
  const asked = [...world.S.journal.changes.all()].filter(
    ({ thing }) => thing === 'asked' || thing === matter,
  )
  const changes = [
    evil.create('step', step('submit'), 'asked-before', { lamport: 1 }),
    evil.create('step', step('merge'), 'merged-before', { lamport: 1 }),
    ...asked.map(({ origin, n }) => evil.giveBack(rangesOf([[origin.writer, n]]))),
    evil.edit('rectification', matter, 'due', { due: '2019-12-20' }, { lamport: 2, base: base ?? [] }),
  ]
  const codes = await opened(world, changes)
  expect(await stateAt(world.D)).toEqual(cleared)
  expect(codes).toHaveLength(5)
  await exchange(world)
  for (const pc of [world.C, world.S]) expect(await stateAt(pc)).toEqual(cleared)
})

test('what was granted to be corrected stays so, whoever writes once more what stood there and has it given back', async () => {
  const world = await handedIn('accept')
  const asking = { points: ['due'], remarks: ['2019-01-20'], saw: ['asked', 'judged'] }
  await world.S.write(set => set.create('step', step('correct', asking), 'wish'))
  await exchange(world)
  const answer = step('grant', { about: 'wish', saw: ['asked', 'judged', 'wish'] })
  await world.D.write(set => set.create('step', answer, 'granted'))
  await exchange(world)
  const corrected = { ...cleared, due: '2019-01-20' }
  expect(await stateAt(world.D)).toEqual(corrected)
  const evil = new EvilOffice(world.C2)
  const late = { hangsOn: ['C-1'], lamport: 100_000 }
  const again = evil.edit('rectification', matter, 'due', { due: '2018-12-20' }, late)
  const result = await world.D.opens(await evil.packet(world.D, { changes: [again] }))
  expect(result.returned.map(({ code }) => code)).toEqual(['case-locked'])
  for (const pc of [world.D, world.S, world.C]) expect(await stateAt(pc)).toEqual(corrected)
})

test('what was handed in stays as it was judged, whatever else its author says to have written under its number', async () => {
  const world = await handedIn('accept')
  const evil = new EvilOffice(world.S)
  const asked = [...world.D.journal.changes.all()].find(({ thing }) => thing === 'asked')
  if (asked === undefined) throw new Error('the street handed it in')
  const { writer, firstN } = asked.origin
  let other = asked
  for (let salt = 0; digestOf(other) >= digestOf(asked); salt++)
    other = evil.create('step', step('note', { note: `${salt}` }), 'other', { writer, firstN, n: asked.n })
  const result = await world.D.opens(await evil.packet(world.D, { changes: [other] }))
  expect(sentences(result)).toContain('1 change of S says something else than is known')
  expect(await stateAt(world.D)).toEqual(cleared)
})

test('what was judged stays so where somebody made a step under that id before it came', async () => {
  const world = await handedIn()
  await world.D.write(set => set.create('step', step('accept', { about: 'asked', saw: ['asked'] }), 'judged'))
  const evil = new EvilOffice(world.C)
  const claim = evil.create('step', step('note'), 'judged', { lamport: 1 })
  expect((await world.S.opens(await evil.packet(world.S, { changes: [claim] }))).returned).toEqual([])
  await exchange(world, ['C'])
  for (const pc of [world.D, world.S]) expect([pc.place, await stateAt(pc)]).toEqual([pc.place, cleared])
  const again = evil.edit('rectification', matter, 'owner', { owner: '某' }, { hangsOn: ['C-1'] })
  const late = await world.S.opens(await evil.packet(world.S, { changes: [again] }))
  expect(late.returned.map(({ code }) => code)).toEqual(['case-locked'])
})

test('only an answer from above keeps an office from taking its own step back', async () => {
  const world = await handedIn()
  const { changeSet } = await world.S.journal.write({ label: { what: 'test' }, actor: 'S' }, set =>
    set.create('rectification', { ...aCase, org: 'C-2' }, 'of-C-2'),
  )
  expect(changeSet).not.toBeNull()
  const noted = await world.S.journal.write({ label: { what: 'test' }, actor: 'S' }, set =>
    set.create('step', { ...step('note'), subject: 'of-C-2', org: 'C-2' }, 'note-of-S'),
  )
  await exchange(world)
  const evil = new EvilOffice(world.C)
  const named = evil.create('step', {
    ...step('note', { about: 'note-of-S', saw: ['note-of-S'] }),
    ...{ subject: 'of-C-2', org: 'C-2' },
  })
  const result = await world.S.opens(await evil.packet(world.S, { changes: [named] }))
  expect(result.returned).toEqual([])
  const asked = { changeSet: noted.changeSet ?? 0, by: '', dryRun: false }
  expect(await undoChangeSet(world.S.session, asked, noReport)).toMatchObject({ undone: true })
})

test.each([
  ['return', 1],
  ['return', 100_000],
  ['accept', 1],
  ['accept', 100_000],
] as const)(
  'what the office above judged (%s) is not said anew under the id of its judgement, of the case or of what was handed in, %i',
  async (answer, lamport) => {
    const world = await handedIn(answer)
    const before = await stateAt(world.D)
    const evil = new EvilOffice(world.S)
    const again = ['judged', 'asked'].flatMap(id =>
      ['submit', 'merge', 'dissolve'].map((action, at) =>
        evil.create('step', step(action, { saw: ['asked'] }), id, { lamport: lamport + at }),
      ),
    )
    const changes = [
      ...again,
      ...(answer === 'accept'
        ? [evil.create('rectification', { ...aCase, due: '2019-12-20' }, matter, { lamport: lamport + 9 })]
        : []),
    ]
    await opened(world, changes)
    expect(await stateAt(world.D)).toEqual(before)
    await exchange(world)
    for (const pc of [world.C, world.D]) expect(await stateAt(pc)).toEqual(before)
  },
)

test('what an office may do stands: it ends what was returned to it', async () => {
  const world = await handedIn('return')
  await world.S.write(set => set.create('step', step('merge', { saw: ['asked', 'judged'] }), 'ended'))
  await exchange(world)
  expect(await stateAt(world.D)).toMatchObject({ state: 'merged', by: 'ended' })
})

test('what an office may do stands: it ends what an office below it handed in', async () => {
  const other = await begun()
  await other.S.write(set => set.create('rectification', aCase, matter))
  await exchange(other)
  await other.C.write(set => set.create('step', step('submit'), 'asked'))
  await exchange(other)
  await other.S.write(set => set.create('step', step('dissolve', { saw: ['asked'] }), 'ended'))
  await exchange(other)
  expect(await stateAt(other.D)).toMatchObject({ state: 'dissolved', by: 'ended' })
})

test('no step is removed, neither the judgement nor what it judged, by whoever keeps the branch', async () => {
  const world = await handedIn('accept')
  const evil = new EvilOffice(world.C)
  const headsOf = (thing: string) => [
    ...new Set(Object.values(world.C.journal.absorber.headsOf(thing) ?? {}).flat()),
  ]
  const changes = ['judged', 'asked'].map(id => evil.remove('step', id, headsOf(id)))
  const file = await evil.packet(world.S, { changes, seals: [evil.seal(changes)] })
  const result = await world.S.opens(file)
  expect(result.returned.map(({ code }) => code)).toEqual(['step-kept', 'step-kept'])
  await exchange(world, ['C'])
  for (const pc of [world.S, world.D]) expect(await stateAt(pc)).toEqual(cleared)
})

test('of hundreds of cases of one organization each names a few beside it, not all', async () => {
  const world = await begun()
  const evil = new EvilOffice(world.S)
  const changes = Array.from({ length: 300 }, (_, n) => evil.create('rectification', aCase, `case-${n}`))
  await world.D.opens(await evil.packet(world.D, { changes, seals: [evil.seal(changes)] }))
  const reader = world.D.session.reader()
  const asOf = day('2018-12-31')
  const told = await tellCases(reader, await casesOf(reader, ['C-1'], asOf), {
    office: world.D.org,
    asOf,
    hasParentOffice: false,
  })
  expect(told.length).toBe(300)
  expect(
    told.map(({ id, beside }) => beside.length === 10 && !beside.some(other => other.id === id)),
  ).toEqual(told.map(() => true))
})

test.each(['judged', 'handed in'])(
  'what a case says is not changed by taking back that something of it was taken back, once it is %s',
  async when => {
    const world = await begun()
    const evil = new EvilOffice(world.S)
    const made = evil.create('rectification', aCase, matter)
    const edit = evil.edit(
      'rectification',
      matter,
      'due',
      { due: '2019-12-20' },
      { base: [versionOf(made)], hangsOn: ['C-1'] },
    )
    const undone = evil.giveBack(rangesOf([[edit.origin.writer, edit.n]]))
    const asked = evil.create('step', step('submit'), 'asked')
    expect(await opened(world, [made, edit, undone, asked])).toEqual([])
    if (when === 'judged') {
      const said = step('accept', { about: 'asked', saw: ['asked'] })
      await world.D.write(set => set.create('step', said, 'judged'))
    }
    const before = await stateAt(world.D)
    expect(before).toEqual(when === 'judged' ? cleared : waiting)
    const again = evil.giveBack(rangesOf([[undone.origin.writer, undone.n]]))
    expect(await opened(world, [again])).toEqual(['case-locked'])
    expect(await stateAt(world.D)).toEqual(before)
  },
)
