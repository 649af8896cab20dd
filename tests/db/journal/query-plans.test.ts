import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openJournal } from '#db/journal/journal.ts'
import { planUndo } from '#db/journal/undo.ts'
import { registryEntities } from '#db/registry/entities.ts'
import { openWriter } from '#db/sqlite/connection.ts'
import { migrate } from '#db/sqlite/migrate.ts'
import { renewStatistics } from '#db/sqlite/statistics.ts'
import { openPc } from '#tests/fixtures/engine.ts'
import { countingIds } from '#tests/fixtures/replica.ts'
import { lookInto } from '#tests/fixtures/table-dump.ts'
import { keptFolder } from '#tests/fixtures/temp-folder.ts'
import { organization, reason, stay } from './offices.ts'

/** How a registry comes to the statistics by which SQLite chooses its ways. */
type Statistics = 'none' | 'of a small beginning' | 'renewed when it is closed' | 'of all that is there'

let folder: Awaited<ReturnType<typeof keptFolder>>
beforeAll(async () => {
  folder = await keptFolder()
})
afterAll(() => folder.discard())

const newId = countingIds('a')

function journalOver(file: string) {
  const db = openWriter(file)
  migrate(db)
  const journal = openJournal({
    db,
    entities: registryEntities,
    newId,
    clock: { now: () => new Date('2018-12-31T09:00:00Z') },
    identity: { replica: 'replica-a', office: () => 'office-a', sign: undefined, newWriter: newId },
  })
  return { db, journal }
}

const work = { label: { what: 'test' }, actor: 'a' }

async function addPeople({ journal }: ReturnType<typeof journalOver>, count: number): Promise<string[]> {
  const { result } = await journal.write(work, set => {
    const org = set.create('org', organization('A'))
    set.create('placement', { org, parent: null, since: '2018-01-01', follows: [] })
    return Array.from({ length: count }, (_, i) => {
      const person = set.create('person', { name: `王${i}` })
      set.create('membership', stay(person, org, '2018-01-01'))
      if (i % 5 === 0) set.create('post', { person, org, title: '书记' })
      return person
    })
  })
  return result
}

/** Statements that an edit, a return, a removal, a move and an undo take, with the plan of each. */
async function plansWith(statistics: Statistics) {
  const file = join(folder.path, `${statistics}.db`)
  let opened = journalOver(file)
  const early = await addPeople(opened, 3)
  if (statistics === 'of a small beginning') opened.db.exec('ANALYZE')
  opened.db.close()
  opened = journalOver(file)
  const people = [...early, ...(await addPeople(opened, statistics === 'none' ? 30 : 5000))]
  if (statistics === 'of all that is there') opened.db.exec('ANALYZE')
  if (statistics === 'renewed when it is closed') renewStatistics(opened.db)
  opened.db.close()
  openWriter(file).close()

  const statements = new Set<string>()
  const db = new Database(file, { verbose: text => statements.add(String(text)) })
  const journal = openJournal({
    db,
    entities: registryEntities,
    newId,
    clock: { now: () => new Date('2018-12-31T09:00:00Z') },
    identity: { replica: 'replica-a', office: () => 'office-a', sign: undefined, newWriter: newId },
  })
  const [one = '', two = '', three = ''] = people
  const edited = await journal.write(work, set => {
    set.edit('person', one, { phone: '1' })
    set.create('membership', stay(one, null, '2018-06-01'))
    set.remove('person', two)
    set.edit('person', three, { phone: '2' })
  })
  const { names } = planUndo(db, journal, edited.changeSet ?? 0)
  await journal.write(work, set => set.giveBack(names, reason))
  await journal.write(work, set => set.edit('person', three, { phone: '3' }))
  const found = [...statements].filter(text => /^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)/.test(text))
  const plans = found.map(statement => ({
    statement,
    steps: db
      .prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${statement}`)
      .all()
      .map(step => step.detail),
  }))
  db.close()
  return plans
}

/** What may be gone through whole: what the query made itself; marks, of which there are few; the tree, when it changes. */
const small =
  /^SCAN (things|m|j|f|b|h|r|own|json_each|CONSTANT ROW|.*VIRTUAL TABLE.*|merge|placement|c USING INDEX change_governing)$/

test.each<Statistics>(['none', 'of a small beginning', 'renewed when it is closed', 'of all that is there'])(
  'what is asked for each change goes through no table, with statistics: %s',
  async statistics => {
    const plans = await plansWith(statistics)
    expect(plans.length).toBeGreaterThan(20)
    // Whether there is anything at all is answered by the first row.
    const whole = plans.filter(({ statement }) => !/^SELECT \w+ FROM \w+ LIMIT 1$/.test(statement))
    const scans = whole.flatMap(({ statement, steps }) =>
      steps.filter(step => step.startsWith('SCAN ') && !small.test(step)).map(step => ({ statement, step })),
    )
    expect(scans).toEqual([])
  },
)

test('an edit takes the same number of statements whatever was learned when the registry was small', async () => {
  const count = async (statistics: Statistics) => (await plansWith(statistics)).length
  const [none, beginning] = [await count('none'), await count('of a small beginning')]
  expect(beginning).toBe(none)
})

test('a registry that is closed while it is small keeps no statistics of that', async () => {
  const pc = await openPc('district')
  try {
    await pc.ask.registry.init({ name: '龙华区', tier: 'district' })
    await pc.close()
    const kept = lookInto(pc.folder, db =>
      db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_stat1'").get(),
    )
    expect(kept).toBeUndefined()
  } finally {
    await pc.discard()
  }
})
