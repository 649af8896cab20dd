import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { circleIn, codeOf, filesIn, importsOf, root, sourcesIn } from '#tests/fixtures/source-imports.ts'

/** The walls of the program: who may import whom. The table below is the text of truth; the rest reads the imports. */

/** What every procedure may know: the contract that it fulfils, and the session that it works on. */
const acting = ['contract', 'shared', 'files', 'sqlite', 'session.ts', 'procedure.ts']

/**
 * Inside db/: each part, and the parts that it may import. A part is a folder, or a file that stands in db/ itself;
 * the longest name that fits counts, so that what packets do to a registry stands above what a packet is,
 * and the procedures of a feature above the session that its tasks and questions know nothing of.
 */
const parts: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  shared: [],
  records: ['contract', 'shared', 'sheets'],
  files: ['contract', 'shared'],
  sqlite: ['shared', 'records', 'files'],
  journal: ['shared', 'sqlite'],
  plans: ['shared', 'records', 'journal'],
  attachments: ['shared', 'files', 'records', 'sqlite'],
  registry: ['contract', 'shared', 'records', 'sqlite', 'journal', 'plans', 'attachments'],
  papers: ['shared', 'sqlite', 'files'],
  lifeline: ['contract', 'shared', 'records', 'sqlite', 'plans', 'registry', 'papers'],
  reports: ['shared', 'records', 'sqlite', 'plans', 'registry'],
  sheets: ['shared'],
  forms: ['contract', 'shared', 'records', 'sqlite', 'registry', 'papers', 'reports', 'sheets', 'rosters'],
  rosters: ['contract', 'shared', 'records', 'sqlite', 'journal', 'plans', 'registry', 'sheets'],
  summaries: ['shared', 'sqlite', 'records', 'registry', 'lifeline', 'papers', 'reports', 'sheets', 'forms'],
  burden: [
    'shared',
    'records',
    'sqlite',
    'registry',
    'reports',
    'rosters',
    'sheets',
    'files',
    'forms',
    'summaries',
  ],
  'packets/format': ['contract', 'shared', 'files'],
  'packets/status': ['contract', 'shared', 'records', 'sqlite'],
  sample: ['contract', 'shared', 'records', 'sqlite', 'sheets', 'rosters'],
  system: ['shared', 'files', 'sqlite', 'journal', 'registry', 'attachments', 'packets/format'],
  worker: [
    'shared',
    'sqlite',
    'plans',
    'papers',
    'registry',
    'lifeline',
    'reports',
    'packets/status',
    'rosters',
    'forms',
    'summaries',
    'burden',
    'sample',
    'system',
  ],
  'browsing.ts': ['shared', 'sqlite', 'registry', 'worker'],
  'registry-on-disk.ts': ['shared', 'files', 'sqlite', 'journal', 'packets/format'],
  'session.ts': [
    'registry-on-disk.ts',
    'shared',
    'files',
    'sqlite',
    'journal',
    'registry',
    'attachments',
    'packets/format',
    'worker',
    'browsing.ts',
  ],
  packets: [
    'contract',
    'shared',
    'records',
    'sqlite',
    'files',
    'journal',
    'registry',
    'attachments',
    'packets/format',
    'packets/status',
    'session.ts',
  ],
  'packets/between': [
    'contract',
    'shared',
    'records',
    'sqlite',
    'registry',
    'papers',
    'packets',
    'packets/status',
  ],
  'procedure.ts': ['contract', 'shared', 'files', 'sqlite', 'session.ts'],
  'attachments/procedures.ts': [...acting, 'records', 'registry', 'attachments'],
  'registry/procedures': [...acting, 'records', 'journal', 'plans', 'registry', 'papers', 'packets'],
  'lifeline/procedures': [
    ...acting,
    'records',
    'plans',
    'papers',
    'registry',
    'registry/procedures',
    'lifeline',
    'worker',
  ],
  'reports/procedures.ts': [...acting, 'plans', 'registry', 'registry/procedures', 'reports'],
  'reports/task-procedures.ts': [...acting, 'registry', 'registry/procedures', 'reports'],
  'summaries/procedures.ts': [...acting, 'registry/procedures', 'summaries'],
  'burden/procedures.ts': [...acting, 'attachments', 'registry/procedures', 'forms/procedures', 'burden'],
  'forms/procedures': [
    ...acting,
    'records',
    'plans',
    'attachments',
    'registry',
    'registry/procedures',
    'reports',
    'rosters',
    'forms',
  ],
  'rosters/procedures': [
    ...acting,
    'records',
    'journal',
    'plans',
    'registry',
    'registry/procedures',
    'rosters',
    'sheets',
  ],
  'packets/procedures': [
    ...acting,
    'journal',
    'registry',
    'registry/procedures',
    'packets',
    'packets/status',
    'packets/between',
  ],
  'system/procedures': [
    ...acting,
    'registry',
    'attachments',
    'attachments/procedures.ts',
    'forms/procedures',
    'reports/procedures.ts',
    'sample',
    'rosters/procedures',
    'packets',
    'packets/format',
    'system',
  ],
  'engine.ts': [
    'session.ts',
    'procedure.ts',
    'attachments/procedures.ts',
    'registry/procedures',
    'lifeline/procedures',
    'reports/procedures.ts',
    'reports/task-procedures.ts',
    'forms/procedures',
    'lifeline/pack-procedures.ts',
    'forms/procedures',
    'summaries/procedures.ts',
    'burden/procedures.ts',
    'rosters/procedures',
    'packets/procedures',
    'system/procedures',
  ],
}

