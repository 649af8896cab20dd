import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tableStore } from '#db/journal/store/table-store.ts'
import { registryEntities } from '#db/registry/entities.ts'
import { find } from '#db/registry/finding/find.ts'
import { readingOfPerson } from '#db/registry/finding/search-text.ts'
import { generateDistrict } from '#db/sample/generate-district.ts'
import { systemClock, today } from '#db/shared/clock.ts'
import { openReadOnly, openWriter, registryFile } from '#db/sqlite/connection.ts'
import { migrate } from '#db/sqlite/migrate.ts'
import { type Bench, byValue, percentile } from './bench.ts'

const triesOfEach = 3

/** Finding people among 1,000,000 by every single thing that is typed for one. */
export const find1m = searching('find-1m', 1, ({ asOne }) => asOne)

/**
 * Finding them by two words: a name and a place, or a surname and a branch. Thousands are called so and thousands belong
 * there, so that it takes longer than by one word.
 */
export const findBoth1m = searching('find-both-1m', 5, ({ asTwo }) => asTwo)

/**
 * The raw work is a look-up by rowid. The slowest kind is what is told; of each query the quickest of a few tries counts,
 * so that other work of the machine does not.
 */
function searching(name: string, limit: number, asked: (typed: Typed) => Queries): Bench {
  return {
    name,
    run: async (scale, say) => {
      const people = scale === 'full' ? 1_000_000 : 100_000
      const folder = await mkdtemp(join(tmpdir(), 'lifeline-bench-'))
      const file = registryFile(folder)
      try {
        const queries = asked(fill(file, people, say))
        const connection = openReadOnly(file)
        const day = today(systemClock)
        const slowest: number[] = []
        for (const [words, texts] of Object.entries(queries)) {
          for (const text of texts.slice(0, 50)) await find(connection, text, 20, day)
          const ms: number[] = []
          for (const text of texts) {
            let quickest = Number.POSITIVE_INFINITY
            for (let time = 0; time < triesOfEach; time++) {
              const begun = performance.now()
              const { people: found } = await find(connection, text, 20, day)
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
        return byValue(name, Math.max(...slowest), baseline, limit)
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    },
  }
}

/** Many texts of each kind, by what the kind is called. */
type Queries = Readonly<Record<string, readonly string[]>>
/** What is typed for a person as one word, and as two. */
type Typed = { readonly asOne: Queries; readonly asTwo: Queries }

/**
 * Fills a registry with people and where they belong, straight into its tables. Answers what is typed for every so
 * manieth of them.
 */
function fill(file: string, people: number, say: (text: string) => void): Typed {
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
  const asOne = {
    'two characters': [] as string[],
    'the whole name': [] as string[],
    pinyin: [] as string[],
    initials: [] as string[],
    'the beginning of an ID': [] as string[],
    'the last four digits': [] as string[],
    'the last six digits': [] as string[],
    'a telephone number': [] as string[],
  }
  const asTwo = { 'a name and a street': [] as string[], 'a surname and a branch': [] as string[] }
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
      phone: phoneOf(n),
    }
    tables.add(person, `p${n}`, { ...row, fields })
    const home = idOf.get(member.branch)
    if (home === undefined) throw new Error(`no branch ${member.branch}`)
    const stay = { person: `p${n}`, org: home, since: '2016-09-01', since_known: 1, follows: [] }
    tables.add(membership, `m${n}`, { ...row, fields: stay })
    if (n % Math.floor(people / 1000) === 0) {
      const characters = [...member.name]
      const { pinyin, initials } = readingOfPerson(member.name)
      asOne['two characters'].push(characters.slice(-2).join(''))
      asOne['the whole name'].push(member.name)
      // A character that no dictionary reads stands in its reading as it is, and no keyboard types it among letters.
      asOne.pinyin.push(pinyin.replace(/[^a-z].*$/u, ''))
      asOne.initials.push(initials.replace(/[^a-z].*$/u, ''))
      asOne['the beginning of an ID'].push(member.idNumber.slice(0, 12))
      asOne['the last four digits'].push(member.idNumber.slice(-4))
      asOne['the last six digits'].push(member.idNumber.slice(-6))
      asOne['a telephone number'].push(phoneOf(n))
      asTwo['a name and a street'].push(`${member.name} ${unitOf.get(home) ?? ''}`)
      asTwo['a surname and a branch'].push(`${characters[0]} ${calledOf.get(home) ?? ''}`)
    }
    if (n % 100_000 === 0) say(`${n} people`)
  }
  db.exec('COMMIT')
  db.pragma('optimize')
  db.close()
  return { asOne, asTwo }
}

/** A telephone number of eleven digits, another one for everybody. */
function phoneOf(n: number): string {
  return `13${String((n * 7_919_777) % 1_000_000_000).padStart(9, '0')}`
}
