import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openJournal } from '#db/journal/journal.ts'
import { registryEntities } from '#db/registry/entities.ts'
import { openWriter, registryFile } from '#db/sqlite/connection.ts'
import { migrate } from '#db/sqlite/migrate.ts'
import { countingIds } from '#tests/fixtures/replica.ts'

/** A registry's file with one branch and so many members: enough that reading it takes a thread a while. */
export async function largeRegistry(people: number) {
  const folder = await mkdtemp(join(tmpdir(), 'lifeline-worker-'))
  const file = registryFile(folder)
  const db = openWriter(file)
  migrate(db)
  const journal = openJournal({
    db,
    entities: registryEntities,
    newId: countingIds('a'),
    clock: { now: () => new Date('2018-12-31T09:00:00Z') },
    identity: { replica: 'r', office: () => 'o', sign: undefined, newWriter: () => 'writer' },
  })
  const { result: org } = await journal.write({ label: { what: 'test' }, actor: '' }, set => {
    const fields = { name: '六联社区团支部', tier: 'community', kind: 'branch', branch_type: 'ordinary' }
    const branch = set.create('org', { ...fields, code: 'LL01' })
    for (let i = 0; i < people; i++) {
      const person = set.create('person', { name: `单雪${i}`, birth: '2000-01-01', id_number: `${i}` })
      set.create('membership', {
        person,
        org: branch,
        since: '2018-01-01',
        since_known: 1,
        follows: [],
      })
    }
    return branch
  })
  db.close()
  return { file, org, discard: () => rm(folder, { recursive: true, force: true }) }
}
