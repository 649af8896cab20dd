import { type CellValue, writeXlsx } from 'hucre'
import { test } from 'vitest'
import { recognise } from '#db/rosters/recognising/recognise.ts'
import type { RosterKind } from '#db/rosters/roster-kinds.ts'
import { inventedId } from '#tests/fixtures/small-district.ts'
import { readAll } from './make-file.ts'

const id = (n: number) => inventedId('1998-03-12', n)
const knowsPlace = (t: string) => /^(东坪|西坪)社区第[一二]团支部$/.test(t)
const files: [string, RosterKind, CellValue[][] | Record<string, CellValue[][]>][] = [
  [
    'spaced headers',
    'members',
    [
      ['共青团员花名册'],
      ['填报单位：东坪社区', null, null, '填报时间：2018年12月'],
      [
        '序 号',
        '姓    名',
        '性 别',
        '民 族',
        '身 份 证 号',
        '入 团 时 间',
        '所 在 团 支 部',
        '联 系 电 话',
        '备 注',
      ],
      [1, '张 三', '男', '汉', id(1), '2016.5', '东坪社区第一团支部', 13800001234, '已转出'],
      [2, '欧阳　娜娜', '女', '壮', id(2), '二〇一六年五月', '东坪社区第一团支部', '138 0000 1235', null],
    ],
  ],
  [
    'branch in the first row of a block',
    'members',
    [
      ['支部', '姓名', '身份证号'],
      ['东坪社区第一团支部', '张三', id(3)],
      ['', '李四', id(4)],
      ['', '王五', id(5)],
      ['东坪社区第二团支部', '赵六', id(6)],
      [null, '孙七', id(7)],
    ],
  ],
  [
    'header remarks',
    'members',
    [
      ['填表说明：1.身份证号必须为18位；2.电话必须为手机。3.请勿改动表头。'],
      [
        '姓名\n（必填）',
        '证件号码（身份证）',
        '所属团支部（全称）',
        '联系电话1',
        '联系电话2',
        '出生年月（如1998.01）',
        '文化程度',
      ],
      ['张三', id(8), '东坪社区第一团支部', '13800001111', '13800002222', '1998.03', '大学本科'],
    ],
  ],
  [
    'numbered names',
    'members',
    [
      ['姓名', '身份证号', '所在团支部'],
      ['1.张三', id(9), 'x支部'],
      ['李四（书记）', id(10), 'x支部'],
      ['王五*', id(11), 'x支部'],
    ],
  ],
  [
    'transposed',
    'members',
    [
      ['姓名', '张三', '李四', '王五'],
      ['性别', '男', '女', '男'],
      ['身份证号', id(12), id(13), id(14)],
      ['所在团支部', 'x', 'x', 'x'],
      ['手机号码', '1', '2', '3'],
    ],
  ],
  [
    'wide cadres',
    'cadres',
    [
      ['团组织名称', '书记姓名', '书记身份证号', '书记电话', '副书记姓名', '副书记身份证号'],
      ['东坪社区第一团支部', '张三', id(15), '13800001111', '李四', id(16)],
    ],
  ],
  [
    'cadres nature',
    'cadres',
    [
      ['单位', '姓名', '职务', '专职/兼职/挂职', '身份证号码', '任职时间'],
      ['东坪社区第一团支部', '张三', '团支部书记', '兼职', id(17), '2017年'],
      ['〃', '李四', '组织委员', '〃', id(18), '〃'],
    ],
  ],
  [
    'meetings months',
    'meetings',
    {
      '1月': [
        ['支部', '会议类型', '时间', '主题', '应到/实到'],
        ['东坪社区第一团支部', '团员大会', '2018年1月5日下午3:00', '学习', '12/10'],
      ],
      '2月': [
        ['支部', '会议类型', '时间', '主题', '应到/实到'],
        ['东坪社区第一团支部', '团课', '2018.2.6-2.7', '学习', '12/10'],
      ],
    },
  ],
  [
    'orgs indented',
    'orgs',
    [
      ['组织名称', '类型', '上级', '成立时间'],
      ['云岭街道团工委', '团工委', '青山区团委', '2010'],
      ['　　东坪社区团总支', '团总支', '云岭街道团工委', '2012年3月'],
      ['　　　　东坪社区第一团支部', '团支部', '东坪社区团总支', '2014.9.10'],
    ],
  ],
  [
    'orgs merged parent',
    'orgs',
    [
      ['序号', '上级团组织', '团支部名称', '书记', '团员数'],
      [1, '东坪社区团总支', '东坪社区第一团支部', '张三', 12],
      [2, null, '东坪社区第二团支部', '李四', 8],
      ['合计', null, null, null, 20],
    ],
  ],
  [
    'count above',
    'members',
    [
      ['东坪社区第一团支部团员名单（共2人）'],
      ['姓名', '身份证号', '电话'],
      ['张三', id(19), 1],
      ['李四', id(20), 2],
    ],
  ],
  [
    'group lines with a blank branch column',
    'members',
    [
      ['姓名', '身份证号', '所在团支部'],
      ['东坪社区第一团支部（2人）', null, null],
      ['张三', id(21), null],
      ['李四', id(22), null],
      ['小计：2人', null, null],
    ],
  ],
  [
    'three side by side',
    'members',
    [
      ['东坪社区第一团支部团员名单'],
      ['序号', '姓名', '身份证号', '序号', '姓名', '身份证号', '序号', '姓名', '身份证号'],
      [1, '张三', id(23), 2, '李四', id(24), 3, '王五', id(25)],
      [4, '赵六', id(26), null, null, null, null, null, null],
    ],
  ],
  [
    'english',
    'members',
    [
      ['Name', 'ID Number', 'Branch', 'Phone'],
      ['张三', id(27), 'x支部', '13800001111'],
    ],
  ],
  [
    'no id',
    'members',
    [
      ['姓名', '性别', '年龄', '支部'],
      ['张三', '男', 20, 'x'],
    ],
  ],
  [
    'year heading',
    'members',
    [
      ['姓名', '身份证号', '所在团支部', '出生年份', '入团年份'],
      ['张三', id(28), 'x支部', 1998, 2014],
    ],
  ],
  [
    'id in two formats',
    'members',
    [
      ['姓名', '身份证号', '所在团支部'],
      ['张三', `ID:${id(29)}`, 'x支部'],
      ['李四', `${id(30)}（本人）`, 'x支部'],
      ['王五', '无', 'x支部'],
      ['赵六', '440399 19980312 0313', 'x支部'],
    ],
  ],
  [
    'stamps',
    'members',
    [
      ['姓名', '身份证号', '所在团支部'],
      ['张三', id(31), 'x支部'],
      ['', '', ''],
      ['单位（盖章）：', '', '2018年12月31日'],
      ['', '填表人：李四', ''],
      ['注：1、本表一式两份；', '', ''],
      ['2、报区团委备案。', '', ''],
    ],
  ],
  [
    'school class',
    'members',
    [
      ['高一（1）班团员花名册'],
      ['学号', '姓名', '性别', '身份证件号', '团支部', '班级', '入团时间'],
      ['20180101', '张三', '男', id(32), '高一（1）班团支部', '高一（1）班', '2018-05'],
    ],
  ],
  [
    'cadres posts in one cell',
    'cadres',
    [
      ['所属组织', '姓名', '身份证号', '职务', '性质', '任期起止'],
      ['x支部', '张三', id(33), '书记兼组织委员', '专职', '2017.5-2020.5'],
    ],
  ],
]
test('try', { timeout: 100_000 }, async () => {
  for (const [name, as, given] of files) {
    const sheets = Array.isArray(given)
      ? [{ name: 'Sheet1', rows: given }]
      : Object.entries(given).map(([n, rows]) => ({ name: n, rows }))
    const bytes = await writeXlsx({ sheets })
    const found = await recognise({ bytes, fileName: name, knowsPlace })
    console.log(`## ${name}: ${found.as} sure=${found.sure} ${found.why.zh}`)
    try {
      const { roster, rows } = await readAll({ bytes, as, fileName: name, knowsPlace })
      console.log(
        '   ignored',
        roster.columns.ignored.join(),
        'place',
        JSON.stringify(roster.tables[0]?.place),
        'passed',
        roster.passedOver.map(p => p.text).join('|'),
      )
      for (const row of rows)
        console.log(
          '  ',
          row.row,
          row.refused
            ? 'REFUSED'
            : JSON.stringify(
                Object.fromEntries(
                  Object.entries(row.values).filter(
                    ([k, v]) => v !== undefined && !['idType', 'birth', 'sex'].includes(k),
                  ),
                ),
              ),
          row.problems
            .map(p => `${p.code}[${p.column}:${p.value}${p.repair ? `->${p.repair}` : ''}]`)
            .join(' '),
        )
    } catch (e) {
      console.log('   !!', (e as { code?: string }).code, (e as { text?: { zh: string } }).text?.zh ?? e)
    }
  }
})
