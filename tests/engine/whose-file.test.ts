import { afterAll, expect, test } from 'vitest'
import { openPc, prepared, resultOf } from '#tests/fixtures/engine.ts'
import { fillDistrict } from '#tests/fixtures/small-district.ts'

/** Files of which no column says whose they are: a title, the name of the sheet or the file does, or who takes them in. */

const filled = prepared('whose-file', async pc => {
  await fillDistrict(pc)
  await pc.ask.reports.adoptTypes({})
})
afterAll(() => filled.discard())

const work = '日期,工作类型,名称,人数\n2018-05-04,主题团课,学习五四精神,30\n'
const asked = [
  ['东坪社区第一团支部志愿服务活动台账,,,', '1.csv', 'title', '东坪社区第一团支部'],
  ['2018年云岭街道团工委工作开展情况一览（1—6月）,,,', '2.csv', 'title', '云岭街道团工委'],
  ['', '东坪社区第二团支部2018年工作台账.csv', 'file', '东坪社区第二团支部'],
  ['', '附件2：东坪社区第二团支部活动.csv', 'file', '东坪社区第二团支部'],
  ['2018年活动台账,,,', '台账.csv', 'column', undefined],
  ['关于报送共青团工作的通知要求各街道团工委于月底前报送材料请遵照执行,,,', '3.csv', 'column', undefined],
] as const

test('whose rows are is read from a title, or from the name of the file, as far as it names an organization', async () => {
  const pc = await filled.open('whose-file')
  const found: unknown[] = []
  for (const [title, name] of asked) {
    const file = new File([title === '' ? work : `${title}\n${work}`], name)
    const recognised = await resultOf(pc.ask.rosters.recognise({ file, as: 'work' }))
    found.push([recognised.place?.from, recognised.place?.text])
  }
  expect(found).toEqual(asked.map(([, , from, org]) => [from, org]))
  await pc.discard()
})

test('an office that has nothing but itself takes in what nobody is named in as its own', async () => {
  const pc = await openPc('whose-branch')
  await pc.ask.registry.init({ name: '东坪社区第一团支部', tier: 'community', code: '44039901011' })
  await pc.ask.reports.adoptTypes({})
  const file = new File([work], '台账.csv')
  const taken = await resultOf(pc.ask.rosters.importFile({ file, as: 'work' }))
  expect([taken.created, taken.tables[0]?.place.from]).toEqual([1, 'office'])
  await pc.discard()
})
