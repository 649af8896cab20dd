import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { everyCommand, folderWithFiles } from './every-command.ts'
import { run } from './run.ts'
import { standInEngine } from './stand-in-engine.ts'

test.each(Object.entries(everyCommand))(
  '%s prints one document with the keys of cli.md',
  async (_, command) => {
    const cwd = await folderWithFiles()
    const ran = await run([...command.argv, '--json'], { cwd })
    expect(ran.exit).toBe(0)
    expect(ran.stderr).toBe('')
    expect(ran.stdout.trimEnd()).not.toContain('\n')
    expect(Object.keys(ran.json())).toEqual(expect.arrayContaining([...command.keys]))
  },
)

test.each(Object.entries(everyCommand))('%s leaves no sentence in two languages', async (_, command) => {
  const cwd = await folderWithFiles()
  const ran = await run([...command.argv, '--json', '--lang', 'en'], { cwd })
  expect(ran.stdout).not.toContain('"zh"')
})

test('several records named at once are edited as one, and told one by one', async () => {
  const engine = standInEngine()
  const argv = ['record', 'edit', 'm-1,m-2', '--set', 'topic=学习', '--leave-out']
  const ran = await run([...argv, '--json'], { engine })
  expect(ran.json()).toMatchObject({ changeSet: 12, done: 2, wrong: 0, rows: [{ id: 'm-1' }, { id: 'm-2' }] })
  expect(engine.asked.at(-1)).toMatchObject({
    path: 'records.many',
    input: { ids: ['m-1', 'm-2'], set: { topic: '学习' }, leaveOut: true },
  })
  const people = await run([...argv, '--dry-run'])
  expect(people.stdout).toContain('  登记会议活动 2018-03-02 支部大会')
})

test('several transfers named at once are answered as one', async () => {
  const engine = standInEngine()
  const argv = ['transfer', 'refuse', 't-1，t-2', '--reason', '查无此人', '--leave-out']
  const ran = await run([...argv, '--json'], { engine })
  expect(ran.json()).toMatchObject({ changeSet: 12, done: 2, rows: [{ id: 't-1' }, { id: 't-2' }] })
  expect(engine.asked.at(-1)).toMatchObject({
    path: 'transfers.answerMany',
    input: { ids: ['t-1', 't-2'], action: 'refuse', note: '查无此人', leaveOut: true },
  })
  const orgs = ['case', 'open', '--org', '一支部,二支部', '--measure', '换届', '--owner', '张伟']
  await run([...orgs, '--liaison', '李娜', '--due', '2019-03-31'], { engine })
  expect(engine.asked.at(-1)).toMatchObject({
    path: 'cases.openMany',
    input: { ids: ['一支部', '二支部'], set: { measures: '换届', owner: '张伟', due: '2019-03-31' } },
  })
  expect((await run([...orgs, '--rule', 'W01'], { engine })).stderr).toContain('--rule')
  await run(['transfer', 'accept', 't-1'], { engine })
  expect(engine.asked.at(-1)).toMatchObject({ path: 'transfers.accept', input: { id: 't-1' } })
})

test('sentences are in the language that was asked for, wherever they stand', async () => {
  const cwd = await folderWithFiles()
  const packet = async (lang: string) =>
    (await run(['bundle', 'apply', 'packet.llb', '--yes', '--json', '--lang', lang], { cwd })).json()
  expect(await packet('zh')).toMatchObject({
    message: '已并入第 7 号',
    sentences: ['张伟：新增'],
    warnings: ['有一处注意'],
    returned: [{ entity: 'person', id: 'p-1', code: 'not-yours', message: '不归你管' }],
  })
  expect(await packet('en')).toMatchObject({
    message: 'Took in no. 7',
    sentences: ['Zhang Wei: added'],
    warnings: ['one note'],
    returned: [{ message: 'not yours' }],
  })
  const scan = (await run(['scan', '--json', '--lang', 'en'], { cwd })).json()
  expect(scan['findings']).toMatchObject([
    {
      why: 'the election is 213 days overdue',
      clears: 'hold the election',
      evidence: [{ text: 'term until 2018-05-31' }],
    },
    {},
  ])
})

