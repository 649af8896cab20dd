import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, type TestContext, test } from 'vitest'
import { hashOf } from '#tests/fixtures/attached.ts'
import { childProgram } from '#tests/fixtures/child-program.ts'
import { codes, packet, takeMembers } from '#tests/fixtures/exchange.ts'
import { filledDistrict, inventedId, type Line, memberRoster } from '#tests/fixtures/small-district.ts'
import { newcomers, threeOffices } from './three-offices.ts'

const { offices } = threeOffices()

/** Runs a child on a small disk of its own, and answers what it printed, or why it could not be run here. */
function onSmallDisk<T>(disk: string, megabytes: number, words: readonly string[]): T | string {
  const quoted = [process.execPath, ...words].map(word => `"${word}"`).join(' ')
  const command = `mount -t tmpfs -o size=${megabytes}m tmpfs "${disk}" && exec ${quoted}`
  const ran = spawnSync('unshare', ['-rm', 'sh', '-c', command], { encoding: 'utf8' })
  const why = ran.error?.message ?? ran.stderr.trim()
  return ran.stdout === '' ? `needs to mount a small disk (${why})` : JSON.parse(ran.stdout)
}

function crowd(count: number, from: number): readonly Line[] {
  return Array.from({ length: count }, (_, i) => {
    const n = from + i
    const day = String((Math.floor(n / 8100) % 28) + 1).padStart(2, '0')
    return {
      姓名: `${'王李张刘陈'[n % 5]}${'一二三四五六七'[n % 7]}`,
      身份证号: inventedId(`199${n % 9}-0${(Math.floor(n / 9) % 9) + 1}-${day}`, Math.floor(n / 81) % 100),
      所在团支部: `${codes.community}1`,
    }
  })
}

type Told = {
  readonly before: { readonly ok: boolean; readonly members: number }
  readonly first: { readonly outcome: string; readonly ok: boolean; readonly members: number }
  readonly second: { readonly outcome: string; readonly ok: boolean; readonly members: number }
  readonly attached: { readonly outcome: string; readonly left: readonly string[] }
  readonly members: number
  readonly bugs: readonly string[]
}

/** What the child tells, or why it could not be run here. */
let told: Told | string = ''

beforeAll(async () => {
  const base = await mkdtemp(join(tmpdir(), 'lifeline-full-disk-'))
  const pc = await filledDistrict.open('district')
  await pc.close()
  try {
    const [large, little, disk] = [join(base, '大.csv'), join(base, '小.csv'), join(base, 'disk')]
    await writeFile(large, new Uint8Array(await memberRoster(crowd(8000, 0)).arrayBuffer()))
    await writeFile(little, new Uint8Array(await memberRoster(crowd(3, 8010)).arrayBuffer()))
    await mkdir(disk)
    told = onSmallDisk(disk, 4, [childProgram('full-disk-child'), pc.folder, disk, large, little])
  } finally {
    await pc.discard()
    await rm(base, { recursive: true, force: true })
  }
})

function outcome(context: TestContext): Told {
  if (typeof told !== 'string') return told
  console.log(`not run: "${context.task.name}" ${told}`)
  return context.skip()
}

test('an import that the disk cannot hold fails, and the registry is as it was and goes on', context => {
  const { before, first, second, members } = outcome(context)
  expect(before).toEqual({ ok: true, members: 30 })
  expect(first).toMatchObject({ ok: true, members: 30 })
  expect(first.outcome).not.toContain('created')
  expect(second).toEqual({ outcome: 'created 3', ok: true, members: 33 })
  expect(members).toBe(33)
})

test('a full disk is told in a sentence, and is no bug of the program', context => {
  const { first, bugs } = outcome(context)
  expect(first.outcome).toBe('refused: disk-full')
  expect(bugs).toEqual([])
})

test('a file that the disk has no room for is refused, and no half of it is left', context => {
  expect(outcome(context).attached).toEqual({ outcome: 'refused: disk-full', left: [] })
})

type Opened = { readonly status: string; readonly code: string; readonly message: string }

type Applied = {
  readonly tries: readonly (Opened & { readonly space: number; readonly isAsBefore: boolean })[]
  readonly again: Opened
  readonly members: number
  readonly isSound: boolean
  readonly hash: string
  readonly bugs: readonly string[]
}

test('a packet that the disk has no room for changes nothing, says so, and is taken in once there is room', async context => {
  const { street, community } = await offices()
  await takeMembers(community, newcomers(40))
  const file = await packet(community, codes.street)
  await street.close()
  const base = await mkdtemp(join(tmpdir(), 'lifeline-full-disk-'))
  try {
    const [path, disk] = [join(base, file.name), join(base, 'disk')]
    await writeFile(path, new Uint8Array(await file.arrayBuffer()))
    await mkdir(disk)
    const words = [childProgram('full-disk-apply-child'), street.folder, disk, path, '16384']
    const applied = onSmallDisk<Applied>(disk, 8, words)
    if (typeof applied === 'string') {
      console.log(`not run: "${context.task.name}" ${applied}`)
      return context.skip()
    }
    const { tries, again, hash, ...left } = applied
    const refused = tries.filter(({ status }) => status === 'refused')
    expect(refused.length).toBeGreaterThan(5)
    expect(tries.slice(refused.length).map(({ status }) => status)).toEqual(['applied'])
    for (const one of refused) {
      expect(one).toMatchObject({ code: 'disk-full', isAsBefore: true })
      expect(one.message).toMatch(new RegExp(`^数据包 ${file.name} 没有并入：台账所在的磁盘已满.*请腾出空间`))
    }
    expect(again.status).toBe('duplicate')
    expect(hash).toBe(await hashOf(file))
    expect(left).toEqual({ members: 16 + 40, isSound: true, bugs: [] })
  } finally {
    await rm(base, { recursive: true, force: true })
  }
})