/** Top-level folders, and the parts of db/ that they may import beside themselves. */
const hosts: Readonly<Record<string, readonly string[]>> = {
  electron: ['contract', 'records', 'shared', 'files', 'engine.ts'],
  renderer: ['contract', 'records'],
  build: ['contract', 'shared', 'lifeline', 'sample', 'engine.ts'],
}

/** Packages that only these parts may know. */
const packages: Readonly<Record<string, readonly string[]>> = {
  'better-sqlite3': ['sqlite'],
  'node:worker_threads': ['worker'],
  'age-encryption': ['packets/format'],
  yauzl: ['files', 'sheets'],
  yazl: ['files', 'sheets'],
  hucre: ['sheets', 'sample'],
  docx: ['papers'],
  'iconv-lite': ['sheets', 'sample'],
  'pinyin-pro': ['registry'],
  '@orpc/server': ['procedure.ts'],
  '@orpc/contract': ['contract'],
}

const forbiddenInDb = [
  'node:http',
  'node:https',
  'node:net',
  'node:dgram',
  'node:tls',
  'node:child_process',
  'electron',
  'react',
]

const folders = ['db', 'electron', 'renderer', 'build']
const sources = folders.flatMap(folder => sourcesIn(folder))
const imports = sources.flatMap(importsOf)
const inDb = imports.filter(({ from }) => from.startsWith('db/'))

/** The part of db/ that a file belongs to: the longest name in the table that it lies under. */
function partOf(file: string): string {
  const inside = file.slice('db/'.length)
  const fitting = Object.keys(parts).filter(part => inside === part || inside.startsWith(`${part}/`))
  return fitting.sort((a, b) => b.length - a.length)[0] ?? `not in the table: ${inside}`
}

const topOf = (file: string) => file.split('/')[0] ?? ''

/** The imports inside db/ that the table does not allow, as "file -> file". */
function againstTheTable(): string[] {
  return inDb.flatMap(({ from, target }) => {
    if (target === undefined || topOf(target) !== 'db') return []
    const [part, other] = [partOf(from), partOf(target)]
    if (part === other || parts[part]?.includes(other)) return []
    return [`${from.slice('db/'.length)} -> ${target.slice('db/'.length)}`]
  })
}

