import { expect, test } from 'vitest'
import { appendOffers } from '#db/packets/offers/offers.ts'
import { selectOffers } from '#db/packets/status/select-offers.ts'
import { returnsInForce } from '#db/packets/trust/returned-stays.ts'
import { registryFile } from '#db/sqlite/connection.ts'
import { addPeople, withTwoOffices } from '#tests/bench/two-offices.ts'

const quiet = async () => undefined
const empty = { pos: 0, hash: '' }

test('what a large registry offers an office below is looked for in a thread that reads, and is the same', {
  timeout: 400_000,
}, async () => {
  await withTwoOffices(9_000, async ({ district }) => {
    await district.writing(async session => {
      await addPeople(session, 3_000)
      const { db, journal } = session.writing()
      const temporary = () =>
        db.prepare<[string], string>('SELECT name FROM sqlite_temp_schema WHERE name LIKE ?').pluck()
      const peer = db
        .prepare<[], { replica: string; org: string; name: string; recipient: string }>(
          "SELECT replica, org, name, recipient FROM peer WHERE direction = 'down'",
        )
        .get()!
      const { replica, org } = peer
      const wanted = { replica, org, direction: 'down', returns: returnsInForce(db, journal) } as const
      const threaded: number[] = []
      await session.threads.run({
        request: { task: 'select-offers', input: wanted, file: registryFile(session.folder) },
        report: quiet,
        onChunk: async numbers => {
          threaded.push(...numbers)
        },
      })
      db.exec('BEGIN IMMEDIATE')
      const before = db.prepare<[], number>('SELECT count(*) FROM offer').pluck().get() ?? 0
      const end = await appendOffers(session, { ...peer, direction: 'down', acked: empty }, quiet)
      const appended = db
        .prepare<[number], number>('SELECT change FROM offer WHERE pos > ? ORDER BY pos')
        .pluck()
        .all(before)
      // The thread that answers has not looked through the registry.
      expect(temporary().all('territory%')).toEqual([])
      db.exec('ROLLBACK')
      expect(end).toBe(before + appended.length)
      expect(appended).toEqual(threaded)
      expect(appended).toEqual([...selectOffers(db, wanted)].flat())
      expect(appended).toHaveLength(6_000)
      expect(temporary().all('territory%')).not.toEqual([])
    })
  })
})
