import type { OrgKind, Tier } from '#contract/vocabulary.ts'
import { entitiesOf } from '#db/journal/entity.ts'
import { tableStore } from '#db/journal/store/table-store.ts'
import { registryEntities } from '#db/registry/entities.ts'
import { generateDistrict } from '#db/sample/generate-district.ts'
import { invariant } from '#db/shared/invariant.ts'
import { uuidV7 } from '#db/shared/new-id.ts'
import { openWriter, registryFile } from '#db/sqlite/connection.ts'

export type TreeSize = {
  readonly orgs: number
  readonly people: number
  readonly shape?: { readonly widths: readonly [number, number, number]; readonly wide: number }
}

/** How many lie directly below one of each depth; the first street has 1,000 branches of its own besides. */
const broad = { widths: [100, 10, 10], wide: 1000 } as const
const tiers: readonly Tier[] = ['district', 'street', 'community', 'community', 'two-new']
const kinds: readonly OrgKind[] = ['leading', 'work-committee', 'committee', 'general-branch', 'branch']

/**
 * Fills an opened and closed registry with a tree of five tiers and people in its branches, straight into the tables:
 * reading is measured, not writing. Answers the organization with the most children.
 */
export function fillLargeTree(folder: string, size: TreeSize, say: (text: string) => void): string {
  const { widths, wide } = size.shape ?? broad
  const db = openWriter(registryFile(folder))
  // The search index is left out: nothing here is looked for by name.
  const tables = tableStore(db, entitiesOf([...registryEntities.values()].map(({ search: _, ...e }) => e)))
  const entity = (name: string) => {
    const found = registryEntities.get(name)
    invariant(found, `no entity ${name}`)
    return found
  }
  const [org, placement, person] = [entity('org'), entity('placement'), entity('person')]
  const [membership, standing, post] = [entity('membership'), entity('standing'), entity('post')]
  const newId = uuidV7()
  const row = { rank: '', pristine: null, until: null }
  const meta = db.prepare<[], { value: string }>("SELECT value FROM meta WHERE key = 'office'").get()
  invariant(meta, 'a registry has its own organization')
  let made = 1
  const grow = (parent: string, depth: number): string => {
    const id = newId()
    const code = `T${String(made++).padStart(7, '0')}`
    const [tier, kind] = [tiers[depth], kinds[depth]]
    invariant(tier && kind, 'a tree of five tiers')
    const fields = {
      name: `第${made}团组织`,
      code,
      tier,
      kind,
      branch_type: 'ordinary',
      founded: '2010-01-01',
    }
    tables.add(org, id, { ...row, fields })
    const place = { org: id, parent, since: '2010-01-01', follows: [] }
    tables.add(placement, newId(), { ...row, fields: place, starts: '0000-00-00' })
    return id
  }
  db.exec('BEGIN')
  const streets = Array.from({ length: widths[0] }, () => grow(meta.value, 1))
  const communities = streets.flatMap(id => Array.from({ length: widths[1] }, () => grow(id, 2)))
  const below = communities.flatMap(id => Array.from({ length: widths[2] }, () => grow(id, 3)))
  const widest = streets[0] ?? ''
  const branches = Array.from({ length: wide }, () => grow(widest, 4))
  for (let n = 0; made < size.orgs; n++) branches.push(grow(below[n % below.length] ?? '', 4))
  say(`${made} organizations`)
  let n = 0
  for (const member of generateDistrict({ times: Math.ceil(size.people / 8000) }).members) {
    if (n === size.people) break
    const id = newId()
    const { name, idType, idNumber, birth, sex, joined } = member
    const fields = {
      name,
      id_type: idType,
      id_number: idNumber,
      birth: birth.day,
      sex: sex ?? null,
      joined: joined?.day ?? null,
    }
    tables.add(person, id, { ...row, fields })
    const branch = branches[n % branches.length] ?? ''
    const home = { person: id, org: branch, since: '2016-09-01', since_known: 1, follows: [] }
    tables.add(membership, newId(), { ...row, fields: home })
    if (n % 20 === 0) {
      const state = { person: id, status: 'normal', report: 'pending', since: '2018-01-01', follows: [] }
      tables.add(standing, newId(), { ...row, fields: state })
    }
    if (n < branches.length)
      tables.add(post, newId(), { ...row, fields: { person: id, org: branch, title: '书记' } })
    if (++n % 100_000 === 0) say(`${n} people`)
  }
  db.exec('COMMIT')
  db.pragma('optimize=0x10002')
  db.close()
  return widest
}