test('the imports are found: static, re-exported, called and by URL, and not those in comments', () => {
  expect(imports.length).toBeGreaterThan(500)
  const found = (from: string) => imports.filter(one => one.from === from).map(one => one.target ?? one.text)
  expect(found('db/worker/run-task.ts')).toEqual(
    expect.arrayContaining(['node:worker_threads', 'db/shared/long-work.ts', 'db/worker/worker.ts']),
  )
  expect(found('db/engine.ts')).toEqual(
    expect.arrayContaining(['db/session.ts', 'db/packets/procedures/packets.ts']),
  )
  for (const { from, target } of imports) {
    if (target !== undefined) expect(existsSync(join(root, target)), `${from} imports ${target}`).toBe(true)
  }
})

describe('inside db/', () => {
  test('the table names every part, and only parts that exist', () => {
    const unnamed = sourcesIn('db').filter(file => !(partOf(file) in parts))
    expect(unnamed).toEqual([])
    for (const part of Object.keys(parts))
      expect([part, existsSync(join(root, 'db', part))]).toEqual([part, true])
  })

  test('the table itself has no circle', () => {
    expect(circleIn(new Map(Object.entries(parts)))).toEqual([])
  })

  test('every part imports only what the table allows', () => {
    expect(againstTheTable()).toEqual([])
  })

  test('the contract imports zod and @orpc/contract, and nothing of the engine', () => {
    const outside = inDb
      .filter(({ from }) => partOf(from) === 'contract')
      .map(({ target, text }) => (target === undefined ? text : partOf(target)))
    expect([...new Set(outside)].sort()).toEqual(['@orpc/contract', 'contract', 'zod'])
  })

  test('shared knows nothing of the engine', () => {
    const outside = inDb.filter(({ from }) => partOf(from) === 'shared' && from !== '').map(one => one.target)
    const foreign = outside.filter(target => target !== undefined && partOf(target) !== 'shared')
    expect(foreign.filter(target => target !== 'package.json')).toEqual([])
  })

  test('the journal and the registry know nothing of packets, keys or rosters', () => {
    const found = inDb.filter(
      ({ from, target }) =>
        ['journal', 'registry'].includes(partOf(from)) &&
        target !== undefined &&
        /^db\/(packets|sheets|rosters|system|lifeline|worker)\//.test(target),
    )
    expect(found).toEqual([])
  })

  test('a migration imports nothing but its own parts', () => {
    const found = imports.filter(
      ({ from, target }) =>
        from.startsWith('db/sqlite/migrations/') && dirname(target ?? '') !== dirname(from),
    )
    expect(found).toEqual([])
    expect(sourcesIn('db/sqlite/migrations').length).toBeGreaterThan(0)
  })

  test('db/ knows no host, no window, no network, and none of the folders beside it', () => {
    const found = inDb.filter(
      ({ target, text }) =>
        forbiddenInDb.some(name => text === name || text.startsWith(`${name}/`)) ||
        (target !== undefined && ['electron', 'renderer', 'build', 'tests'].includes(topOf(target))),
    )
    expect(found).toEqual([])
  })

  test.each(Object.entries(packages))('%s is known to %j only', (name, allowed) => {
    const users = inDb.filter(({ text }) => text === name || text.startsWith(`${name}/`))
    expect(users.length).toBeGreaterThan(0)
    const others = users.filter(({ from }) => !allowed.includes(partOf(from)))
    expect(others.map(({ from }) => from)).toEqual([])
  })

  test('only shared reads the clock and draws ids', () => {
    const reading = /\bDate\.now\b|\bnew Date\(\s*\)|\brandomUUID\b|\bMath\.random\b/
    const readers = sources.filter(file => !file.startsWith('build/') && reading.test(codeOf(file)))
    expect(readers.filter(file => partOf(file) !== 'shared' || !file.startsWith('db/'))).toEqual([])
    expect(readers).toContain('db/shared/clock.ts')
  })
})

