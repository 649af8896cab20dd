import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import { pairs, table } from '#electron/hosts/terminal/answers/table.ts'
import { asPlainText } from '#electron/hosts/terminal/output.ts'
import { everyCommand, folderWithFiles } from './every-command.ts'
import { run } from './run.ts'

test('columns stand under each other when Chinese and Latin names are mixed', () => {
  const lines = table(
    [{ head: '组织' }, { head: 'n', align: 'right' }, { head: '说明' }],
    [
      ['白石龙社区团支部', 7, 'a'],
      ['Longhua', 120, 'b'],
      ['𠮷田', null, 'c'],
    ],
  )
  expect(lines).toEqual([
    '组织                n  说明',
    '白石龙社区团支部    7  a',
    'Longhua           120  b',
    '𠮷田                   c',
  ])
  expect(new Set(lines.slice(1).map(line => stringWidth(line))).size).toBe(1)
})

test('a line break inside a cell does not break the table', () => {
  expect(table([{ head: 'a' }, { head: 'b' }], [['x\ny', 'z']])).toEqual(['a    b', 'x y  z'])
})

test('names and values stand under each other, without those that are not known', () => {
  expect(
    pairs([
      ['组织', 3],
      ['Short name', null],
      ['Tier', 'street'],
    ]),
  ).toEqual(['组织  3', 'Tier  street'])
})

test('what would steer the reader’s terminal is taken out of names', () => {
  expect(asPlainText(['张\u001b[31m伟\u0007\u202e'])).toBe('张[31m伟\n')
})

test.each(Object.entries(everyCommand))('%s speaks to people in both languages', async (_, { argv }) => {
  for (const lang of ['zh', 'en']) {
    const cwd = await folderWithFiles()
    const ran = await run([...argv, '--lang', lang], { cwd })
    expect(ran.stdout).toMatch(/\S/)
    expect(ran.stdout).not.toMatch(/undefined|\[object|^\s*\{/)
  }
})

test('an import shows its counts, the columns not used and the first twenty problems', async () => {
  const cwd = await folderWithFiles()
  const { stdout } = await run(['import', 'roster.csv', '--as', 'members'], { cwd })
  expect(stdout).toContain('读取  新增  更新  没有变化  未导入\n 101    76     0         0      25\n')
  expect(stdout).toContain('没有用到的列：备注')
  expect(stdout).toContain('问题 25 处：')
  expect(stdout.match(/校验码不对/g)).toHaveLength(20)
  expect(stdout).toContain('还有 5 处')
  expect(stdout).toContain(
    '24 处未导入，“所在团支部”：没有这个组织。\n    “第一支部” 7 处、“第二支部” 6 处、“第三支部” 5 处、“第四支部” 4 处、“第五支部” 3 处，还有 3 种\n',
  )
  expect(stdout).toContain('2 处未导入，“证件号”，如第 3 行：与第 2 行相同。\n    张伟 等\n')
  expect(stdout).toContain('undo 2')
})

test('a scan lists its findings rule by rule', async () => {
  const { stdout } = await run(['scan'])
  expect(stdout.indexOf('W01  1 个')).toBeGreaterThan(0)
  expect(stdout.indexOf('W06  1 个')).toBeGreaterThan(stdout.indexOf('W01  1 个'))
  expect(stdout).toContain('红灯  440309002007  白石龙社区团支部  2018-06-01  逾期 213 天没有换届')
})

test('peers are a table in which numbers stand at the right', async () => {
  const { stdout } = await run(['peers'])
  const lines = stdout.trimEnd().split('\n')
  expect(lines[1]).toMatch(/^下级 {2}白石龙社区 {5}7 {9}6 {3}120 {5}0 {2}2018-12-31 \d\d:\d\d {2}r-1$/)
  expect(lines[2]).toMatch(/^上级 {2}Longhua {8}7 {9}6 {3}120 {5}0 {2} +r-1$/)
})

test('a dry run says that nothing was changed', async () => {
  expect((await run(['undo', '3', '--dry-run'])).stdout).toContain('试运行，什么都没有改')
})
