import { expect, test } from 'vitest'
import { takeUpNewer } from '#db/journal/take-up-newer.ts'
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
    const { db, journal } = session.writing()
    // As if this program had learned of the kind and of the field only now.
    db.exec(
      'UPDATE change SET schema = 999 WHERE no > (SELECT max(no) - 2 FROM change); DELETE FROM notice; UPDATE person SET qq = NULL',
    )
    journal.absorber.forget()
    takeUpNewer(db, journal, 998)
  })
  const after = tablesOf(community.folder)
  expect([after['notice']?.length, personIn(community, someone)?.['qq']]).toEqual([
    before['notice']?.length,
    '10001',
  ])
  await expectSound(community)
})
