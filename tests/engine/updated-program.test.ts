import { expect, test } from 'vitest'
import { noteTakeUp } from '#db/journal/take-up-newer.ts'
import { expectSound } from '#tests/fixtures/engine.ts'
import { codes } from '#tests/fixtures/exchange.ts'
import { tablesOf } from '#tests/fixtures/table-dump.ts'
import { personIn, someone, threeOffices } from './three-offices.ts'

const { offices } = threeOffices()

test('what a newer program wrote and lay in the journal alone is in the tables after an update', async () => {
  const { community } = await offices()
  const org = `${codes.community}1`
  const set = { org, title: '五四红旗', issued_on: '2018-05-04' }
  await community.ask.records.add({ kind: 'notice', set })
  await community.ask.records.edit({ id: String(personIn(community, someone)?.['id']), set: { qq: '10001' } })
  const before = tablesOf(community.folder)
  await community.behindTheContract(session => {
    const { db } = session.writing()
    // As if this program had learned of the kind and of the field only now.
    db.exec(
      'UPDATE change SET schema = 999 WHERE no > (SELECT max(no) - 2 FROM change); DELETE FROM notice; UPDATE person SET qq = NULL',
    )
    // The update was broken off behind its tables, before what was kept was taken up: whoever opens next does it.
    noteTakeUp(db, 998)
    noteTakeUp(db, 999)
  })
  const after = tablesOf(community.folder)
  expect([after['notice']?.length, personIn(community, someone)?.['qq']]).toEqual([
    before['notice']?.length,
    '10001',
  ])
  await expectSound(community)
  const left = await community.behindTheContract(session =>
    session.writing().db.prepare("SELECT value FROM meta WHERE key = 'take_up_from'").get(),
  )
  expect(left).toBeUndefined()
})
