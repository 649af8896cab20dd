import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { refusedAs, sheetsOf } from './sheets-of.ts'

const rowsOf = async (text: string | Buffer) => {
  const [sheet, ...others] = await sheetsOf(Buffer.from(text as string), '团员.xls')
  expect(others).toEqual([])
  return sheet?.rows.map(({ row, cells }) => [row, ...cells])
}

describe('a list that an office system gives out as a web page is read as Excel and WPS open it', () => {
  test.each<[string, string, unknown[][]]>([
    [
      'a whole page with a script, styles and a title',
      '<!DOCTYPE html><html><head><meta charset=utf-8><title>名册</title><style>td {a>b}</style><script>if (1<2) document.write("<tr>")</script></head><body><h1>团员</h1><table><thead><tr><th>姓名</th><th>身份证号</th></tr></thead><tbody><tr><td>张 伟</td><td style="mso-number-format:\'\\@\'">440399200105102107</td></tr></tbody></table></body></html>',
      [
        [1, '姓名', '身份证号'],
        [2, '张 伟', '440399200105102107'],
      ],
    ],
    [
      'thirty tables within each other, and what comes behind the outermost cell',
      `<table><tr><td>甲${'<table><tr><td>'.repeat(30)}x${'</td></tr></table>'.repeat(30)}</td><td>乙</td></tr><tr><td>丙</td></tr></table>`,
      [
        [12, 'x'],
        [31, '甲', '乙'],
        [32, '丙'],
      ],
    ],
    [
      'tags that are never closed, in capitals, with unquoted attributes',
      '<TABLE BORDER=1><TR><TD ALIGN=center>姓名<TD>单位<TR><TD>王芳<TD>a<b &amp; c',
      [
        [1, '姓名', '单位'],
        [2, '王芳', 'a'],
      ],
    ],
    [
      'entities, line breaks and spaces',
      '<table><tr><td>&nbsp;王芳&#160;</td><td>第一<br>第二</td><td>&#x5f20;&lt;&unknown;</td><td>\n  a\n  b </td></tr></table>',
      [[1, '王芳', '第一\n第二', '张<&unknown;', 'a b']],
    ],
    [
      'cells over several columns and rows',
      '<table><tr><td colspan=2>名册</td><td>x</td></tr><tr><td rowspan="2">一支部</td><td>甲</td></tr><tr><td>乙</td><td>丙</td></tr><tr><td>二支部</td><td>丁</td></tr></table>',
      [
        [1, '名册', null, 'x'],
        [2, '一支部', '甲'],
        [3, '一支部', '乙', '丙'],
        [4, '二支部', '丁'],
      ],
    ],
    [
      'a blank cell over two rows takes its place, too',
      '<table><tr><td rowspan=2></td><td>甲</td></tr><tr><td>乙</td></tr></table>',
      [
        [1, null, '甲'],
        [2, null, '乙'],
      ],
    ],
    [
      'two tables below each other, and blank rows between',
      '<table><tr><td>甲</td></tr><tr><td> </td></tr></table>words<table><tr><td>乙</td></tr></table>',
      [
        [1, '甲'],
        [3, '乙'],
      ],
    ],
    [
      'a table within a table that lays the page out',
      '<table><tr><td><table><tr><td>姓名</td></tr><tr><td>张伟</td></tr></table></td></tr></table>',
      [
        [1, '姓名'],
        [2, '张伟'],
      ],
    ],
    [
      'what Excel itself saves, with comments and an island of XML',
      '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><!--[if gte mso 9]><xml><x:Name>表</x:Name></xml><![endif]--><xml><x:a><table></x:a></xml></head><body><table x:str><tr height=18><td class=xl24 x:num="37021">2001-05-10</td></tr></table></body></html>',
      [[1, '2001-05-10']],
    ],
  ])('%s', async (_, text, rows) => {
    expect(await rowsOf(text)).toEqual(rows)
    expect(await rowsOf(iconv.encode(text, 'gbk') as Buffer)).toEqual(rows)
  })

  test('where the text is cut into pieces changes nothing', async () => {
    const row = (n: number) => `<tr><td class="a>b">张&nbsp;伟${n}</td><td><!-- x < y -->${n}</td></tr>`
    const rows = await rowsOf(`<table>${Array.from({ length: 40_000 }, (_, n) => row(n)).join('')}</table>`)
    expect(rows).toHaveLength(40_000)
    expect(
      rows?.every(([at, name, n]) => name === `张 伟${Number(at) - 1}` && n === String(Number(at) - 1)),
    ).toBe(true)
  })

  test('rows out of sight and people struck through are known as such', async () => {
    const [sheet] = await sheetsOf(
      Buffer.from(
        '<table><tr style="display: none"><td>甲</td></tr><tr><td style="text-decoration:line-through">乙</td><td>丙</td></tr></table>',
      ),
    )
    expect(sheet?.rows).toEqual([
      { row: 1, cells: ['甲'], hidden: true },
      { row: 2, cells: ['乙', '丙'], struck: new Set([0]) },
    ])
  })
})

test.each<[string, string, string]>([
  ['no table', '<html><body>姓名</body></html>', 'file-not-a-spreadsheet'],
  ['a blank table', '<table><tr><td></td></tr></table>', 'file-not-a-spreadsheet'],
  ['a tag of 2 MB', `<table><tr><td ${'a'.repeat(2_000_000)}`, 'file-damaged'],
  ['210,000 rows', `<table>${'<tr><td>1'.repeat(210_000)}`, 'too-many-rows'],
  ['a million tables in each other', `<table><tr><td>1${'<table>'.repeat(1_000_000)}`, 'read 1'],
  ['a cell over a million columns and rows', '<table><tr><td colspan=999999 rowspan=999999>1', 'read 1'],
  ['a cell of 20 MB', `<table><tr><td>${'a'.repeat(20_000_000)}`, 'read 1'],
  ['a million signs that begin nothing', `<table><tr><td>1${'< '.repeat(1_000_000)}`, 'read 1'],
  ['rows of 30,000 cells', `<table>${`<tr>${'<td>1'.repeat(30_000)}`.repeat(70)}`, 'file-too-large'],
  [
    'cells that all reach down a million rows',
    `<table>${'<tr><td rowspan=1000000 colspan=16000>a<td>b'.repeat(20_000)}`,
    'file-too-large',
  ],
  ['tables 200,000 deep', `<table><tr><td>1${'<td><table><tr>'.repeat(200_000)}`, 'read 1'],
  [
    'a million tables in each other, each closed',
    `${'<table><tr><td>'.repeat(1_000_000)}1${'</td></tr></table>'.repeat(1_000_000)}`,
    'file-too-large',
  ],
  ['a million blank tables', '<table><tr><td></td></tr></table>'.repeat(1_000_000), 'file-too-large'],
  ['entities alone, 20 MB of them', `<table><tr><td>1${'&nbsp;&#x41;&lt;'.repeat(1_300_000)}`, 'read 1'],
  ['three million signs in a row that begin nothing', `<table><tr><td>1${'<'.repeat(3_000_000)}`, 'read 1'],
  ['a million quotation marks', `<table><tr><td a=${'"='.repeat(400_000)}>1`, 'read 1'],
])('of a page with %s no more is read than is good', async (_, text, outcome) => {
  const begun = process.cpuUsage()
  expect(await refusedAs(Buffer.from(text))).toBe(outcome)
  const { user, system } = process.cpuUsage(begun)
  expect((user + system) / 1e6).toBeLessThan(5)
})
