import { expect, test } from 'vitest'
import { compareHeads, countHeads, headsPerOrg, movedSince } from '#db/packets/opening/telling/headcount.ts'
import { openRegistry } from '../registry/open-registry.ts'

test('everybody who came, went, moved or left is on the sheet of the organization that it concerns', async () => {
  const registry = openRegistry()
  const { org, people, member, db } = registry
  const [north, south] = [await org('北'), await org('南')]
  const [stays, moves, leaves, strays, comes] = await people('甲', '乙', '丙', '丁', '戊')
  await member(stays!, north, '2018-01-01')
  const home = await member(moves!, north, '2018-01-01')
  const last = await member(leaves!, south, '2018-01-01')
  const lost = await member(strays!, north, '2018-01-01')
  countHeads(db)
  await member(moves!, south, '2018-06-01', [home])
  await member(leaves!, null, '2018-06-01', [last])
  await member(strays!, 'an office that is not known here', '2018-06-01', [lost])
  await member(comes!, south, '2018-06-01')
  expect(compareHeads(db)).toEqual({
    before: 4,
    left: 2,
    perOrg: [
      { org: north, name: '北', before: 3, in: 0, out: 2, after: 1 },
      { org: south, name: '南', before: 1, in: 2, out: 1, after: 2 },
    ],
  })
})

test.each(['no statistics', 'statistics of a district'])(
  'nobody is compared with everybody, with %s',
  how => {
    const { db } = openRegistry()
    if (how !== 'no statistics') {
      db.exec(`ANALYZE; INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
      ('membership', 'membership_org', '100000 113'), ('membership', 'membership_person', '100000 1');
      ANALYZE sqlite_master;`)
    }
    countHeads(db)
    db.exec(`CREATE TEMP TABLE moved AS ${movedSince}`)
    for (const query of [movedSince, headsPerOrg]) {
      const steps = db.prepare<[], PlanStep>(`EXPLAIN QUERY PLAN ${query}`).all()
      const nested = steps.filter((step, i) => {
        const outer = steps.slice(0, i).find(s => s.parent === step.parent && /^(SCAN|SEARCH)/.test(s.detail))
        return outer !== undefined && step.detail.startsWith('SCAN')
      })
      expect(nested).toEqual([])
    }
  },
)

type PlanStep = { readonly id: number; readonly parent: number; readonly detail: string }
