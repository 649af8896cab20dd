import { readXlsx, writeXlsx } from 'hucre'
import { expect, test } from 'vitest'
import { writeRefused } from '#db/rosters/writing/write-refused.ts'
import { bytesOf, codesOf, goodId, memberHeaders, readAll, xlsxOf } from './make-file.ts'

const date = (year: number, month: number, dayOfMonth: number) =>
  new Date(Date.UTC(year, month - 1, dayOfMonth))

async function refusedFile(lang: 'zh' | 'en' = 'zh') {
  const formula = { value: null, type: 'formula' as const, formula: 'HYPERLINK("http://x","王芳")' }
  const bytes = await xlsxOf(
    [
      ['某街道团员名册'],
      ['填报单位:共青团某街道工作委员会', null, '填报日期:2018-12-31'],
      ['序号', ...memberHeaders, '出生\n日期', '血型'],
      [1, '张伟', goodId, '第一支部', date(1949, 12, 31), 'A'],
      [2, '李娜', '440399199408252401', '第一支部', date(1994, 8, 25), 'B'],
      [3, null, '440399200105102107', '第二支部', '2001-05-10', '=O'],
      [4, '何海', 440399200006033000, '第二支部', null, null],
    ],
    { cells: new Map([['5,1', formula]]) },
  )
  const { roster, rows } = await readAll({ bytes, as: 'members' })
  const refused = rows.filter(row => row.refused)
  const { headers, unit, day } = roster
  const written = await bytesOf(
    writeRefused({
      title: '团员信息表',
      unit,
      day,
      lang,
      sheets: [{ name: '团员信息表', headers, rows: refused }],
    }),
  )
  return { written, refused }
}

test('a workbook that does not hold every refused row says how many more there are, and is read all the same', async () => {
  const written = await bytesOf(
    writeRefused({
      title: '团员信息表',
      unit: undefined,
      day: undefined,
      lang: 'zh',
      sheets: [
        { name: '团员信息表', headers: memberHeaders, rows: [{ cells: ['张伟', goodId], problems: [] }] },
      ],
      leftOut: 1234,
    }),
  )
  const sheet = (await readXlsx(written)).sheets[0]!
  expect(sheet.rows[1]?.[0]).toBe('还有 1234 行没有导入，这里放不下：请在原表里改好，再导入原表。')
  const { rows } = await readAll({ bytes: written, as: 'members' })
  expect(rows.map(row => row.row)).toEqual([4])
})

test('refused rows come back as they stood, the wrong cells coloured, with what is proposed and why', async () => {
  const { written, refused } = await refusedFile()
  expect(refused.map(codesOf)).toEqual([['id-checksum'], ['formula'], ['id-rounded']])
  const sheet = (await readXlsx(written, { readStyles: true })).sheets[0]!
  expect(sheet.rows[2]).toEqual(['序号', ...memberHeaders, '出生\n日期', '血型', '建议改为', '原因'])
  expect(sheet.rows[3]?.slice(0, 7)).toEqual([
    2,
    '李娜',
    '440399199408252401',
    '第一支部',
    '1994-08-25',
    'B',
    '身份证号：440399199408252406',
  ])
  expect(sheet.rows[3]?.[7]).toMatch(/^第 5 行“身份证号”“440399199408252401”：身份证号校验不通过/)
  expect(sheet.rows[4]?.slice(0, 6)).toEqual([
    3,
    '=HYPERLINK("http://x","王芳")',
    '440399200105102107',
    '第二支部',
    '2001-05-10',
    '=O',
  ])
  expect(sheet.rows[5]?.[2]).toBe('440399200006033000')
  const colour = (place: string) => JSON.stringify(sheet.cells?.get(place)?.style?.fill ?? null)
  expect(colour('3,2')).toContain('FFD9D0')
  expect(colour('4,1')).toContain('FFD9D0')
  expect(colour('3,1')).not.toContain('FFD9D0')
})

test('in English the last columns are English', async () => {
  const { written } = await refusedFile('en')
  const rows = (await readXlsx(written)).sheets[0]!.rows
  expect(rows[2]?.slice(6)).toEqual(['Proposed', 'Reason'])
  expect(rows[3]?.[7]).toMatch(/^Row 5, 身份证号 "440399199408252401": the check digit/)
})

test('the workbook of refused rows is read like the file it came from, and is taken once corrected', async () => {
  const { written } = await refusedFile()
  const again = await readAll({ bytes: written, as: 'members' })
  expect(again.roster).toMatchObject({ day: '2018-12-31', unit: '共青团某街道工作委员会', headerRow: 3 })
  expect(again.roster.columns.ignored).toEqual(['序号', '血型', '建议改为', '原因'])
  expect(again.rows.map(codesOf)).toEqual([['id-checksum'], ['name-not-a-name'], ['id-rounded']])

  const sheet = (await readXlsx(written)).sheets[0]!
  const rows = sheet.rows.map(row => [...row])
  rows[3]![2] = '440399199408252406'
  rows[4]![1] = '王芳'
  rows[5]![2] = '440399199311137452'
  const corrected = await writeXlsx({ sheets: [{ name: sheet.name, rows }] })
  const taken = await readAll({ bytes: corrected, as: 'members' })
  expect(taken.rows.map(row => row.refused)).toEqual([false, false, false])
})
