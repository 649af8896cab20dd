import { spawn } from 'node:child_process'
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { expect } from 'vitest'
import { childProgram } from '#tests/fixtures/child-program.ts'
import { openPc, type Pc, verified } from '#tests/fixtures/engine.ts'
import { codes } from '#tests/fixtures/exchange.ts'
import { inventedId, type Line } from '#tests/fixtures/small-district.ts'
import { changeCount, lookInto } from '#tests/fixtures/table-dump.ts'

/** People enough that the work takes several slices. */
export function crowd(count: number): readonly Line[] {
  return Array.from({ length: count }, (_, i) => ({
    姓名: `${'王李张刘陈'[i % 5]}${'一二三四五六七'[i % 7]}`,
    身份证号: inventedId(`199${i % 9}-0${(i % 9) + 1}-11`, i % 1000),
    所在团支部: `${codes.community}${(i % 2) + 1}`,
  }))
}

/** What is done in a process of its own: see killed-child.ts. */
export type Killing = {
  readonly action: 'init' | 'import' | 'sheet' | 'export' | 'apply' | 'backup' | 'restore'
  /** A folder that no engine has open. */
  readonly folder: string
  /** The file to take in, or the organization to write to, to save the sheet of, or to make. */
  readonly given: string
  /** Does the same once more, to its end, on the PC as it was left. */
  readonly again: (pc: Pc) => Promise<unknown>
}

export type Killed = {
  readonly moments: number
  /** How many of them were killed before they came to their end. */
  readonly killed: number
  /** How they were found. */
  readonly found: ReadonlySet<'before' | 'after'>
}

/**
 * Kills an action on copies of a folder at four moments, from its first to its last. Each copy must be sound and as
 * before or as after, must leave no packet open in plain text, and must take the same action to its end.
 */
export async function killAtMoments({ action, folder, given, again }: Killing): Promise<Killed> {
  const base = await mkdtemp(join(tmpdir(), 'lifeline-kill-'))
  const found = new Set<'before' | 'after'>()
  let killed = 0
  const copied = async (name: string) => {
    const copy = join(base, name)
    await cp(folder, copy, { recursive: true })
    return copy
  }
  try {
    const before = stateOf(folder)
    const whole = await copied('whole')
    const { moments } = await run({ action, folder: whole, given }, { killAt: 0 }, base)
    const after = stateOf(whole)
    if (action !== 'backup') expect(after).not.toEqual(before)
    const one = async (killAt: number) => {
      const copy = await copied(String(killAt))
      if ((await run({ action, folder: copy, given }, { killAt }, base)).wasKilled) killed++
      found.add(await expectWhole(copy, { before, after }, again, `killed at ${killAt}`))
    }
    const waiting = momentsOf(moments)
    const lane = async () => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) await one(next)
    }
    await Promise.all([lane(), lane()])
    return { moments, killed, found }
  } finally {
    await rm(base, { recursive: true, force: true })
  }
}

/** A folder as a kill left it is sound, as before or as after, and takes the same action to its end. */
export async function expectWhole(
  folder: string,
  { before, after }: { readonly before: State; readonly after: State },
  again: Killing['again'],
  left: string,
): Promise<'before' | 'after'> {
  const { checks } = await verified(folder)
  expect({ left, broken: checks.filter(check => !check.ok) }).toEqual({ left, broken: [] })
  const state = stateOf(folder)
  expect([before, after]).toContainEqual(state)
  await goOn(folder, again, after)
  return JSON.stringify(state) === JSON.stringify(before) ? 'before' : 'after'
}

async function goOn(folder: string, again: Killing['again'], after: State): Promise<void> {
  const pc = await openPc('survivor', { folder })
  try {
    const lying = await readdir(folder, { recursive: true })
    expect(lying.filter(path => basename(path).startsWith('.'))).toEqual([])
    await again(pc)
    expect(stateOf(folder)).toMatchObject({ members: after.members, changes: after.changes })
    expect((await verified(folder)).ok).toBe(true)
    expect(pc.bugs).toEqual([])
  } finally {
    await pc.close()
  }
}

type State = { readonly members: number; readonly changes: number; readonly sent: number }

export function stateOf(folder: string): State {
  const count = (sql: string) => lookInto(folder, db => db.prepare<[], { n: number }>(sql).get()?.n ?? 0)
  return {
    members: count('SELECT count(*) AS n FROM membership WHERE until IS NULL AND org IS NOT NULL'),
    changes: changeCount(folder),
    sent: count('SELECT count(*) AS n FROM sent'),
  }
}

/** Four of so many moments, from the first to the last. */
export function momentsOf(moments: number): number[] {
  return [...new Set(Array.from({ length: 4 }, (_, i) => 1 + Math.round((i * (moments - 1)) / 3)))]
}

/** Bundled once, however often it is killed. */
let program: string | undefined

type Ended = { readonly wasKilled: boolean; readonly moments: number }

/** Runs the action in a process of its own, which is ended at that moment; 0 lets it come to its end. */
export function run(
  { action, folder, given }: Omit<Killing, 'again'>,
  { killAt, record = '' }: { readonly killAt: number; readonly record?: string },
  base: string,
): Promise<Ended> {
  const environment = { ...process.env, NODE_COMPILE_CACHE: join(base, 'compiled') }
  program ??= childProgram('killed-child')
  const words = [program, action, folder, given, String(killAt), record]
  const started = spawn(process.execPath, words, { env: environment })
  const [out, errors]: [Buffer[], Buffer[]] = [[], []]
  started.stdout.on('data', (chunk: Buffer) => out.push(chunk))
  started.stderr.on('data', (chunk: Buffer) => errors.push(chunk))
  return new Promise((resolve, reject) => {
    started.on('error', reject)
    started.on('close', (code, signal) => {
      if (signal === 'SIGKILL') resolve({ wasKilled: true, moments: killAt })
      else if (code !== 0) reject(new Error(Buffer.concat(errors).toString()))
      else resolve({ wasKilled: false, moments: JSON.parse(Buffer.concat(out).toString()).moments })
    })
  })
}
