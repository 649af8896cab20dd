import { expect, test } from 'vitest'
import { accessOf } from '#electron/hosts/terminal/access.ts'
import { allCommands } from '#electron/hosts/terminal/all-commands.ts'
import { readCommandLine } from '#electron/hosts/terminal/command-line.ts'
import { UsageError } from '#electron/hosts/terminal/usage-error.ts'
import { everyCommand, folderWithFiles } from './every-command.ts'
import { run } from './run.ts'
import { standInEngine } from './stand-in-engine.ts'

test('every command of the access table exists, once', () => {
  expect(allCommands.map(command => command.name).toSorted()).toEqual(Object.keys(accessOf).toSorted())
})

test('whatever is written in the place of a year, a number or a day, it is said what to write', () => {
  const dated = allCommands.flatMap(({ name, flags, examples }) =>
    Object.values(flags).flatMap(({ flags: written }) => {
      const [option = '', place = ''] = written.split(' ')
      const [example = name] = examples
      return /^<(?:Y|YYYY|N|DAY|MONTH)>$/.test(place) ? [[...example.split(' '), option, '???']] : []
    }),
  )
  expect(dated.length).toBeGreaterThan(80)
  const said = dated.map(words => {
    try {
      readCommandLine(words, 'zh')
      return `${words.join(' ')} is taken`
    } catch (error) {
      return `${words.join(' ')}: ${error instanceof UsageError ? error.text.zh : String(error)}`
    }
  })
  // A number that the registry asks about itself, as a target or a fee, is read there.
  const readThere = /--(?:name|code|short|target|signer|expires|owner|liaison)\b/
  expect(said.filter(one => !readThere.test(one) && !/不能是“\?\?\?”：请写(?!一个值)/.test(one))).toEqual([])
})

test.each([
  ['stats --frob', '没有选项 --frob'],
  ['stats --orgg 1', '没有选项 --orgg，是否想写 --org'],
  ['frobnicate', '没有命令 frobnicate'],
  ['stat', '没有命令 stat，是否想写 stats'],
  ['enrol frob', '没有命令 frob'],
  ['enrol', '没有写出要做什么'],
  ['fees', '没有写出要做什么。可以是：statement（一个月的团费对账表，每个支部一行）、list（'],
  ['figures', '没有命令 figures。是否想写：report figures（用法见'],
  ['', '没有写出要做什么（用法见'],
  ['find', '缺少参数 TEXT'],
  ['find 张 伟', '参数太多；含空格的文字请加引号'],
  ['conflicts c-1', '参数太多'],
  ['init --tier district', '缺少选项 --name <N>'],
  ['init --name', '选项 --name <N> 后面缺少值'],
  ['init --name x --tier town', '--tier 不能是“town”：可以是 district、organ、street、community、two-new。'],
  [
    'init --name x --tier district --on 2018-02-30',
    '--on 不能是“2018-02-30”：请写一个日期，例如 2018-12-31。',
  ],
  ['import f.csv', '缺少选项 --as <ROSTER>'],
  ['import f.csv --as horses', '--as 不能是“horses”：可以是 orgs、members、cadres、'],
  ['import f.csv --as members --map 姓名', '--map 不能是“姓名”：请写成 表头=字段,表头=字段。'],
  ['export out.csv', '缺少选项 --as <ROSTER>'],
  ['stats --as-of yesterday', '--as-of 不能是“yesterday”'],
  ['find x --limit 0', '--limit 不能是“0”：请写 1 到 500 的整数。'],
  ['org show', '缺少参数 C'],
  ['history --limit many', '--limit 不能是“many”'],
  ['undo', '缺少参数 CHANGESET'],
  ['undo last', '<CHANGESET> 不能是“last”'],
  ['scan --rule W01,,W02', '--rule 不能是“W01,,W02”：请写规则编号，逗号隔开，例如 W01,W02。'],
  ['enrol request --name x', '缺少选项 --out <F>'],
  ['enrol inspect', '缺少参数 FILE'],
  ['enrol approve f --out g', '缺少选项 --org <C>'],
  ['enrol accept', '缺少参数 FILE'],
  ['enrol revoke', '缺少参数 REPLICA'],
  ['bundle export --to x', '缺少选项 --out <DIR>'],
  ['bundle inspect', '缺少参数 FILE'],
  ['bundle apply', '缺少参数 FILE'],
  ['bundle undo --from x --number seven --reason y', '--number 不能是“seven”'],
  ['peers now', '参数太多'],
  ['conflicts resolve c-1', '缺少选项 --keep <VERSION>'],
  ['verify --deep', '没有选项 --deep'],
  ['backup --out', '选项 --out <F> 后面缺少值'],
  ['restore', '缺少参数 FILE'],
  ['serve --port 70000', '--port 不能是“70000”：请写 0 到 65535 的整数。'],
  ['stats --lang fr', '--lang 不能是“fr”：可以是 zh、en。'],
  ['stats --data=', '--data 不能为空。'],
])('wrong usage is one sentence and opens nothing: %s', async (line, sentence) => {
  const engine = standInEngine()
  const ran = await run(line.split(' ').filter(Boolean), { engine })
  expect(ran.exit).toBe(2)
  expect(ran.stdout).toBe('')
  expect(ran.stderr).toContain(sentence)
  expect(ran.stderr.trimEnd()).not.toContain('\n')
  expect(engine.opened).toEqual([])
})

test('wrong usage is told to a program as a document, in the language that was asked for', async () => {
  const ran = await run(['stats', '--frob', '--json', '--lang', 'en'])
  expect(ran.exit).toBe(2)
  expect(ran.json()).toEqual({
    code: 'usage',
    message: 'There is no option --frob (see lifeline stats --help).',
  })
  expect(ran.stderr).toBe('There is no option --frob (see lifeline stats --help).\n')
})

