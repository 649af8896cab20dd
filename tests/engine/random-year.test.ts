import { expect, onTestFinished, test } from 'vitest'
import { changeStore } from '#db/journal/store/change-store.ts'
import type { IsoDay } from '#db/shared/day.ts'
import { openReadOnly, registryFile } from '#db/sqlite/connection.ts'
import { expectSound, openPc } from '#tests/fixtures/engine.ts'
import { openReplica } from '#tests/fixtures/replica.ts'
import { fillDistrict } from '#tests/fixtures/small-district.ts'
import { dumpOf, tablesOf } from '#tests/fixtures/table-dump.ts'
import { keptPicture } from './kept-picture.ts'
import { liveThroughAYear, wayNames } from './random-year.ts'

/** `npm run year` does 50,000; the suite as many as seconds allow. */
const operations = Number(process.env['LIFELINE_OPERATIONS'] ?? 320)
const seed = Number(process.env['LIFELINE_SEED'] ?? 20181231)
const isLong = operations > 10_000

test('after a random year the journal replayed from nothing equals the tables, undo restored what was, and what is kept in memory equals what is read anew', {
  timeout: 10_000 + operations * 200,
}, async () => {
  const pc = await openPc('year', { day: '2018-01-01' })
  onTestFinished(pc.discard)
  await fillDistrict(pc)
  const undoEvery = isLong ? 100 : 7
  const kept = keptPicture(pc)
  onTestFinished(kept.close)
  const look = (n: number, today: IsoDay) => {
    if (n % (isLong ? 50 : 4) === 0) kept.compare(today)
    if (isLong && n % 1000 === 0) process.stderr.write(`${today}: ${n} of ${operations}\n`)
  }
  const { done, refused, undone, unrestored } = await liveThroughAYear(pc, {
    operations,
    seed,
    undoEvery,
    look,
  })
  expect({ seed, unrestored }).toEqual({ seed, unrestored: [] })
  expect(undone).toBeGreaterThan(operations / undoEvery / 4)
  const never = wayNames.filter(name => !done.has(name))
  expect({ never, refused: [...refused].length < never.length }).toEqual({ never: [], refused: false })
  await expectSound(pc)
  const db = openReadOnly(registryFile(pc.folder))
  const replayed = openReplica('replayed')
  await replayed.receive([...changeStore(db).all()])
  db.close()
  expect(replayed.differences()).toEqual([])
  expect(dumpOf(replayed.db)).toEqual(tablesOf(pc.folder))
  if (isLong)
    console.log({ seed, undone, done: Object.fromEntries(done), refused: Object.fromEntries(refused) })
})
