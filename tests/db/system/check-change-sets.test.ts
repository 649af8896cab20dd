import { expect, test } from 'vitest'
import { checkChangeSets } from '#db/system/check-change-sets.ts'
import { openOffice } from '#tests/db/journal/offices.ts'

async function filled() {
  const { db, write } = openOffice('a')
  for (const name of ['王', '李', '张']) {
    await write(set => {
      set.create('person', { name })
      set.create('person', { name })
    })
  }
  return db
}

test('a registry whose changes all stand in their change sets is sound', async () => {
  expect(checkChangeSets(await filled())).toMatchObject({ ok: true })
})

test('a registry without any change is sound', () => {
  expect(checkChangeSets(openOffice('a').db)).toMatchObject({ ok: true })
})

test('changes that stand in no change set are counted', async () => {
  const db = await filled()
  db.exec('DELETE FROM change_set WHERE no = 3')
  const { ok, detail } = checkChangeSets(db)
  expect(ok).toBe(false)
  expect(detail.zh).toContain('2 条变更不属于任何一次操作')
})

test('a change that is missing from its set is counted', async () => {
  const db = await filled()
  db.exec('DELETE FROM change WHERE no = 4')
  const { ok, detail } = checkChangeSets(db)
  expect(ok).toBe(false)
  expect(detail.en).toContain('1 missing')
})

test('a set that reaches into another one does not make up for changes that stand in none', async () => {
  const db = await filled()
  db.exec('DELETE FROM change_set WHERE no = 3; UPDATE change_set SET first_change = 2 WHERE no = 2')
  expect(checkChangeSets(db).ok).toBe(false)
})