test('global options are understood before and after the command', async () => {
  const before = standInEngine()
  const after = standInEngine()
  await run(['--data', '/a', '--by', '李红', '--json', 'undo', '3'], { engine: before })
  await run(['undo', '3', '--json', '--by', '李红', '--data', '/a'], { engine: after })
  for (const { opened, asked } of [before, after]) {
    expect(opened[0]?.folder).toBe('/a')
    expect(asked).toEqual([
      { path: 'registry.undo', input: { by: '李红', dryRun: false, changeSet: 3, keep: false } },
    ])
  }
})

test('a relative data folder is taken from the working directory', async () => {
  const engine = standInEngine()
  await run(['--data', 'here', 'stats'], { engine, cwd: '/somewhere' })
  expect(engine.opened[0]?.folder).toBe('/somewhere/here')
})

test('every command opens the registry with the access of the table, and closes it', async () => {
  for (const [name, { argv }] of Object.entries(everyCommand)) {
    const cwd = await folderWithFiles()
    const engine = standInEngine()
    const ran = await run(argv, { engine, cwd })
    expect(ran.stderr, name).toBe('')
    expect(ran.exit, name).toBe(0)
    const access = Object.entries(accessOf).find(([known]) => known === name.replace('org-show', 'org show'))
    expect(
      engine.opened.map(options => options.access),
      name,
    ).toEqual([access?.[1]])
    expect(engine.closed(), name).toBe(1)
  }
})

test('a registry that pages will be shown of is told so when it is opened, and no other', async () => {
  const told = async (...argv: string[]) => {
    const engine = standInEngine()
    const servePage = async () => ({ address: 'http://127.0.0.1:1/', port: 1, close: async () => undefined })
    await run(argv, { engine, servePage, interrupted: AbortSignal.abort() })
    return engine.opened.map(({ isForPages }) => isForPages)
  }
  expect(await told('serve', '--no-open')).toEqual([true])
  expect(await told('stats')).toEqual([false])
})

test('every command that changes something can be tried without a change', async () => {
  const cwd = await folderWithFiles()
  const changing = [
    'init',
    'import',
    'undo',
    'enrol approve',
    'enrol accept',
    'enrol revoke',
    'bundle export',
  ]
  for (const name of [...changing, 'bundle apply', 'bundle undo', 'bundle aside take', 'conflicts resolve']) {
    const engine = standInEngine()
    const ran = await run([...(everyCommand[name]?.argv ?? []), '--dry-run'], { engine, cwd })
    expect(ran.exit, name).toBe(0)
    expect(engine.asked[0]?.input['dryRun'], name).toBe(true)
  }
})

test('headers are mapped to fields, also several at once and with a Chinese comma', async () => {
  const engine = standInEngine()
  const cwd = await folderWithFiles()
  await run(['import', 'roster.csv', '--as', 'members', '--map', '出生年月=birth，A=B=sex'], { engine, cwd })
  expect(engine.asked[0]?.input['map']).toEqual({ 出生年月: 'birth', 'A=B': 'sex' })
})

test.each([
  ['zh', '用法：', '例子：'],
  ['en', 'Usage: ', 'Examples:'],
] as const)(
  'help is written in %s, with examples, for the program and every command',
  async (lang, usage, examples) => {
    const program = await run(['--help', '--lang', lang])
    expect(program.exit).toBe(0)
    expect(program.stderr).toBe('')
    expect(program.stdout).toContain(usage)
    const unsaid = program.stdout
      .split('\n')
      .filter(line => /^ {2}[a-z]+( \[options\])?( [<[]\w+[>\]])*$/.test(line))
    expect(unsaid).toEqual([])
    expect(program.stdout.split('\n')[0]).toBe(
      lang === 'zh' ? '用法：lifeline [选项] [命令]' : 'Usage: lifeline [options] [command]',
    )
    // After a full-width colon there is no space, and nothing stands there in the other language.
    if (lang === 'zh') expect(program.stdout).not.toMatch(/： |\[(options|command)\]/)
    for (const command of allCommands) {
      // each with what it is for beside it, a group of commands too
      expect(program.stdout).toMatch(new RegExp(`^  ${command.name.split(' ')[0]}\\b.*? {2,}\\S`, 'm'))
      const ran = await run([...command.name.split(' '), '--help', '--lang', lang])
      expect(ran.exit, command.name).toBe(0)
      expect(ran.stdout).toContain(`${usage}lifeline ${command.name}`)
      expect(ran.stdout).toContain(command.summary[lang])
      expect(ran.stdout).toContain(`${examples}\n  lifeline ${command.examples[0]}`)
      expect(ran.stdout).toContain('--data <DIR>')
      expect(ran.stdout).not.toContain('undefined')
    }
  },
)

test('help may be asked for as a command, of the program and of a command', async () => {
  expect((await run(['help'])).stdout).toBe((await run(['--help'])).stdout)
  const ofImport = await run(['help', 'import'])
  expect(ofImport).toMatchObject({ exit: 0, stdout: (await run(['import', '--help'])).stdout })
  expect((await run([])).exit).toBe(2)
})

test('the examples that help shows are understood', () => {
  for (const command of allCommands) {
    for (const example of command.examples) {
      // As a shell reads them: quotes hold a word together, and are none of it.
      const words = example.split(' ').map(word => word.replace(/^'(.*)'$/, '$1'))
      expect(readCommandLine(words, 'zh')).toMatchObject({ kind: 'run', command })
    }
  }
})

test('the alias of org show is not listed', async () => {
  expect((await run(['--help'])).stdout).not.toContain('org-show')
})