describe('between the folders', () => {
  /** Who imports whom; with `alsoTypes`, what is gone when the program runs counts too. */
  function graph(alsoTypes: boolean): Map<string, string[]> {
    const edges = new Map<string, string[]>()
    for (const { from, target, typesOnly } of imports) {
      if (target === undefined || (typesOnly && !alsoTypes)) continue
      edges.set(from, [...(edges.get(from) ?? []), target])
    }
    return edges
  }

  test('no files need each other in a circle', () => {
    expect(circleIn(graph(false))).toEqual([])
  })

  test('no files name each other’s types in a circle either', () => {
    expect(circleIn(graph(true))).toEqual([])
  })

  test('a relative import stays in its own top-level folder', () => {
    const leaving = imports.filter(
      ({ from, text, target }) =>
        text.startsWith('.') && target?.includes('/') === true && topOf(target) !== topOf(from),
    )
    expect(leaving).toEqual([])
  })

  test('inside db/, one part names another by #db or #contract, so that a wall that is crossed is seen', () => {
    const leaving = inDb.filter(
      ({ from, text, target }) =>
        text.startsWith('..') &&
        target !== undefined &&
        topOf(target) === 'db' &&
        partOf(target) !== partOf(from),
    )
    expect(leaving).toEqual([])
  })

  test.each(Object.entries(hosts))('%s imports of db/ only %j', (folder, allowed) => {
    const found = imports.filter(
      ({ from, target }) =>
        topOf(from) === folder && target?.startsWith('db/') === true && !allowed.includes(partOf(target)),
    )
    expect(found).toEqual([])
  })

  test('electron, renderer and build do not import each other, and nobody imports tests', () => {
    const found = imports.filter(({ from, target }) => {
      if (target === undefined || !target.includes('/')) return false
      const [own, other] = [topOf(from), topOf(target)]
      return own !== other && other !== 'db'
    })
    expect(found).toEqual([])
  })

  test('the page knows no Node, and only its host knows the wire', () => {
    const page = imports.filter(({ from }) => topOf(from) === 'renderer')
    const found = page.filter(
      ({ from, text }) =>
        text.startsWith('node:') ||
        (/^@orpc\/client\/./.test(text) && !from.startsWith('renderer/host/')) ||
        text === '@orpc/server',
    )
    expect(found).toEqual([])
  })

  /**
   * The rooms of the page, from the ground up: each may use those below it. `pages.ts` names every page once; it
   * stands beside the frame, which shows them.
   */
  const rooms = ['host', 'api', 'text', 'kit', 'features', 'pages.ts', 'frame', 'main.tsx']
  const floorOf = (file: string) => rooms.indexOf(file.split('/')[1] ?? '')

  test('in the page, a room uses only those below it', () => {
    const inPage = imports.filter(
      ({ from, target }) => topOf(from) === 'renderer' && target?.startsWith('renderer/') === true,
    )
    const climbing = inPage.filter(({ from, target = '' }) => floorOf(target) > floorOf(from))
    expect(climbing.map(({ from, target }) => `${from} -> ${target}`)).toEqual([])
    const unnamed = sourcesIn('renderer').filter(file => floorOf(file) < 0 && !file.endsWith('.d.ts'))
    expect(unnamed).toEqual([])
  })

  /**
   * The rooms inside a part of the page, from the ground up, as above. A file beside the rooms is a floor of its own.
   */
  const floors: Readonly<Record<string, readonly string[]>> = {
    'renderer/kit': [
      'this-pc.ts',
      'page',
      'address',
      'pictures',
      'feedback',
      'files',
      'lists',
      'sheet',
      'forms',
    ],
    'renderer/features/registry': [
      'masked-number.tsx',
      'branch-brief.tsx',
      'tree',
      'history',
      'transfers',
      'sheet',
      'duties',
      'people',
      'changes',
      'orgs',
    ],
    'renderer/features/rosters': [
      'queue',
      'work-type-select.tsx',
      'empty-tables.tsx',
      'steps',
      'export-page.tsx',
      'import-page.tsx',
    ],
    'renderer/features/packets': ['answers', 'offices', 'opening', 'joining', 'packets-page.tsx'],
  }

  test.each(Object.entries(floors))('in %s, a room uses only those below it: %j', (part, order) => {
    const floor = (file: string) => order.indexOf(file.slice(part.length + 1).split('/')[0] ?? '')
    const within = (file = '') => file.startsWith(`${part}/`)
    const inside = imports.filter(({ from, target }) => within(from) && within(target))
    const climbing = inside.filter(({ from, target = '' }) => floor(target) > floor(from))
    expect(inside.length).toBeGreaterThan(0)
    expect(climbing.map(({ from, target }) => `${from} -> ${target}`)).toEqual([])
    expect(sourcesIn(part).filter(file => floor(file) < 0)).toEqual([])
  })

  /** Migrations and rules are a list each, a file for every one. */
  test('a folder that has grown beyond twenty files is divided into rooms', () => {
    const sizes = Map.groupBy(['renderer', 'db', 'electron'].flatMap(sourcesIn), dirname)
    const lists = /^db\/(sqlite\/migrations|lifeline\/rules)$/
    const crowded = [...sizes]
      .filter(([folder, files]) => !lists.test(folder) && files.length > 20)
      .map(([folder, { length }]) => `${folder}: ${length} files`)
    expect(crowded).toEqual([])
  })

  test('electron is known to the files of the window only, and react in renderer/ only', () => {
    const found = imports.filter(
      ({ from, text }) =>
        // The ways in under hosts/ run without it.
        (/^electron(\/|$)/.test(text) && !/^electron\/[^/]+\.ts$/.test(from)) ||
        (/^react(-dom)?(\/|$)/.test(text) && topOf(from) !== 'renderer'),
    )
    expect(found).toEqual([])
  })
})

