import { describe, expect, test } from 'vitest'
import { blanksIn } from '#db/forms/blanks.ts'
import { boxOf } from '#db/forms/boxes.ts'
import { formRosters } from '#db/forms/form-rosters.ts'
import { openForm } from '#db/forms/open-form.ts'
import { propose } from '#db/forms/proposing/propose.ts'
import { paragraph, partsIn, wordOf, workbookOf } from '#tests/fixtures/blank-forms.ts'

const known = { rosters: formRosters, figures: [], units: [], year: 2018 }

/** Each group of boxes of a text: the words before it, its options, and the text with the box of a value ticked. */
function read(text: string, value: string) {
  return blanksIn(text).flatMap(({ before, boxes }) => {
    if (boxes === undefined) return []
    const at = boxOf(boxes, value)
    return [
      {
        before,
        options: boxes.map(({ option }) => option).join(' '),
        ticked: at === undefined ? undefined : `${text.slice(0, at)}☑${text.slice(at + 1)}`,
      },
    ]
  })
}

describe('boxes of which one is ticked', () => {
  test.each([
    ['性别：□男 □女', '女', [{ before: '性别：', options: '男 女', ticked: '性别：□男 ☑女' }]],
    ['性别 □ 男 □ 女', '男', [{ before: '性别', options: '男 女', ticked: '性别 ☑ 男 □ 女' }]],
    [
      '政治面貌：群众□ 团员□ 党员□',
      '共青团员',
      [{ before: '政治面貌：', options: '群众 团员 党员', ticked: '政治面貌：群众□ 团员☑ 党员□' }],
    ],
    ['是□否□', '否', [{ before: '', options: '是 否', ticked: '是□否☑' }]],
    [
      '□高中及以下、□大专、□本科',
      '大学本科',
      [{ before: '', options: '高中及以下 大专 本科', ticked: '□高中及以下、□大专、☑本科' }],
    ],
    [
      '□团委\n□团总支\n□团支部',
      '支部',
      [{ before: '', options: '团委 团总支 团支部', ticked: '□团委\n□团总支\n☑团支部' }],
    ],
    [
      '□专职 □其他（请注明）____ □兼职',
      '兼职',
      [{ before: '', options: '专职 其他（请注明） 兼职', ticked: '□专职 □其他（请注明）____ ☑兼职' }],
    ],
    ['□我已阅读并同意', '是', []],
  ])('%s', (text, value, groups) => {
    expect(read(text, value)).toEqual(groups)
  })

  test('two questions in one line are two, each with the label before it', () => {
    expect(read('性别：□男 □女    是否注册志愿者：□是 □否', '是')).toEqual([
      { before: '性别：', options: '男 女', ticked: undefined },
      {
        before: '是否注册志愿者：',
        options: '是 否',
        ticked: '性别：□男 □女    是否注册志愿者：☑是 □否',
      },
    ])
    expect(read('性别 男□ 女□   是否团员 是□ 否□', '否').map(one => [one.before, one.options])).toEqual([
      ['性别', '男 女'],
      ['是否团员', '是 否'],
    ])
  })
})

const sign = (font: string, char: string) => `<w:r><w:sym w:font="${font}" w:char="${char}"/></w:r>`
const run = (text: string) => `<w:r><w:t xml:space="preserve">${text}</w:t></w:r>`
const checkbox = `<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="0"/><w14:checkedState w14:val="2611" w14:font="MS Gothic"/><w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:rPr><w:rFonts w:ascii="MS Gothic"/></w:rPr><w:t>☐</w:t></w:r></w:sdtContent></w:sdt>`
const registration = () =>
  wordOf(
    [
      paragraph('青年骨干登记表'),
      paragraph('姓名：________ 性别：□男 □女'),
      `<w:p>${run('政治面貌：群众')}${sign('Wingdings 2', '00A3')}${run(' 团员')}${sign('Wingdings 2', 'F0A3')}</w:p>`,
      `<w:p>${run('全日制学历：')}${checkbox}${run('大专 ')}${checkbox}${run('本科')}</w:p>`,
      paragraph('联系电话：____________'),
    ].join(''),
  )

test('boxes in the running text of a document about one person are proposed and ticked, whatever draws them', async () => {
  const blank = await registration()
  const form = await openForm('登记表.docx', blank)
  const marks = propose(form.parts, known)
  expect(marks).toEqual({
    'p2#1': 'person:name',
    'p2#2': 'person:sex',
    'p3#1': 'person:political',
    'p4#1': 'person:education',
    'p5#1': 'person:phone',
  })
  const filled = form.fill({
    values: new Map([
      ['p2#1', '林小红'],
      ['p2#2', '女'],
      ['p3#1', '共青团员'],
      ['p4#1', '本科'],
      ['p5#1', '13800001234'],
    ]),
    rows: [],
  })
  expect(filled.left).toEqual([])
  const { parts } = await openForm('登记表.docx', filled.bytes)
  const texts = parts[0]?.cells.map(({ text }) => text.replace(/ {2,}/g, ' '))
  expect(texts?.slice(1, 4)).toEqual([
    '姓名： 林小红 性别：□男 ☑女',
    '政治面貌：群众□ 团员☑',
    '全日制学历：☐大专 ☑本科',
  ])
  // a control that is a box knows that it is ticked, and the other one that it is not
  const xml = (await partsIn(filled.bytes)).get('word/document.xml') ?? ''
  expect([...xml.matchAll(/<w14:checked w14:val="(\d)"\/>/g)].map(([, said]) => said)).toEqual(['0', '1'])
})

test('a label that comes again on a form about one person is about somebody else', async () => {
  const { parts } = await openForm(
    '推荐表.xlsx',
    await workbookOf({
      name: '推荐',
      rows: [
        ['优秀共青团员推荐表', undefined, undefined, undefined],
        ['姓名', null, '性别', '□男 □女'],
        ['身份证号码', null, '联系电话', null],
        ['推荐人', undefined, undefined, undefined],
        ['姓名', null, '联系电话', null],
      ],
      merges: ['A1:D1'],
    }),
  )
  expect(propose(parts, known)).toEqual({
    's1!B2': 'person:name',
    's1!D2#1': 'person:sex',
    's1!B3': 'person:idNumber',
    's1!D3': 'person:phone',
  })
})
