import { spawn } from 'node:child_process'
import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPc, type Pc, resultOf, verified } from '#tests/fixtures/engine.ts'
import { codes, members, open, packet, preparedOffices, takeMembers } from '#tests/fixtures/exchange.ts'
import { inventedId, type Line, memberRoster } from '#tests/fixtures/small-district.ts'
import { changeCount, lookInto } from '#tests/fixtures/table-dump.ts'

const prepared = preparedOffices()
const child = fileURLToPath(new URL('./killed-child.ts', import.meta.url))
let base = ''

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'lifeline-kill-'))
})
afterAll(async () => {
  await prepared.discard()
  await rm(base, { recursive: true, force: true })
})

/** People enough that the work takes several slices. */
function crowd(count: number): readonly Line[] {
  return Array.from({ length: count }, (_, i) => ({
    姓名: `${'王李张刘陈'[i % 5]}${'一二三四五六七'[i % 7]}`,
    身份证号: inventedId(`199${i % 9}-0${(i % 9) + 1}-11`, i % 1000),
    所在团支部: `${codes.community}${(i % 2) + 1}`,
  }))
}

type Ended = { readonly signal: NodeJS.Signals | null; readonly moments: number }

/** Runs the action on a folder in a process of its own, which is ended at that moment. */
function run(action: string, folder: string, given: string, killAt: number): Promise<Ended> {
  const environment = { ...process.env, NODE_COMPILE_CACHE: join(base, 'compiled') }
  const started = spawn(process.execPath, [child, action, folder, given, String(killAt)], {
    env: environment,
  })
  const out: Buffer[] = []
  const errors: Buffer[] = []
  started.stdout.on('data', (chunk: Buffer) => out.push(chunk))
  started.stderr.on('data', (chunk: Buffer) => errors.push(chunk))
  return new Promise((resolve, reject) => {
    started.on('error', reject)
    started.on('close', (code, signal) => {
      if (signal === 'SIGKILL') return resolve({ signal, moments: killAt })
      if (code !== 0) return reject(new Error(Buffer.concat(errors).toString()))
      resolve({ signal, moments: JSON.parse(Buffer.concat(out).toString()).moments })
    })
  })
}

type State = { readonly members: number; readonly changes: number; readonly sent: number }

function stateOf(folder: string): State {
  const count = (sql: string) => lookInto(folder, db => db.prepare<[], { n: number }>(sql).get()?.n ?? 0)
  return {
    members: count('SELECT count(*) AS n FROM membership WHERE until IS NULL AND org IS NOT NULL'),
    changes: changeCount(folder),
    sent: count('SELECT count(*) AS n FROM sent'),
  }
}

/** Ten moments from the first to the last. */
function tenOf(moments: number): number[] {
  return Array.from({ length: 10 }, (_, i) => 1 + Math.round((i * (moments - 1)) / 9))
}

/**
 * Kills the action on copies of a folder at ten moments. Each copy must be sound and as before or as after, must leave
 * no packet open in plain text, and must take the same action once more to its end.
 */
async function killTenTimes(
  action: string,
  from: string,
  given: string,
  again: (pc: Pc) => Promise<unknown>,
): Promise<{ killed: number; states: Set<string> }> {
  const copy = async (name: string) => {
    const folder = join(base, name)
    await cp(from, folder, { recursive: true })
    return folder
  }
  const before = stateOf(from)
  const whole = await copy(`${action}-whole`)
  const { moments } = await run(action, whole, given, 0)
  const after = stateOf(whole)
  expect(after).not.toEqual(before)
  const states = new Set<string>()
  let killed = 0
  const one = async (killAt: number) => {
    const folder = await copy(`${action}-${killAt}`)
    const ended = await run(action, folder, given, killAt)
    if (ended.signal === 'SIGKILL') killed++
    const { checks } = await verified(folder)
    expect({ killAt, broken: checks.filter(check => !check.ok) }).toEqual({ killAt, broken: [] })
    const state = stateOf(folder)
    expect([before, after]).toContainEqual(state)
    states.add(JSON.stringify(state) === JSON.stringify(before) ? 'before' : 'after')
    const pc = await openPc(action, { folder })
    try {
      const inbox = await readdir(join(folder, 'inbox')).catch(() => [])
      expect(inbox.filter(name => name.startsWith('.'))).toEqual([])
      await again(pc)
      expect(stateOf(folder)).toMatchObject({ members: after.members, changes: after.changes })
      expect((await verified(folder)).ok).toBe(true)
      expect(pc.bugs).toEqual([])
    } finally {
      await pc.discard()
    }
  }
  const queue = [...new Set(tenOf(moments))]
  const lane = async () => {
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) await one(next)
  }
  await Promise.all([lane(), lane()])
  return { killed, states }
}

test('an import that is killed at any of ten moments is there as a whole or not at all', async () => {
  const { district, street, community } = await prepared.open()
  await Promise.all([district, street].map(pc => pc.discard()))
  await community.close()
  const file = memberRoster(crowd(300))
  const given = join(base, file.name)
  await writeFile(given, new Uint8Array(await file.arrayBuffer()))
  const { killed, states } = await killTenTimes('import', community.folder, given, pc =>
    resultOf(pc.ask.exchange.importFile({ file, as: 'members' })),
  )
  await community.discard()
  expect(killed).toBeGreaterThanOrEqual(8)
  expect(states).toContain('before')
})

test('a packet is written whole or not at all, whenever the export is killed, and its number is not lost', async () => {
  const { district, street, community } = await prepared.open()
  await takeMembers(community, crowd(300))
  await community.close()
  const seen = new Set<number>()
  const { killed, states } = await killTenTimes('export', community.folder, codes.street, async pc => {
    const again = await resultOf(pc.ask.bundle.exportPacket({ to: codes.street }))
    const left = await readdir(join(pc.folder, 'outbox'))
    expect(left.filter(name => !name.endsWith('.llb'))).toEqual([])
    seen.add(again.number)
    const told = await open(street, again.file)
    expect(told.status).toMatch(/applied|duplicate/)
    expect(await members(street)).toBe(16 + 300)
  })
  await Promise.all([district, street, community].map(pc => pc.discard()))
  expect(killed).toBeGreaterThanOrEqual(8)
  expect(states).toContain('before')
  expect([...seen].every(number => number === 1 || number === 2)).toBe(true)
})

test('a packet that is taken in is in as a whole or not at all, whenever the PC is killed', async () => {
  const { district, street, community } = await prepared.open()
  await takeMembers(community, crowd(300))
  const file = await packet(community, codes.street)
  await Promise.all([district, community].map(pc => pc.discard()))
  await street.close()
  const given = join(base, file.name)
  await writeFile(given, new Uint8Array(await file.arrayBuffer()))
  const { killed, states } = await killTenTimes('apply', street.folder, given, async pc => {
    expect((await open(pc, file)).status).toMatch(/applied|duplicate/)
  })
  await street.discard()
  expect(killed).toBeGreaterThanOrEqual(8)
  expect(states).toContain('before')
})
