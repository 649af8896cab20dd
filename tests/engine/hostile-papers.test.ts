import { ORPCError } from '@orpc/client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectSound, openPc, type Pc, resultOf } from '#tests/fixtures/engine.ts'
import { processorTime } from '#tests/fixtures/processor-time.ts'
import { beginDistrict } from '#tests/fixtures/small-district.ts'

/** Requests, approvals, recovery files, rule packs and backups as nobody would make them: each ends in a sentence. */

let pc: Pc
let request: Record<string, unknown>
let recovery: string

beforeAll(async () => {
  pc = await openPc('papers')
  await beginDistrict(pc)
  const below = await openPc('below')
  const made = await below.ask.packets.enrolRequest({ name: '某街道团工委' })
  request = JSON.parse(await made.file.text())
  await below.discard()
  const { file } = await pc.ask.exchange.saveRecovery({ passphrase: '一二三四五六七八九十' })
  recovery = await file.text()
})
afterAll(() => pc.discard())

const deep = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`
const list = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
const odd = [
  '',
  ' ',
  'null',
  '[]',
  '{}',
  '1e999',
  '"x"',
  '{"__proto__":{"format":1}}',
  '{"a":1,"a":2}',
  deep,
  list,
  '\ud83d',
  '\u0000',
  '\ufeff{}',
  '{"x":',
]
const values: readonly unknown[] = [
  null,
  true,
  -1,
  2 ** 53,
  '',
  '\ud83d',
  'x'.repeat(100_000),
  [],
  {},
  [[]],
  { __proto__: null },
  '../../keys.json',
]

/** The papers with each field of them, down to the second level, as each of the odd values; and with fields doubled or left out. */
function spoilt(paper: Record<string, unknown>): string[] {
  const texts: string[] = []
  for (const key of Object.keys(paper)) {
    for (const value of values) texts.push(JSON.stringify({ ...paper, [key]: value }))
    const { [key]: _, ...rest } = paper
    texts.push(JSON.stringify(rest), JSON.stringify(paper).replace('{', `{"${key}":1,`))
    const inner = paper[key]
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) continue
    for (const field of Object.keys(inner))
      for (const value of values)
        texts.push(JSON.stringify({ ...paper, [key]: { ...inner, [field]: value } }))
  }
  const whole = JSON.stringify(paper)
  for (let cut = 1; cut < whole.length; cut += Math.ceil(whole.length / 40)) texts.push(whole.slice(0, cut))
  return texts
}

/** Whether it ended in an answer or a sentence; everything else fails the test by what the engine calls a bug. */
async function refused(work: Promise<unknown>): Promise<boolean> {
  try {
    await work
    return false
  } catch (error) {
    if (error instanceof ORPCError && error.code === 'REFUSED') return true
    throw error
  }
}

const ways: readonly (readonly [string, (file: File) => Promise<unknown>])[] = [
  ['a request that is looked at', file => pc.ask.packets.enrolInspect({ file })],
  [
    'a request that is approved',
    file => resultOf(pc.ask.packets.enrolApprove({ file, org: '龙华区', dryRun: true })),
  ],
  ['an approval', file => resultOf(pc.ask.packets.enrolAccept({ file, dryRun: true }))],
  [
    'a recovery file',
    file => pc.ask.exchange.openRecovery({ file, passphrase: '一二三四五六七八九十', dryRun: true }),
  ],
  ['a rule pack', file => pc.ask.rulePacks.publish({ file, dryRun: true })],
  ['a backup', file => resultOf(pc.ask.system.restore({ file }))],
  ['a reorganization', file => resultOf(pc.ask.rosters.reorganize({ file, dryRun: true }))],
  ['a ledger', file => pc.ask.cases.takeLedger({ file, dryRun: true })],
]

test.each(ways)('%s of any odd text ends in a sentence', async (_, ask) => {
  for (const text of odd) expect(await refused(ask(new File([text], '来件.json')))).toBe(true)
  expect(pc.bugs).toEqual([])
})

test('a packet of any odd text is refused in a sentence, looked at or taken in', async () => {
  for (const text of odd) {
    const file = new File([text], '来包.llb')
    expect(await resultOf(pc.ask.packets.inspectPacket({ file }))).toMatchObject({ status: 'refused' })
    expect(await resultOf(pc.ask.packets.applyPacket({ file }))).toMatchObject({ status: 'refused' })
  }
  expect(pc.bugs).toEqual([])
})

test('a request and a recovery file with any of their fields spoilt are read or refused, and nothing comes of them', {
  timeout: 120_000,
}, async () => {
  let many = 0
  const worked = processorTime()
  for (const text of spoilt(request)) {
    const file = new File([text], '入网申请.json')
    if (await refused(pc.ask.packets.enrolInspect({ file }))) many++
    await refused(resultOf(pc.ask.packets.enrolApprove({ file, org: '龙华区', dryRun: true })))
  }
  expect(many).toBeGreaterThan(50)
  const lines = recovery.split('\n')
  for (let at = 0; at < recovery.length; at += Math.ceil(recovery.length / 30)) {
    const file = new File([recovery.slice(0, at)], '密钥恢复.txt')
    expect(
      await refused(pc.ask.exchange.openRecovery({ file, passphrase: '一二三四五六七八九十', dryRun: true })),
    ).toBe(true)
  }
  const doubled = new File([[...lines, ...lines].join('\n')], '密钥恢复.txt')
  await refused(
    pc.ask.exchange.openRecovery({ file: doubled, passphrase: '一二三四五六七八九十', dryRun: true }),
  )
  expect(worked()).toBeLessThan(100_000)
  await expectSound(pc)
})