test('a saved scan is run again, by its day and its pack, and what differs is named', async () => {
  const cwd = await folderWithFiles()
  const scan = (await run(['scan', '--json'], { cwd })).json()
  const saved = join(cwd, 'scan.json')
  writeFileSync(saved, JSON.stringify(scan))
  const again = async () => (await run(['scan', '--again', 'scan.json', '--json'], { cwd })).json()['again']
  expect(await again()).toEqual({ same: true, differs: [] })
  const [first] = scan['findings'] as { org: string; rule: string }[]
  writeFileSync(saved, JSON.stringify({ ...scan, findings: [{ ...first, severity: 'yellow', measured: 1 }] }))
  expect(await again()).toMatchObject({
    same: false,
    differs: expect.arrayContaining([
      {
        org: first?.org,
        rule: first?.rule,
        was: expect.objectContaining({ measured: 1 }),
        now: expect.anything(),
      },
    ]),
  })
  expect((await run(['scan', '--again', 'scan.json', '--lang', 'en'], { cwd })).stdout).toContain(
    'back-dated or corrected',
  )
})

test('what is no saved scan is told from its beginning: nothing that fills the memory is held, or looked at piece by piece', async () => {
  const cwd = await folderWithFiles()
  const odd = {
    nothing: '{}',
    'a list': '[]',
    'no findings': '{"asOf":"2018-12-31","pack":"p","findings":[{"org":"A"}]}',
    'cut off': '{"asOf":"2018-12-31","pack":"p","findings":[',
    'more behind it': '{"asOf":"2018-12-31","pack":"p","findings":[]} {}',
    'a deep one': '['.repeat(5_000_000),
    'deep inside': `{"findings":[${'['.repeat(5_000_000)}`,
    'a long text': `{"findings":["${'a'.repeat(5_000_000)}"]}`,
    // An answer of zod for each of them would take a gigabyte.
    'many things': `{"asOf":"2018-12-31","pack":"p","findings":[${'1,'.repeat(2_000_000)}1]}`,
    zeros: '\0'.repeat(5_000_000),
  }
  for (const [name, text] of Object.entries(odd)) {
    writeFileSync(join(cwd, 'scan.json'), text)
    const started = performance.now()
    expect(await run(['scan', '--again', 'scan.json'], { cwd }), name).toMatchObject({
      exit: 1,
      stderr: expect.stringContaining('--again'),
    })
    expect(performance.now() - started, name).toBeLessThan(5_000)
  }
  // Whatever else stands in it, however long, is nobody's business here.
  const scan = (await run(['scan', '--json'], { cwd })).json()
  const wordy = { note: 'x]}'.repeat(500_000), ...scan, more: { deep: [['"\\']] } }
  writeFileSync(join(cwd, 'scan.json'), `\n${JSON.stringify(wordy, null, 2)}\n`)
  expect((await run(['scan', '--again', 'scan.json', '--json'], { cwd })).json()['again']).toEqual({
    same: true,
    differs: [],
  })
})

test.each([
  [{}, 'zh'],
  [{ LANG: 'zh_CN.UTF-8' }, 'zh'],
  [{ LANG: 'C.UTF-8' }, 'zh'],
  [{ LANG: 'en_US.UTF-8' }, 'en'],
  [{ LANG: 'zh_CN.UTF-8', LC_ALL: 'en_GB.UTF-8' }, 'en'],
])('the language follows the system, and is Chinese where it says nothing: %j', async (env, lang) => {
  const { stdout } = await run(['verify', '--json'], { env })
  expect(stdout).toContain(lang === 'zh' ? '完好' : 'sound')
})

test('import answers where it wrote the refused rows, and the problems with their sentences', async () => {
  const cwd = await folderWithFiles()
  const argv = ['import', 'roster.csv', '--as', 'members', '--errors', 'refused.xlsx', '--json']
  const document = (await run(argv, { cwd })).json()
  expect(document).toMatchObject({
    read: 101,
    rejected: 25,
    changeSet: 2,
    columns: { matched: { 姓名: 'name' }, ignored: ['备注'] },
    errors: `${cwd}/refused.xlsx`,
  })
  expect((document['problems'] as unknown[])[0]).toEqual({
    row: 3,
    column: '证件号',
    value: '440',
    code: 'id-checksum',
    message: '校验码不对',
    says: '校验码不对',
    repair: null,
    refused: true,
  })
})

test('help for a program is a document too', async () => {
  const ran = await run(['stats', '--help', '--json'])
  expect(ran.exit).toBe(0)
  expect(ran.json()['help']).toContain('lifeline stats')
})

test('a value that only looks like a sentence in two languages is left alone', async () => {
  const engine = standInEngine({ packet: { from: { org: 'zh', name: 'en', replica: 'r' } } })
  const cwd = await folderWithFiles()
  const ran = await run(['bundle', 'inspect', 'packet.llb', '--json'], { cwd, engine })
  expect(ran.json()['from']).toEqual({ org: 'zh', name: 'en', replica: 'r' })
})
