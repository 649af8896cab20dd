import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { allKinds } from '#db/records/kinds.ts'
import { en } from '#renderer/text/en.ts'
import { zhCN } from '#renderer/text/zh-CN.ts'

const folder = fileURLToPath(new URL('../../renderer', import.meta.url))
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter(name => /\.tsx?$/.test(name))
  .map(name => ({ name: name.replaceAll('\\', '/'), text: readFileSync(join(folder, name), 'utf8') }))

test('every Chinese word of the page stands in the catalogue', () => {
  const elsewhere = sources.filter(
    ({ name, text }) => !name.startsWith('text/') && /\p{Script=Han}/u.test(text),
  )
  expect(elsewhere.map(({ name }) => name)).toEqual([])
})

test('the English catalogue is English, but for what Chinese is called in Chinese, and headers of Chinese tables', () => {
  const english = sources.find(({ name }) => name === 'text/en.ts')?.text ?? ''
  expect(new Set(english.match(/\p{Script=Han}+/gu))).toEqual(new Set(['中文', '姓名', '身份证号']))
})

test('the page knows one client: only host/ and the failures it reads import the wire', () => {
  const wired = sources.filter(({ text }) => text.includes("from '@orpc/"))
  expect(wired.map(({ name }) => name).toSorted()).toEqual([
    'api/failure.ts',
    'host/connect.ts',
    'host/fetching-files.ts',
    'host/over-port.ts',
  ])
})

/** What stands in a catalogue and happens to be called as a field is, with why it is not that field. */
const ownWords: Readonly<Record<string, string>> = {
  'org.changes.day': 'the day of a line in the list of changes, whatever record it is of',
  'forms.groups.unit': 'a heading over what may stand in a cell, where figures are told by name',
  'reports.year': 'the year that is asked for, of no record',
}

/** The single words of a catalogue by where they stand there. */
function wordsIn(catalogue: object, above: string): (readonly [where: string, word: string])[] {
  return Object.entries(catalogue).flatMap(([key, value]: [string, unknown]) => {
    const where = above === '' ? key : `${above}.${key}`
    if (typeof value === 'string') return [[where, value] as const]
    return typeof value === 'object' && value !== null ? wordsIn(value, where) : []
  })
}

test('what a field is called stands in its definition alone, not in the catalogue again', () => {
  const inEnglish = new Map(wordsIn(en, ''))
  const asSaid = (zh: string, english: string) => `${zh} ${english.toLowerCase()}`
  const fields = new Map(
    allKinds.flatMap(({ name: kind, fields: of }) =>
      Object.entries(of).map(([name, { words }]) => [asSaid(words.zh, words.en), `${kind}.${name}`] as const),
    ),
  )
  const again = wordsIn(zhCN, '').flatMap(([where, zh]) => {
    const field = fields.get(asSaid(zh, inEnglish.get(where) ?? ''))
    return field === undefined ? [] : [[where, field] as const]
  })
  expect(again.filter(([where]) => ownWords[where] === undefined)).toEqual([])
  expect(again.map(([where]) => where)).toEqual(expect.arrayContaining(Object.keys(ownWords)))
})

test('numbers over 999 have their thousands set apart, in both languages alike', () => {
  for (const { glance, cases, transfers, exchange, sheet, byHand } of [zhCN, en]) {
    const said = [
      ...Object.values(glance.termLeft).map(tell => tell(1881)),
      glance.disclosedTimes(1881),
      cases.days(1881),
      cases.overdueBy(1881),
      transfers.days(1881),
      transfers.overdueBy(1881),
      exchange.reported.days(1881),
      exchange.waits(1881),
      sheet.rows(1881),
      sheet.registered(1881, 1881),
      sheet.edited(1881, 1881),
      sheet.wrong(1881),
      byHand.many.editTitle(1881),
      byHand.many.moveTitle(1881),
    ]
    expect(said.filter(one => !/^\D*(1,881\D*)+$/.test(one))).toEqual([])
  }
})

test('no kind of problem is shown by its code, known or not', () => {
  const told = sourcesOf('../../db/rosters').flatMap(text => [
    ...text.matchAll(
      /(?:noteAt|note|refuseMissing|refuse|problemAt)\(\s*[\w.]+,(?:\s*[\w.]+,)?\s*'([a-z]+-[a-z-]+)'/g,
    ),
  ])
  const ofOrgs = sourcesOf('../../db/rosters/planning/orgs').flatMap(text => [
    ...text.matchAll(/\b(?:reject\(|refuse\('\w+',)\s*'([a-z]+-[a-z-]+)'/g),
  ])
  expect(ofOrgs.length).toBeGreaterThan(5)
  const ofFields = sourcesOf('../../db/records').flatMap(text => [
    ...text.matchAll(/\btell\(\s*'(?:kept|left out)',\s*'([a-z]+-[a-z-]+)'/g),
  ])
  expect(ofFields.length).toBeGreaterThan(5)
  const codes = new Set([
    ...[...told, ...ofOrgs, ...ofFields].map(([, code]) => code ?? ''),
    ...['due-changes', 'venue-missing', 'joined-drawn', 'nation-slipped', 'of-a-newer-program'],
  ])
  expect(codes.size).toBeGreaterThan(20)
  for (const words of [zhCN, en])
    for (const code of codes) expect(words.rosters.codes(code)).not.toMatch(/^[a-z]+-[a-z-]+$/)
  const other = zhCN.rosters.codes('of-a-newer-program')
  expect([...codes].filter(code => zhCN.rosters.codes(code) === other)).toEqual(['of-a-newer-program'])
})

function sourcesOf(path: string): readonly string[] {
  const there = fileURLToPath(new URL(path, import.meta.url))
  return readdirSync(there, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts'))
    .map(name => readFileSync(join(there, name), 'utf8'))
}

test('what cancels a transfer is not called as what closes its panel', () => {
  for (const { transfers, say } of [zhCN, en]) {
    for (const verbs of [transfers.verbs, transfers.outsideVerbs])
      expect(Object.values(verbs)).not.toContain(say.cancel)
  }
})

test('a sentence of the engine, which may name a day, is shown with its days whole', () => {
  // What is called something names no day; a sentence within a line of other words is laid out there.
  const broken = sources.flatMap(({ name, text }) =>
    [...text.matchAll(/^[ \t]*(?:<[^>]+>)?\{say\(([\w.]+)\)\}/gm)]
      .filter(([, said = '']) => !/(?:[wW]ords|label|name|title)$/.test(said))
      .map(([line]) => `${name}: ${line.trim()}`),
  )
  expect(broken).toEqual([])
})
