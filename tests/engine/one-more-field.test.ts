import { readXlsx } from 'hucre'
import { expect, onTestFinished, test } from 'vitest'
import { resultOf } from '#tests/fixtures/engine.ts'
import {
  cadreLines,
  csvFile,
  filledDistrict,
  inventedId,
  memberLines,
  memberRoster,
} from '#tests/fixtures/small-district.ts'

/** 入党年月 is a line of the definition of a person and a migration, and nothing else names it. */
test('a field with headings is in the form, the page, rosters in and out, the empty table, history and the terminal’s kinds', async () => {
  const pc = await filledDistrict.open('district')
  onTestFinished(() => pc.discard())
  const kinds = await pc.ask.records.kinds({})
  const words = { zh: '入党年月', en: 'joined the Party' }
  expect(kinds.find(({ kind }) => kind === 'person')?.add).toContainEqual(
    expect.objectContaining({ field: 'joined_party', words, type: 'day' }),
  )

  const [line = {}] = memberLines
  const roster = (day: string) => memberRoster([{ ...line, 入党时间: day }])
  const taken = await resultOf(
    pc.ask.rosters.importFile({ file: roster('2017.7'), as: 'members', on: '2018-02-01' }),
  )
  expect(taken).toMatchObject({
    updated: 1,
    problems: [],
    columns: { matched: { 入党时间: 'joined_party' } },
  })
  const { rows } = await pc.ask.records.list({ kind: 'person', where: { joined_party: '2017-07' } })
  const person = rows[0]?.id ?? ''
  expect(rows).toMatchObject([{ fields: { joined_party: '2017-07' } }])

  // A month says nothing new of a day within it; a day that is none is refused at its cell.
  await pc.ask.records.edit({ id: person, set: { joined_party: '2017-07-01' } })
  const again = await resultOf(
    pc.ask.rosters.importFile({ file: roster('2017.7'), as: 'members', on: '2018-02-01' }),
  )
  expect(again).toMatchObject({ unchanged: 1, updated: 0 })
  const bad = await resultOf(pc.ask.rosters.importFile({ file: roster('2017-02-30'), as: 'members' }))
  expect(bad.problems).toMatchObject([{ column: '入党时间', code: 'date-impossible', refused: true }])

  const [entry] = await pc.ask.registry.history({ limit: 1 })
  expect(entry?.sentence.en).toContain('joined the Party 2017-07 → 2017-07-01')
  const { more } = await pc.ask.looking.person({ id: person })
  expect(more).toContainEqual({ field: 'joined_party', words, value: { zh: '2017-07-01', en: '2017-07-01' } })

  const { file } = await resultOf(pc.ask.rosters.exportRoster({ as: 'members', name: '团员.csv' }))
  const written = await file.text()
  expect(written).toContain('入党年月')
  expect(written).toContain('2017-07-01')
  const back = new File([written], '团员.csv')
  expect(
    await resultOf(pc.ask.rosters.importFile({ file: back, as: 'members', on: '2018-02-01' })),
  ).toMatchObject({
    created: 0,
    updated: 0,
    rejected: 0,
  })

  const empty = await pc.ask.rosters.template({ as: 'members', lang: 'en' })
  const book = await readXlsx(new Uint8Array(await empty.file.arrayBuffer()))
  expect(book.sheets[0]?.rows[0]).toContain('入党年月')
  expect(book.sheets[1]?.rows.flat()).toContain('入党年月 · Joined the Party')

  const added = await pc.ask.records.add({
    kind: 'person',
    set: {
      org: '东坪社区第一',
      name: '张伟',
      id_number: inventedId('1999-05-04', 900),
      joined_party: '2018年6月',
    },
  })
  expect((await pc.ask.records.show({ id: added.id })).fields['joined_party']).toBe('2018-06')
})

test('a field of a post with headings is in the roster of cadres, in and out', async () => {
  const pc = await filledDistrict.open('district')
  onTestFinished(() => pc.discard())
  const [line = {}] = cadreLines
  const roster = (own: string) => csvFile('团干部.csv', [{ ...line, 自录职务: own, 是否运营者: '是' }])
  const taken = await resultOf(pc.ask.rosters.importFile({ file: roster('团支书'), as: 'cadres' }))
  expect(taken).toMatchObject({
    updated: 1,
    problems: [],
    columns: { matched: { 自录职务: 'own_title', 是否运营者: 'operator' }, ignored: [] },
  })
  const { rows } = await pc.ask.records.list({ kind: 'post', where: { own_title: '团支书', operator: '是' } })
  expect(rows).toHaveLength(1)
  const again = await resultOf(pc.ask.rosters.importFile({ file: roster('团支书'), as: 'cadres' }))
  expect(again).toMatchObject({ created: 0, updated: 0, unchanged: 1 })
  const { file } = await resultOf(pc.ask.rosters.exportRoster({ as: 'cadres', name: '团干部.csv' }))
  const written = await file.text()
  expect(written).toContain('自行录入的职务')
  expect(written).toContain('团支书')
  const back = await resultOf(
    pc.ask.rosters.importFile({ file: new File([written], '团干部.csv'), as: 'cadres' }),
  )
  expect(back).toMatchObject({ created: 0, updated: 0, rejected: 0 })
})
