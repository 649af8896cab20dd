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

/** Finding people by two characters of their names among 1,000,000; the raw work is a look-up by rowid. */
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
      for (const text of queries.slice(0, 50)) await find(query, text, 20, day)
      const ms: number[] = []
      for (const text of queries) {
        const begun = performance.now()
        const { people: found } = await find(query, text, 20, day)
        ms.push(performance.now() - begun)
        if (found.length === 0) throw new Error(`nobody found for ${text}`)
      }
      const byRow = connection.prepare('SELECT id, name, id_number FROM person WHERE no = ?')
      const begun = performance.now()
      for (let n = 1; n <= 20_000; n++) byRow.get((n * 7919) % people)
      const baseline = (performance.now() - begun) / 1000
      connection.close()
      return byValue('find-1m', percentile(ms, 0.95), baseline, 1)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}

/** Fills a registry with people, straight into its tables, and answers two characters of every so manieth name. */
function fill(file: string, people: number, say: (text: string) => void): string[] {
  const db = openWriter(file)
  migrate(db)
  const tables = tableStore(db, registryEntities)
  const person = registryEntities.get('person')
  if (person === undefined) throw new Error('no entity person')
  const queries: string[] = []
  let n = 0
  db.exec('BEGIN')
  for (const row of generateDistrict({ times: Math.ceil(people / 8000) }).members) {
    if (n === people) break
    n++
    const fields = { name: row.name, id_type: row.idType, id_number: row.idNumber, birth: row.birth.day }
    tables.add(person, `p${n}`, { fields, rank: '', pristine: null })
    const characters = [...row.name]
    if (n % Math.floor(people / 1000) === 0) queries.push(characters.slice(-2).join(''))
    if (n % 100_000 === 0) say(`${n} people`)
  }
  db.exec('COMMIT')
  db.pragma('optimize')
  db.close()
  return queries
}