describe('the repository', () => {
  const skipped = new Set(['node_modules', '.git', 'dist', 'coverage', 'sample', 'test-results'])
  const texts = readdirSync(root, { withFileTypes: true })
    .filter(entry => !skipped.has(entry.name))
    .flatMap(entry => (entry.isDirectory() ? filesIn(entry.name) : [entry.name]))
    .filter(file => /\.(ts|tsx|cjs|mjs|json|jsonc|md|yml|yaml|npmrc|html|css|sh|txt)$|^\.ci\//.test(file))

  test('names no package registry’s host and no path of the machine it was written on', () => {
    // Put together here, so that this file does not hold what it looks for.
    const host = new RegExp(`:/${'/'}(registry|npm)\\.`)
    const path = new RegExp(`(^|[\\s"'\`(=:,])/(${['work', 'root'].join('|')})/`, 'm')
    const found = texts.filter(file => {
      const text = readFileSync(join(root, file), 'utf8')
      return host.test(text) || path.test(text)
    })
    expect(texts.length).toBeGreaterThan(300)
    expect(found).toEqual([])
  })

  test('tests mirror the tree: every folder of theirs has its folder of the program', () => {
    const own = new Set(['fixtures', 'fakes', 'e2e', 'bench', 'fuzz', 'engine'])
    const folders = new Set(filesIn('tests').map(file => dirname(file).slice('tests/'.length)))
    const strays = [...folders].filter(
      folder => folder !== '' && !own.has(folder.split('/')[0] ?? '') && !existsSync(join(root, folder)),
    )
    expect(strays).toEqual([])
  })

  test('nothing of the program or its tests is switched off, or runs alone', () => {
    const files = [...sources, ...sourcesIn('tests')]
    const off = /\b(test|it|describe)\.(skip|only|todo)\b|@ts-(ignore|nocheck|expect-error)/
    expect(files.filter(file => off.test(codeOf(file)))).toEqual([])
  })
})
