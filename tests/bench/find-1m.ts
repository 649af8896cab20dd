import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tableStore } from '#db/journal/store/table-store.ts'
import { registryEntities } from '#db/registry/entities.ts'
import { find } from '#db/registry/finding/find.ts'
import { generateDistrict } from '#db/sample/generate-district.ts'
import { systemClock, today } from '#db/shared/clock.ts'
import { openReadOnly, openWriter, reader, registryFile } from '#db/sqlite/connection.ts'
import { migrate } from '#db/sqlite/migrate.ts'
import { type Bench, byValue, percentile } from './bench.ts'

const triesOfEach = 3

/**
 * Finding people among 1,000,000 by two characters of their names, and by a name and a place with a space between them;
 * the raw work is a look-up by rowid. The slowest kind is what is told; of each query the quickest of a few
 * tries counts, so that other work of the machine does not.
 */
export const find1m: Bench = {
  name: 'find-1m',
  run: async (scale, say) => {
    const people = scale === 'full' ? 1_000_000 : 100_000
    const folder = await mkdtemp(join(tmpdir(), 'lifeline-bench-'))
    const file = registryFile(folder)
    try {
      const queries = fill(file, people, say)
      const connection = openReadOnly(file)
      const day = today(systemClock)
      const query = reader(connection)
      const slowest: number[] = []
      for (const [words, texts] of queries) {
        for (const text of texts.slice(0, 50)) await find(query, text, 20, day)
        const ms: number[] = []
        for (const text of texts) {
          let quickest = Number.POSITIVE_INFINITY
          for (let time = 0; time < triesOfEach; time++) {
            const begun = performance.now()
            const { people: found } = await find(query, text, 20, day)
            quickest = Math.min(quickest, performance.now() - begun)
            if (found.length === 0) throw new Error(`nobody found for ${text}`)
          }
          ms.push(quickest)
        }
        slowest.push(percentile(ms, 0.95))
        say(`${words}: p50 ${percentile(ms, 0.5).toFixed(2)} ms, p95 ${percentile(ms, 0.95).toFixed(2)} ms`)
      }
      const byRow = connection.prepare('SELECT id, name, id_number FROM person WHERE no = ?')
      const begun = performance.now()
      for (let n = 1; n <= 20_000; n++) byRow.get((n * 7919) % people)
      const baseline = (performance.now() - begun) / 1000
      connection.close()
      return byValue('find-1m', Math.max(...slowest), baseline, 1)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}

/** A kind of query in words, and many of it. */
type Queries = readonly (readonly [kind: string, texts: readonly string[]])[]

/**
 * Fills a registry with people and where they belong, straight into its tables. Answers queries for every so manieth of
 * them: two characters of the name; the name and the street; the surname and the branch.
 */
function fill(file: string, people: number, say: (text: string) => void): Queries {
  const db = openWriter(file)
  migrate(db)
  const tables = tableStore(db, registryEntities)
  const entity = (name: string) => {
    const found = registryEntities.get(name)
    if (found === undefined) throw new Error(`no entity ${name}`)
    return found
  }
  const [org, placement, person, membership] = ['org', 'placement', 'person', 'membership'].map(entity)
  if (!org || !placement || !person || !membership) throw new Error('four kinds of rows')
  const row = { rank: '', pristine: null, until: null }
  const district = generateDistrict({ times: Math.ceil(people / 8000) })
  const idOf = new Map<string, string>()
  /** What one types for the street or system that an organization is of, and for the organization itself. */
  const unitOf = new Map<string, string>()
  const calledOf = new Map<string, string>()
  const [pairs, withStreet, withBranch]: [string[], string[], string[]] = [[], [], []]
  db.exec('BEGIN')
  for (const { code = '', name = '', shortName, kind, tier, parent } of district.orgs) {
    const id = `o${idOf.size}`
    idOf.set(code, id).set(name, id)
    const above = idOf.get(parent ?? '')
    const begins = [...(shortName ?? name)].slice(0, 2).join('')
    calledOf.set(id, shortName ?? name)
    if (above !== undefined) unitOf.set(id, unitOf.get(above) ?? begins)
    const fields = {
      name,
      short_name: shortName ?? null,
      code,
      tier: tier ?? 'two-new',
      kind,
      branch_type: 'ordinary',
    }
    tables.add(org, id, { ...row, fields })
    if (above === undefined) continue
    const place = { org: id, parent: above, since: '2010-01-01', follows: [] }
    tables.add(placement, `pl${idOf.size}`, { ...row, fields: place, starts: '0000-00-00' })
  }
  say(`${idOf.size} names and codes of organizations`)
  let n = 0
  for (const member of district.members) {
    if (n === people) break
    n++
    const fields = {
      name: member.name,
      id_type: member.idType,
      id_number: member.idNumber,
      birth: member.birth.day,
    }
    tables.add(person, `p${n}`, { ...row, fields })
    const home = idOf.get(member.branch)
    if (home === undefined) throw new Error(`no branch ${member.branch}`)
    const stay = { person: `p${n}`, org: home, since: '2016-09-01', since_known: 1, follows: [] }
    tables.add(membership, `m${n}`, { ...row, fields: stay })
    const characters = [...member.name]
    if (n % Math.floor(people / 1000) === 0) {
      pairs.push(characters.slice(-2).join(''))
      withStreet.push(`${member.name} ${unitOf.get(home) ?? ''}`)
      withBranch.push(`${characters[0]} ${calledOf.get(home) ?? ''}`)
    }
    if (n % 100_000 === 0) say(`${n} people`)
  }
  db.exec('COMMIT')
  db.pragma('optimize')
  db.close()
  return [
    ['two characters', pairs],
    ['a name and a street', withStreet],
    ['a surname and a branch', withBranch],
  ]
}
