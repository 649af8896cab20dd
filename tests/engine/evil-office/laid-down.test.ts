import { expect, test } from 'vitest'
import { formOf, listed } from '#db/forms/procedures/kept-forms.ts'
import type { Change } from '#db/journal/change.ts'
import { compareWithJournal } from '#db/journal/compare.ts'
import { namedAfter } from '#db/journal/names.ts'
import { contentIn, yearNamed } from '#db/lifeline/annual/known-years.ts'
import { sealContent } from '#db/lifeline/annual/sealed-content.ts'
import { defaultRulePack } from '#db/lifeline/packs/default-rule-pack.ts'
import { listPacks } from '#db/lifeline/packs/list-packs.ts'
import { defaultPack } from '#db/lifeline/packs/pack.ts'
import { packInForce } from '#db/lifeline/packs/pack-in-force.ts'
import { downwardKinds } from '#db/records/kinds.ts'
import { broughtFigures } from '#db/records/ledger/district-figures.ts'
import { readAskedWords } from '#db/registry/acts/asked-words.ts'
import { readMeasures } from '#db/registry/acts/measures.ts'
import { readWorkTypes } from '#db/registry/acts/work-types.ts'
import { registryEntities } from '#db/registry/entities.ts'
import { readFigures } from '#db/reports/figures.ts'
import { day } from '#tests/db/lifeline/healthy.ts'
import { EvilOffice } from './evil-office.ts'
import { begun, exchange, type OfficePc, picture, sentences, type World } from './world.ts'

/**
 * What an office lays down for all below it (figures of reports, types of work, rule packs, blank forms, tasks, closed
 * periods), and years that are frozen: whoever stands below counts and judges nobody above him, or beside him, by his own.
 */

/** From the community by its street, and straight to the district. */
async function everywhere(world: World, changes: readonly Change[], evil: EvilOffice): Promise<string> {
  const sent = { changes, seals: [evil.seal(changes)] }
  const first = await world.S.preview(await evil.packet(world.S, sent))
  await world.S.opens(await evil.packet(world.S, sent))
  await world.D.opens(await world.S.exportTo(world.D))
  await world.D.opens(await evil.packet(world.D, sent))
  return sentences(first)
}

const above = (world: World): readonly OfficePc[] => [world.S, world.D, world.S2]

test('a figure of a community counts nothing for the offices above it in place of theirs', async () => {
  const world = await begun()
  const [brought] = broughtFigures
  const question = (type: string) => JSON.stringify({ of: 'work', where: [{ field: 'type', is: [type] }] })
  const made = (org: string, key: string, type: string) => ({ org, key, name: key, question: question(type) })
  await world.D.write(set => set.create('figure', made(world.D.org, 'of-the-district', '讲座'), 'real'))
  await exchange(world)
  const evil = new EvilOffice(world.C)
  const key = brought?.key ?? ''
  const changes = [
    evil.create('figure', made('C', key, '谎报')),
    evil.create('figure', made('C', 'of-the-district', '谎报')),
    evil.create('figure', made('C', 'of-its-own', '谎报')),
  ]
  expect(await everywhere(world, changes, evil)).toContain('figure')
  for (const pc of above(world)) {
    const reader = pc.session.reader()
    const figures = new Map((await readFigures(reader)).map(one => [one.key, one]))
    expect({ pc: pc.place, issuer: figures.get(key)?.issuer }).toEqual({ pc: pc.place, issuer: null })
    expect(figures.get('of-the-district')?.issuer).toBe('D')
    const where = (await readMeasures(reader)).find(key)
    expect(where).toMatchObject({ by: 'figure', name: brought?.name.zh })
    expect([...(await readAskedWords(reader)).keys()]).not.toContain('谎报')
  }
})

test('a type of work of a community gives the types of others neither fields nor names', async () => {
  const world = await begun()
  const evil = new EvilOffice(world.C)
  const type = (org: string, name: string, also: string[], own: Readonly<Record<string, string>>) => ({
    ...{ org, name, also, own: JSON.stringify(own) },
  })
  const changes = [
    evil.create('work_type', type('C', '谎报', ['讲座', '宣讲'], { 人数: 'text' })),
    evil.create('work_type', type('C', '主题团课', [], { 人数: 'text' })),
  ]
  await everywhere(world, changes, evil)
  await world.D.write(set => {
    set.create('work_type', type(world.D.org, '讲座', [], { 听众: 'number' }), 'talks')
    set.create('work_type', type(world.D.org, '主题团课', [], { 人数: 'number' }), 'lessons')
  })
  await exchange(world, ['C'])
  for (const pc of [world.S, world.D]) {
    const types = await readWorkTypes(pc.session.reader())
    expect({ pc: pc.place, ...types.get('讲座') }).toMatchObject({
      pc: pc.place,
      name: '讲座',
      own: { 听众: 'number' },
    })
    expect(types.get('主题团课')?.own).toEqual({ 人数: 'number' })
  }
})

