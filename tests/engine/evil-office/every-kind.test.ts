import { expect, test } from 'vitest'
import type { Change } from '#db/journal/change.ts'
import { compareWithJournal } from '#db/journal/compare.ts'
import type { Entity } from '#db/journal/entity.ts'
import { registryEntities } from '#db/registry/entities.ts'
import { EvilOffice } from './evil-office.ts'
import { begun, type OfficePc, type Place, picture, type World } from './world.ts'

/** Lines 16 and 22 of what must fail, for records of every kind: what an office may not write of others, nobody takes in. */

/** Written by nobody but by rules of their own, which other tests try; all others hang on an organization or a person. */
const apart = new Set(['org', 'person', 'certificate', 'revocation', 'merge', 'step'])
const kinds = [...registryEntities.values()].filter(({ name }) => !apart.has(name))

/** A record of a kind, about this organization and this person; what it says besides does not matter. */
function about(entity: Entity, org: string, person: string): Record<string, string | number | string[]> {
  const fields: Record<string, string | number | string[]> = {}
  for (const types of Object.values(entity.registers)) {
    for (const [field, type] of Object.entries(types)) {
      const to = entity.refs[field]
      if (to === 'org') fields[field] = field === 'parent' ? 'S' : org
      else if (to === 'person') fields[field] = person
      else if (to !== undefined) fields[field] = `real-${to}`
      else if (type === 'list') fields[field] = []
      else {
        // A closed period would keep everybody from writing of it.
        const day = entity.name === 'closing' || entity.name === 'reopening' ? '2000-01-01' : '2018-06-01'
        const some = type === 'integer' ? [1, 2018] : [day, '2018-06', 'x']
        const taken = some.find(value => entity.takes?.[field]?.(value) !== false)
        if (taken !== undefined) fields[field] = taken
      }
    }
  }
  return fields
}

const headsOf = (pc: OfficePc, thing: string) => [
  ...new Set(Object.values(pc.journal.absorber.headsOf(thing) ?? {}).flat()),
]

/** Where each attacker stands, to whom it writes, and whose records it is after. */
const attacks: readonly (readonly [evil: Place, to: Place, victim: Place, own: Place])[] = [
  ['C', 'D', 'C2', 'C'],
  ['S', 'D', 'C2', 'C'],
]

/** Every record that was made for this test, as the tables have it; not whether anybody wrote again. */
function records(pc: OfficePc): readonly (readonly [kind: string, rows: readonly object[]])[] {
  return kinds
    .filter(({ series }) => !series)
    .map(({ name }) => {
      const rows = pc.db
        .prepare<[], Record<string, unknown>>(`SELECT * FROM ${name} WHERE id LIKE 'real-%' ORDER BY id`)
        .all()
      return [name, rows.map(({ pristine: _pristine, ...row }) => row)]
    })
}

async function withRecords(world: World, victim: Place): Promise<void> {
  const person = world.D.person(`${victim}-1 one`)
  await world.D.write(set => {
    for (const entity of kinds)
      if (!entity.series) set.create(entity.name, about(entity, `${victim}-1`, person), `real-${entity.name}`)
  })
}

test.each(attacks)(
  '16 and 22: %s writes to %s records of every kind about %s, alone and beside its own, edits and removes them: all is given back or laid aside',
  async (place, receiver, victim, ownPlace) => {
    const world = await begun()
    await withRecords(world, victim)
    const [before, rows] = [picture(world, place), records(world[receiver])]
    // All of them are there, as what is attacked.
    expect(rows.filter(([, own]) => own.length !== 1)).toEqual([])
    const evil = new EvilOffice(world[place])
    const [foreign, own] = [world.D.person(`${victim}-1 one`), world.D.person(`${ownPlace}-1 one`)]
    const changes: Change[] = []
    for (const entity of kinds) {
      const { name } = entity
      changes.push(evil.create(name, about(entity, `${victim}-1`, foreign), `all-${name}`))
      const refs = Object.values(entity.refs)
      if (refs.includes('person') && refs.includes('org')) {
        changes.push(evil.create(name, about(entity, `${ownPlace}-1`, foreign), `person-${name}`))
        // A person’s home may say what post he holds elsewhere.
        if (name !== 'post') changes.push(evil.create(name, about(entity, `${victim}-1`, own), `org-${name}`))
      }
      if (entity.series || entity.once) continue
      const thing = `real-${name}`
      const made = world.D.journal.changes.ofThing(thing)[0]
      const hangsOn = made?.hangsOn ?? []
      const free = { base: headsOf(world.D, thing), hangsOn }
      const said = about(entity, `${victim}-1`, foreign)
      for (const [register, types] of Object.entries(entity.registers)) {
        const own = Object.entries(said).filter(([field]) => field in types)
        changes.push(evil.edit(name, thing, register, Object.fromEntries(own), free))
      }
      changes.push(evil.remove(name, thing, headsOf(world.D, thing), { hangsOn }))
    }
    const to = world[receiver]
    const result = await to.opens(await evil.packet(to, { changes, seals: [evil.seal(changes)] }))
    const refused = new Set(result.returned.map(({ id }) => id))
    const inForce = changes.filter(change => to.journal.changes.isKnown(change.origin.writer, change.n))
    const taken = inForce.filter(change => to.journal.absorber.isInForce(change)).map(({ thing }) => thing)
    expect(taken).toEqual([])
    expect(refused.size).toBeGreaterThan(kinds.length)
    expect(picture(world, place)).toEqual(before)
    expect(records(to)).toEqual(rows)
    expect(compareWithJournal(to.db, to.journal)).toEqual([])
  },
)
