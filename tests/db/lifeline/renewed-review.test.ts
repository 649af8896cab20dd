import { expect, onTestFinished, test } from 'vitest'
import { judgingOn } from '#db/lifeline/large/judged-at.ts'
import { renewedColumns } from '#db/lifeline/large/renew-columns.ts'
import type { ReviewColumns } from '#db/lifeline/large/review-columns.ts'
import { day } from './healthy.ts'
import { wholeReview } from './review-told.ts'
import { type SmallRegistry, smallRegistry } from './small-registry.ts'

const scope = { root: 'top', asOf: day('2018-12-31') }

/** A branch of three with everything in order, beside another one of which everything is kept. */
function twoBranches(): SmallRegistry {
  const registry = smallRegistry()
  onTestFinished(() => {
    registry.close()
  })
  registry.org({ id: 'top', kind: 'leading', tier: 'district', under: null })
  for (const id of ['one', 'other']) {
    registry.org({ id, under: 'top', more: { short_name: '支部', phone: '1', industry: '非公企业' } })
    for (const n of [1, 2, 3]) {
      const person = `${id}-${n}`
      registry.person({ id: person, more: { joined: '2017-09-01', member_no: '201744000301' } })
      registry.member(person, id)
      registry.record('fee', { id: `fee-${person}`, person, year: 2018, ...paid })
      registry.record('appraisal', {
        ...{ id: `appraisal-${person}`, person, year: 2017, result: 'good', registered: 'registered' },
      })
    }
    registry.post(`${id}-1`, id, '书记')
    registry.term(id, '2018-01-01', 3)
    for (const month of ['03', '06', '09', '12'])
      for (const type of ['支部大会', '团课'])
        registry.record('meeting', {
          id: `${type}-${month}-${id}`,
          org: id,
          type,
          held_on: `2018-${month}-10`,
        })
    registry.record('rating', { id: `rating-${id}`, org: id, year: 2017, score: 900 })
  }
  registry.database.exec(`
    INSERT INTO standing (id, person, status, report, since, follows, rank)
      VALUES ('gone', 'one-3', 'aged-out', 'approved', '2018-01-01', '[]', '');
    INSERT INTO transfer (id, person, home, target, way, reason, asked, deadline, fees, posts)
      VALUES ('sent', 'other-3', 'other', 'one', 'inside', '其他', '2018-11-01', '2019-06-01', 'yes', 'yes');
    INSERT INTO step (id, subject, of, action, org, day)
      VALUES ('answer', 'sent', 'transfer', 'refuse', 'other', '2018-11-02');`)
  return registry
}

const paid = Object.fromEntries(
  Array.from({ length: 12 }, (_, at) => [`paid_${String(at + 1).padStart(2, '0')}`, 300]),
)

const accepted = `UPDATE step SET action = 'accept', about = 'stay' WHERE id = 'answer'`
const cast = `INSERT OR REPLACE INTO shadow (thing, entity, state, fields)
  VALUES ('stay', 'membership', 'parked', '{"person":"other-3","transfer":"sent"}')`

/** What is written, after what was written before: each changes what is found of the one branch. */
const writes: readonly (readonly [what: string, write: string, before?: string])[] = [
  ['a telephone number is taken away', `UPDATE org SET phone = NULL WHERE id = 'one'`],
  ['a state is taken away', `DELETE FROM standing WHERE id = 'gone'`],
  ['a state is another', `UPDATE standing SET status = 'normal' WHERE id = 'gone'`],
  ['a meeting was of another kind', `UPDATE meeting SET type = '主题团日' WHERE id = '支部大会-06-one'`],
  ['a member was born earlier', `UPDATE person SET birth = '1980-01-01' WHERE id = 'one-2'`],
  ['a member has no number', `UPDATE person SET member_no = NULL WHERE id = 'one-2'`],
  ['a year of fees is taken away', `DELETE FROM fee WHERE id = 'fee-one-2'`],
  [
    'months were not paid',
    `UPDATE fee SET paid_12 = 0, paid_11 = 0, paid_10 = 0, paid_09 = 0 WHERE id = 'fee-one-2'`,
  ],
  ['an appraisal is taken away', `DELETE FROM appraisal WHERE id = 'appraisal-one-2'`],
  ['an appraisal has no result', `UPDATE appraisal SET result = NULL WHERE id = 'appraisal-one-2'`],
  ['a rating is taken away', `DELETE FROM rating WHERE id = 'rating-one'`],
  ['a rating is lower', `UPDATE rating SET score = 500 WHERE id = 'rating-one'`],
  ['a transfer was refused by nobody', `DELETE FROM step WHERE id = 'answer'`],
  ['a step was another', `UPDATE step SET action = 'note' WHERE id = 'answer'`],
  ['a waiting transfer is taken away', `DELETE FROM transfer WHERE id = 'sent'`, `DELETE FROM step`],
  [
    'a waiting transfer goes elsewhere',
    `UPDATE transfer SET target = 'other' WHERE id = 'sent'`,
    `DELETE FROM step`,
  ],
  ['the stay comes of a transfer that was accepted', cast, accepted],
  ['such a stay goes again', `DELETE FROM shadow`, `${accepted}; ${cast}`],
  ['such a stay becomes another', `UPDATE shadow SET state = 'returned'`, `${accepted}; ${cast}`],
  [
    'the acceptance is a stay here',
    `INSERT INTO membership (id, person, org, since, since_known, follows, rank, until, transfer)
      VALUES ('here', 'other-3', 'other', '2017-01-01', 1, '[]', '', '2017-02-01', 'sent')`,
    `UPDATE step SET action = 'accept', about = 'here'`,
  ],
  [
    'a branch comes under the number of the last',
    `DELETE FROM org WHERE id = 'last'; INSERT INTO org (id, name, kind, tier, branch_type, name_key, pinyin, initials) VALUES ('new', '新', 'branch', 'two-new', 'ordinary', '', '', '');
      INSERT INTO placement (id, org, parent, since, starts, follows, rank) VALUES ('new', 'new', 'top', '2010-01-01', '0000-00-00', '[]', '')`,
    `INSERT INTO org (id, name, kind, tier, branch_type, name_key, pinyin, initials) VALUES ('last', '末', 'committee', 'two-new', 'ordinary', '', '', '')`,
  ],
]

test.each(writes)('a large review is renewed where %s', async (_, write = '', before = '') => {
  const registry = twoBranches()
  registry.database.exec(before)
  const was = await wholeReview(registry, scope)
  registry.database.exec(write)
  const judging = await judgingOn(registry.reader, scope)
  expect(judging.by).toBe(was.renewing.by)
  const found = await renewedColumns(registry.reader, registry.database, judging, was)
  const expected = await wholeReview(registry, scope)
  expect(findingsIn(expected)).not.toEqual(findingsIn(was))
  expect(found && findingsIn(found)).toEqual(findingsIn(expected))
})

const findingsIn = ({ nos, places, rules, severities, since }: ReviewColumns) =>
  Array.from(places, (place, n) => [nos[place], rules[n], severities[n], since[n]])
