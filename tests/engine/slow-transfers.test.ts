import { afterEach, expect, test } from 'vitest'
import { openForm } from '#db/forms/open-form.ts'
import { type Pc, resultOf } from '#tests/fixtures/engine.ts'
import { codes } from '#tests/fixtures/exchange.ts'
import { filledDistrict } from '#tests/fixtures/small-district.ts'

const pcs: Pc[] = []

async function aDistrict(): Promise<Pc> {
  const pc = await filledDistrict.open('district')
  pcs.push(pc)
  return pc
}

afterEach(async () => {
  for (const pc of pcs) expect(pc.bugs).toEqual([])
  await Promise.all(pcs.splice(0).map(pc => pc.discard()))
})

const [from, to] = [`${codes.community}1`, `${codes.community}2`]

test('W17 counts transfers into a branch as it counts 报到: waiting, accepted late, lapsed; a withdrawn one is nobody’s delay', async () => {
  const { ask } = await aDistrict()
  const people = (await ask.looking.people({ org: from, limit: 4 })).rows.map(({ id }) => id)
  const send = async (person: string | undefined, on: string, more = {}) =>
    (
      await ask.transfers.ask({
        ...{ person: person ?? '', to, reason: '就业', fees: '已交清', on },
        ...{ endPosts: true, ...more },
      })
    ).id
  const found = async (asOf: string) => {
    const { findings } = await ask.lifeline.scan({ org: to, asOf, rules: ['W17'] })
    const [one] = findings.filter(finding => finding.org === to)
    return one && [one.severity, one.measured, one.evidence.map(({ entity }) => entity)]
  }
  const waiting = await send(people[0], '2018-12-01', { deadline: '2018-12-31' })
  expect(await found('2018-12-03')).toBeUndefined()
  expect(await found('2018-12-04')).toEqual(['yellow', 3, ['transfer']])
  expect(await found('2018-12-12')).toEqual(['orange', 11, ['transfer']])
  await ask.transfers.cancel({ id: waiting, on: '2018-12-20' })
  expect(await found('2018-12-31')).toBeUndefined()
  const late = await send(people[1], '2018-11-05', { deadline: '2018-12-31' })
  await ask.transfers.accept({ id: late, on: '2018-11-20' })
  expect(await found('2018-12-31')).toEqual(['orange', 0, ['org']])

  // the table of the offices below counts the same: one was to be answered, none in time; within the street nobody came or went
  const { file } = await resultOf(ask.statistics.write({ year: 2018 }))
  const { parts } = await openForm(file.name, new Uint8Array(await file.arrayBuffer()))
  const texts = new Map(parts[2]?.cells.map(({ row, column, text }) => [`${row} ${column}`, text]))
  const heads = Array.from({ length: 20 }, (_, at) => texts.get(`2 ${at}`) ?? '')
  const rows = Array.from({ length: (parts[2]?.height ?? 3) - 3 }, (_, at) => at + 3)
  const [of] = rows.filter(row => texts.get(`${row} ${heads.indexOf('累计需响应申请数')}`) === '1')
  expect(of).toBeDefined()
  const said = (head: string) => texts.get(`${of} ${heads.indexOf(head)}`)
  expect([said('及时响应数'), said('及时响应率'), said('已转出团员数'), said('已接收团员数')]).toEqual([
    ...['0', '0%', '0', '0'],
  ])
})