test('a rule pack of an organization that hangs nowhere, or of a community, judges nobody above', async () => {
  const world = await begun()
  const evil = new EvilOffice(world.C)
  const founded = namedAfter(world.C.keys.replica, 'founded')
  const about = { year: 2199, version: 99, since: '2018-12-01' }
  const body = JSON.stringify({ ...defaultRulePack, ...about })
  const pack = (org: string) => ({ org, ...about, name: 'evil', body })
  const org = (name: string) => ({ name, tier: 'community', kind: 'branch', branch_type: 'ordinary' })
  const changes = [
    evil.create('org', org('own'), founded),
    evil.create('rule_pack', pack(founded), 'by-founded'),
    evil.create('rule_pack', pack('C'), 'by-C'),
    evil.create('org', org('under'), 'C-9'),
    evil.create('placement', { org: 'C-9', parent: 'C', since: '2018-01-01', follows: [] }, 'place-of-C-9'),
    evil.create('rule_pack', pack('C-9'), 'by-C-9'),
  ]
  await everywhere(world, changes, evil)
  const [saw] = Object.values(world.S.journal.absorber.headsOf('place-of-C-9') ?? {})
  const gone = evil.remove('placement', 'place-of-C-9', saw ?? [], { hangsOn: ['C-9', 'C'] })
  await everywhere(world, [gone], evil)
  for (const pc of above(world)) {
    const { pack: inForce } = await packInForce(pc.session.reader(), day('2018-12-31'))
    const known = await listPacks(pc.session.reader(), day('2018-12-31'))
    const judging = known.filter(({ judges }) => judges).map(({ id }) => id)
    expect({ pc: pc.place, inForce: inForce.id, judging }).toEqual({
      ...{ pc: pc.place, inForce: defaultPack.id, judging: [defaultPack.id] },
    })
  }
})

test('blank forms of a community, however many, hide none of the forms of the offices above it', async () => {
  const world = await begun()
  const form = (org: string, name: string) => ({ org, name, files: [] })
  await world.D.write(set => set.create('blank_form', form(world.D.org, '季报'), 'real'))
  await exchange(world)
  const evil = new EvilOffice(world.C)
  const changes = Array.from({ length: 600 }, (_, i) =>
    evil.create('blank_form', form('C', i === 0 ? '季报' : `表${i}`)),
  )
  await everywhere(world, changes, evil)
  for (const pc of [world.S, world.D]) {
    const forms = await listed(pc.session)
    expect({ pc: pc.place, first: forms[0]?.id }).toEqual({ pc: pc.place, first: 'real' })
    expect((await formOf(pc.session, '季报')).known.id).toBe('real')
  }
})

/** A year that the street has frozen, and the district has confirmed. */
async function frozen(): Promise<{ world: World; content: ReturnType<typeof sealContent> }> {
  const world = await begun()
  const none = { orgs: [], findings: [], rulings: [], cases: [], figures: [], unjudged: [] }
  const content = sealContent({
    ...{ format: 1, office: { id: 'S', code: null, name: 'S' }, year: 2018, day: '2018-12-31' },
    ...{ pack: { id: defaultPack.id, name: { zh: '包', en: 'pack' } }, ...none },
  })
  const { hash, size, parts } = content
  await world.S.write(set => {
    const year = {
      org: 'S',
      year: 2018,
      day: '2018-12-31',
      pack: defaultPack.id,
      hash,
      size,
      parts: parts.length,
    }
    set.create('frozen_year', year, 'year-of-S')
    for (const [n, body] of parts.entries())
      set.create('frozen_part', { org: 'S', of: 'year-of-S', n, body }, `part-${n}`)
  })
  const step = { subject: 'year-of-S', of: 'frozen_year', org: 'S', day: '2018-12-31' }
  await world.S.write(set => set.create('step', { ...step, action: 'approve', saw: [] }, 'approved'))
  await exchange(world)
  await world.D.write(set =>
    set.create('step', { ...step, action: 'confirm', about: 'approved', saw: ['approved'] }, 'confirmed'),
  )
  await exchange(world)
  return { world, content }
}

test('nobody adds a part to a year that another office froze, or to one that was approved', async () => {
  const { world, content } = await frozen()
  const part = (org: string) => ({ org, of: 'year-of-S', n: 0, body: 'evil' })
  const community = new EvilOffice(world.C)
  await everywhere(world, [community.create('frozen_part', part('C'), '0-evil')], community)
  const street = new EvilOffice(world.S)
  const changes = [street.create('frozen_part', part('S'), '0-too')]
  const result = await world.D.opens(await street.packet(world.D, { changes, seals: [street.seal(changes)] }))
  expect(result.returned.map(({ code }) => code)).toEqual(['year-approved'])
  for (const pc of [world.S, world.D]) {
    const reader = pc.session.reader()
    const known = await yearNamed(reader, 'year-of-S')
    expect({ pc: pc.place, state: known.state }).toEqual({ pc: pc.place, state: 'confirmed' })
    expect({ pc: pc.place, ...(await contentIn(reader, known)) }).toMatchObject({
      content: { office: { id: 'S' } },
    })
  }
  expect(content.parts).toHaveLength(1)
})

