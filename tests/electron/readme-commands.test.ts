import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { root } from '#build/run.ts'
import { openEngine } from '#db/engine.ts'
import { generateDistrict } from '#db/sample/generate-district.ts'
import { officeFiles } from '#db/sample/office-files.ts'
import { systemClock } from '#db/shared/clock.ts'
import { bytesOf } from '#tests/db/sample/read-back.ts'
import { type Ran, run } from './run.ts'

const begin = 'npm run -s cli -- '

/** The command lines of a README in their order, without what is said about them. */
function commandsOf(readme: string): readonly string[] {
  const lines = readFileSync(join(root, readme), 'utf8').split('\n')
  return lines.flatMap(line =>
    line.startsWith(begin)
      ? line
          .slice(begin.length)
          .replace(/\s+#.*$/, '')
          .trim()
      : [],
  )
}

/** Names something of the reader's own: a record, a file that somebody sent. */
const isReadersOwn = (line: string) => / (?:ID|FILE) /.test(line)
/** Two offices that were just enrolled have no conflict yet. */
const mayRefuse = (line: string) => line.includes('conflicts settle')

let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'readme-'))
  for (const name of ['sample', 'stick', 'inbox', 'outbox']) mkdirSync(join(folder, name))
  for (const file of officeFiles(generateDistrict())) {
    if (file.as === 'orgs' || file.as === 'members')
      writeFileSync(join(folder, 'sample', file.name), await bytesOf(file))
  }
  writeFileSync(join(folder, 'passphrase.txt'), 'seven clerks carry one red stick\n')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Runs a line as a shell would in the folder; a stick and the folders of a server lie in it too. */
async function runLine(line: string): Promise<Ran> {
  const here = line.replaceAll('/media/stick', join(folder, 'stick')).replaceAll('/srv', folder)
  const [words = '', file] = here.split(' > ')
  const argv = words.split(/\s+/).flatMap(word => (word.includes('*') ? meant(word) : word))
  const ran = await run(argv, {
    cwd: folder,
    clock: systemClock,
    openEngine: options => openEngine(options),
  })
  if (file !== undefined) writeFileSync(join(folder, file), ran.stdout)
  return ran
}

function meant(pattern: string): string[] {
  const [before = '', after = ''] = basename(pattern).split('*')
  const names = readdirSync(dirname(pattern)).filter(name => name.startsWith(before) && name.endsWith(after))
  return names.map(name => join(dirname(pattern), name))
}

test('whoever types the commands of the README one after the other gets what they say', async () => {
  const lines = commandsOf('README.md').filter(line => !isReadersOwn(line))
  expect(lines.length).toBeGreaterThan(30)
  for (const line of lines) {
    const ran = await runLine(line)
    expect([0, mayRefuse(line) ? 1 : 0], `${line}\n${ran.stderr}`).toContain(ran.exit)
    if (line.includes('import sample/members.xlsx')) expect(ran.stdout).toContain('8368')
  }
})

test('the Chinese README says no other commands', () => {
  /** Without the names of files, which each has in its own language. */
  const named = (line: string) =>
    line
      .replaceAll('--lang zh ', '')
      .split(/\s+/)
      .filter(word => !/[./]/.test(word))
      .join(' ')
  const known = commandsOf('README.md').map(named)
  const others = commandsOf('README.zh-CN.md').map(named)
  expect(others.length).toBeGreaterThan(30)
  expect(known).toEqual(expect.arrayContaining(others))
})
