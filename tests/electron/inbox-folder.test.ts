import { mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { cutPacket } from '#contract/packets/packet-parts.ts'
import { openEngine } from '#db/engine.ts'
import type { Pc } from '#tests/fixtures/engine.ts'
import { codes, exchangeAll, open, packet, takeMembers, write } from '#tests/fixtures/exchange.ts'
import { tempFolder } from '#tests/fixtures/temp-folder.ts'
import { elsewhere, newcomers, orgIn, personIn, someone, threeOffices } from '../engine/three-offices.ts'
import { run } from './run.ts'

const { offices, keep } = threeOffices()

async function folderOf(files: readonly File[]): Promise<string> {
  const folder = await tempFolder()
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  for (const file of files) await writeFile(join(folder, file.name), new Uint8Array(await file.arrayBuffer()))
  return folder
}

type Line = Readonly<Record<'file' | 'status' | 'code', string>> & {
  readonly number: number
  readonly warnings: readonly string[]
}

/** Runs the command over a PC's folder, as a script would. */
async function inbox(pc: Pc, ...words: readonly string[]) {
  await pc.close()
  const ran = await run(['--data', pc.folder, '--json', 'bundle', 'inbox', ...words], {
    cwd: '/',
    openEngine: options => openEngine(options),
  })
  return { ...ran, files: ran.json()['files'] as Line[] }
}

const statuses = (files: readonly Line[]) => files.map(({ status }) => status)

test('a folder of packets is taken in whatever their order, a broken one stops nothing, and again it changes nothing', async () => {
  const { street, community } = await offices()
  const made: File[] = []
  for (const from of [800, 810, 820]) {
    await takeMembers(community, newcomers(2, from))
    made.push(await packet(community, codes.street))
  }
  const broken = new File(['no packet'], '坏_000002_20181231.llb')
  const folder = await folderOf([...made, broken, new File(['x'], '说明.txt')])
  // What is no file of its own is not followed, and that is told.
  await symlink(join(folder, broken.name), join(folder, '链接_000009_20181231.llb'))
  await mkdir(join(folder, '目录.llb'))
  await symlink(folder, join(folder, '别处'))
  const looked = await inbox(street, folder)
  expect(looked.exit).toBe(1)
  // Each holds all that is not confirmed, so each of them could go in now.
  expect(looked.files.map(({ status, code }) => [status, code])).toEqual([
    ['preview', ''],
    ['preview', ''],
    ['refused', 'packet-not-a-packet'],
    ['preview', ''],
    ['refused', 'packet-no-file'],
    ['refused', 'packet-no-file'],
  ])
  expect(looked.stdout).toContain('链接_000009_20181231.llb')
  await rm(join(folder, '链接_000009_20181231.llb'))
  await rm(join(folder, '目录.llb'), { recursive: true })
  await rm(join(folder, '别处'))
  const before = (await readdir(folder)).toSorted()
  const answers = join(folder, '回')
  const taken = await inbox(street, folder, '--yes', '--answers', answers)
  expect(taken).toMatchObject({ exit: 1 })
  expect(taken.files.map(({ status, code }) => [status, code])).toEqual([
    ['applied', ''],
    ['applied', ''],
    ['refused', 'packet-not-a-packet'],
    ['applied', ''],
  ])
  // The community is owed a receipt, the district the news.
  expect(await readdir(answers)).toHaveLength(2)
  expect((await readdir(folder)).filter(name => name !== '回').toSorted()).toEqual(before)
  const again = await inbox(street, folder, '--yes')
  expect(statuses(again.files)).toEqual(['duplicate', 'duplicate', 'refused', 'duplicate'])
})

test('what a person should look into is told of each file, also where it was taken in', async () => {
  const { street, community } = await offices()
  await takeMembers(community, newcomers(1, 800))
  const first = await packet(community, codes.street)
  const folder = await folderOf([first])
  await inbox(street, folder, '--yes')
  // A second PC with the same key: its list of offers is another one.
  const clone = keep(await community.copied('clone'))
  await takeMembers(community, newcomers(1, 810))
  await takeMembers(clone, newcomers(1, 820))
  const files = [await packet(community, codes.street), await packet(clone, codes.street)]
  const one = await inbox(street, await folderOf(files.slice(0, 1)), '--yes')
  expect(one.files.map(({ warnings }) => warnings)).toEqual([[]])
  const other = await inbox(street, await folderOf(files.slice(1)), '--yes')
  expect(statuses(other.files)).toEqual(['applied'])
  expect(other.files[0]?.warnings[0]).toContain('有两台电脑共用一套密钥')
})

test('where answers have no place nothing is taken in, and one that is not written is told with all the rest', async () => {
  const { street, community } = await offices()
  await takeMembers(community, newcomers(2, 800))
  const folder = await folderOf([await packet(community, codes.street)])
  const answers = join(folder, '回')
  await writeFile(answers, 'a file in the place of a folder')
  const refused = await inbox(street, folder, '--yes', '--answers', answers)
  expect([refused.exit, refused.json()['files']]).toEqual([1, undefined])
  expect(statuses((await inbox(street, folder)).files)).toEqual(['preview'])
  // Every name under which the community's answer could be written is taken by something else.
  await rm(answers)
  await mkdir(answers)
  const beside = (i: number) => (i === 0 ? '' : ` (${i + 1})`)
  const names = [1, 2, 3].flatMap(number =>
    Array.from({ length: 99 }, (_, i) => `云岭街道_东坪社区_00000${number}_20181231${beside(i)}.llb`),
  )
  for (const name of names) await writeFile(join(answers, name), 'taken')
  const taken = await inbox(street, folder, '--yes', '--answers', answers)
  expect([taken.exit, statuses(taken.files)]).toEqual([1, ['applied']])
  const made = taken.json()['answers'] as { readonly to: string; readonly file: string | null }[]
  expect(made.filter(({ file }) => file === null)).toMatchObject([{ to: '东坪社区' }])
  expect(made).toHaveLength(2)
  expect(taken.stderr).toContain('给东坪社区的回复没有写成')
})

test('an answer that was not written is made by the next run, and by that one alone', async () => {
  const { street, community } = await offices()
  await takeMembers(community, newcomers(2, 800))
  const folder = await folderOf([await packet(community, codes.street)])
  const answers = join(folder, '回')
  await mkdir(answers)
  const names = [1, 2, 3].flatMap(number =>
    Array.from({ length: 99 }, (_, i) => {
      const beside = i === 0 ? '' : ` (${i + 1})`
      return `云岭街道_东坪社区_00000${number}_20181231${beside}.llb`
    }),
  )
  for (const name of names) await mkdir(join(answers, name))
  type Made = readonly { readonly to: string; readonly file: string | null }[]
  const answersOf = async () =>
    (await inbox(street, folder, '--yes', '--answers', answers)).json()['answers'] as Made
  const first = await answersOf()
  expect(first.filter(({ file }) => file === null).map(({ to }) => to)).toEqual(['东坪社区'])
  const still = await answersOf()
  expect(still.map(({ to, file }) => [to, file])).toEqual([['东坪社区', null]])
  for (const name of names) await rm(join(answers, name), { recursive: true })
  const written = await answersOf()
  expect(written).toMatchObject([{ to: '东坪社区', file: expect.stringContaining(answers) }])
  expect(await answersOf()).toEqual([])
  const bytes = await readFile(written[0]?.file ?? '')
  await open(community, new File([bytes], 'answer.llb'))
  const above = (await community.ask.packets.peers()).find(({ direction }) => direction === 'up')
  expect(above?.acknowledged).toBe(above?.sent)
})

test('a packet by which many people leave waits for a person', async () => {
  const all = await offices()
  const { district, street, community } = all
  await takeMembers(community, newcomers(20))
  await exchangeAll(all)
  await takeMembers(
    district,
    newcomers(3).map(line => ({ ...line, 所在团支部: elsewhere })),
  )
  await open(street, await packet(district, codes.street), true)
  const folder = await folderOf([await packet(street, codes.community)])
  const taken = await inbox(community, folder, '--yes')
  expect(taken.exit).toBe(4)
  expect(taken.stderr).toContain('有 1 个数据包还要等')
  expect(taken.files).toMatchObject([{ status: 'asks', code: 'packet-many-leave' }])
  // One by one it is told by which words the second yes is said.
  const [name = ''] = await readdir(folder)
  const apply = (...words: readonly string[]) =>
    run(['--data', community.folder, '--lang', 'zh', 'bundle', 'apply', join(folder, name), ...words], {
      cwd: '/',
      openEngine: options => openEngine(options),
    })
  const asked = await apply('--yes')
  expect(asked).toMatchObject({ exit: 4, stderr: expect.stringContaining('加上 --yes --again 再做一次。') })
  const second = await apply('--yes', '--again')
  expect(second.exit).toBe(0)
  expect(second.stdout).toContain('已并入')
  expect(second.stdout).not.toContain('--again')
})

test('a packet that needs an earlier one ends with 4, and the folder with the earlier one in it with 0', async () => {
  const { street, community } = await offices()
  await open(street, await packet(community, codes.street))
  await open(community, await packet(street, codes.community), true)
  await takeMembers(community, newcomers(2, 800))
  const earlier = await packet(community, codes.street)
  // The next one builds on it, as the street says that it has it; the copy of its PC has not.
  const old = keep(await street.copied('old'))
  await open(street, earlier)
  await open(community, await packet(street, codes.community), true)
  await takeMembers(community, newcomers(2, 810))
  const later = await packet(community, codes.street)
  const one = await inbox(old, await folderOf([later]), '--yes')
  expect([one.exit, statuses(one.files)]).toEqual([4, ['waiting']])
  const both = await inbox(old, await folderOf([later, earlier]), '--yes')
  expect([both.exit, statuses(both.files)]).toEqual([0, ['applied', 'duplicate']])
})

test('packets whole and cut lie in one folder in any order; one that lacks a part is told and stops none', async () => {
  const { street, community } = await offices()
  const made: File[] = []
  for (const from of [800, 810, 820]) {
    await takeMembers(community, newcomers(2, from))
    made.push(await packet(community, codes.street))
  }
  const cut = (file: File | undefined) => {
    if (file === undefined) throw new Error('three packets were made')
    const most = Math.ceil(file.size / 3)
    return cutPacket(file.name, file.size, most).map(
      ({ name, from, to }) => new File([file.slice(from, to)], name),
    )
  }
  const [first, second] = [cut(made[0]), cut(made[2])]
  const folder = await folderOf([...second.toReversed(), ...first.slice(1), ...made.slice(1, 2)])
  const { files, exit } = await inbox(street, folder, '--yes')
  expect(exit).toBe(1)
  expect(files.map(({ file, status, code }) => [file, status, code])).toEqual([
    [made[1]?.name, 'applied', ''],
    [made[2]?.name, 'applied', ''],
    [made[0]?.name, 'refused', 'packet-parts-missing'],
  ])
  expect(newcomers(2, 820).map(line => personIn(street, line) !== undefined)).toEqual([true, true])
})

test('a preview is narrowed to what a person has to decide about: conflicts, or what would be returned', async () => {
  const all = await offices()
  const { street, community } = all
  await exchangeAll(all)
  await takeMembers(community, [{ ...someone, 手机号码: '13911110000' }, ...newcomers(2)])
  await takeMembers(street, [{ ...someone, 手机号码: '13922220000' }])
  await write(community, set => set.edit('org', orgIn(community, codes.community), { code: '4403990199' }))
  const file = await packet(community, codes.street)
  const folder = await folderOf([file])
  await street.close()
  const say = async (...words: readonly string[]) => {
    const argv = ['--data', street.folder, '--lang', 'zh', 'bundle', ...words]
    return (await run(argv, { cwd: folder, openEngine: options => openEngine(options) })).stdout
  }
  const conflicts = await say('inspect', file.name, '--only', 'conflicts')
  expect(conflicts).toMatch(
    new RegExp(
      `  ${someone['姓名']} 团员：.*手机号码 139(1111|2222)\\*\\*00；.*手机号码 139(1111|2222)\\*\\*00`,
    ),
  )
  expect(conflicts).not.toContain('新增 2')
  const returns = await say('apply', file.name, '--only', 'returns')
  expect(returns).toMatch(/ {2}东坪社区：.+/)
  expect(returns).not.toContain('13911110000')
})

test('a packet goes beside another one of its name, whole and cut', async () => {
  const { community } = await offices()
  await community.close()
  const folder = await folderOf([])
  const make = async (...words: readonly string[]) => {
    const args = [
      '--data',
      community.folder,
      '--json',
      'bundle',
      'export',
      '--to',
      codes.street,
      '--out',
      folder,
    ]
    return run([...args, ...words], { cwd: '/', openEngine: options => openEngine(options) })
  }
  const first = String((await make()).json()['file'])
  const numbered = (n: number) => first.replace('_000001_', `_00000${n}_`)
  const beside = (file: string) => file.replace('.llb', ' (2).llb')
  await writeFile(numbered(2), 'of before the restore')
  const second = await make()
  expect([second.exit, second.json()['file']]).toEqual([0, beside(numbered(2))])
  expect(await readFile(numbered(2), 'utf8')).toBe('of before the restore')
  await writeFile(`${numbered(3)}.2of2`, 'a part of before the restore')
  const { size } = await stat(first)
  const cut = await make('--cut', String(size / 2e6 + 0.001))
  expect(cut.json()['parts']).toEqual([1, 2].map(n => `${beside(numbered(3))}.${n}of2`))
})