test('what the offices above laid down is edited, removed, returned and excepted from by nobody below', async () => {
  const world = await begun()
  const kinds = [...registryEntities.values()].filter(({ name }) => downwardKinds.includes(name))
  const fields = (name: string, org: string) => {
    const { registers = {} } = registryEntities.get(name) ?? {}
    const said = Object.values(registers).flatMap(types => Object.entries(types))
    return Object.fromEntries(
      said.map(([field, type]): [string, string | number | string[]] => {
        if (field === 'org') return [field, org]
        return [field, type === 'integer' ? 2018 : type === 'list' ? [] : '2018-01-01']
      }),
    )
  }
  await world.D.write(set => {
    for (const { name } of kinds) set.create(name, fields(name, world.D.org), `${name}-of-D`)
  })
  await world.S.write(set => {
    for (const { name } of kinds) set.create(name, fields(name, 'S'), `${name}-of-S`)
  })
  await exchange(world)
  const rows = (pc: OfficePc) =>
    kinds.map(({ name }) =>
      pc.db
        .prepare<[], Record<string, unknown>>(`SELECT * FROM ${name} WHERE org <> 'C' ORDER BY id`)
        .all()
        .map(({ no: _no, pristine: _pristine, ...row }) => row),
    )
  const before = [world.D, world.S, world.S2].map(rows)
  expect(before.map(found => found.map(({ length }) => length))).toEqual(
    [2, 2, 1].map(each => kinds.map(() => each)),
  )
  const known = picture(world, 'C')
  const evil = new EvilOffice(world.C)
  const changes = kinds.flatMap(({ name, registers }) =>
    [`${name}-of-D`, `${name}-of-S`].flatMap(thing => {
      const base = [...new Set(Object.values(world.C.journal.absorber.headsOf(thing) ?? {}).flat())]
      const [made] = world.C.journal.changes.ofThing(thing)
      const [register = ''] = Object.keys(registers)
      const range = made === undefined ? [] : [[made.origin.writer, made.n, made.n] as const]
      return [
        evil.edit(name, thing, register, fields(name, 'C'), { base }),
        evil.edit(name, thing, register, fields(name, 'C'), { base, hangsOn: ['C'] }),
        evil.remove(name, thing, base),
        evil.giveBack(range),
        evil.create(name, fields(name, world.D.org), `${thing}-more`),
      ]
    }),
  )
  for (const { name } of kinds) expect(world.C.journal.changes.ofThing(`${name}-of-D`)).not.toEqual([])
  await everywhere(world, changes, evil)
  expect([world.D, world.S, world.S2].map(rows)).toEqual(before)
  expect(picture(world, 'C')).toEqual(known)
  for (const pc of [world.D, world.S]) expect(compareWithJournal(pc.db, pc.journal)).toEqual([])
})

test('an exception to a closed period is for nobody else who takes the code of whom it was granted to', async () => {
  const world = await begun()
  const days = { org: 'S', first_day: '2018-01-01', last_day: '2018-06-30' }
  await world.D.write(set => set.edit('org', 'C1', { code: 'YB1' }))
  await world.D.write(set => set.edit('org', 'C', { code: 'YB2' }))
  await exchange(world)
  await world.S.write(set => {
    set.create('closing', { ...days, closes_on: '2018-07-01' })
    set.create('reopening', { ...days, whom: 'YB1', ends: '2019-12-31', reason: '补录' })
  })
  await exchange(world)
  const evil = new EvilOffice(world.C)
  const work = (org: string) => ({ org, type: '讲座', held_on: '2018-03-01', title: '补录' })
  const branch = { name: 'twin', tier: 'community', kind: 'branch', branch_type: 'ordinary', code: 'YB1' }
  const changes = [
    evil.create('org', branch, '0-twin'),
    evil.create('placement', { org: '0-twin', parent: 'C', since: '2018-01-01', follows: [] }),
    evil.create('work', work('0-twin'), 'late'),
    evil.create('reopening', { ...days, org: 'C', whom: 'YB2', ends: '2019-12-31', reason: '自批' }),
    evil.create('work', work('C'), 'late-too'),
  ]
  await world.S.opens(await evil.packet(world.S, { changes: changes.slice(0, 2) }))
  const result = await world.S.opens(await evil.packet(world.S, { changes: changes.slice(2) }))
  expect(result.returned.map(({ id, code }) => [id, code])).toEqual([
    ['late', 'period-closed'],
    ['late-too', 'period-closed'],
  ])
  const honest = new EvilOffice(world.C1)
  const late = honest.create('work', work('C1'), 'allowed')
  expect((await world.S.opens(await honest.packet(world.S, { changes: [late] }))).returned).toEqual([])
})
