import { readdirSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { pdf, picture, put } from '#tests/fixtures/attached.ts'
import { expectSound, type Pc, refusalOf, resultOf } from '#tests/fixtures/engine.ts'
import { carry, codes, exchangeAll, open } from '#tests/fixtures/exchange.ts'
import { threeOffices } from './three-offices.ts'

const { offices } = threeOffices()

const filesOf = (pc: Pc) => {
  const all = readdirSync(pc.folder)
  return all.includes('files') ? readdirSync(join(pc.folder, 'files')).toSorted() : []
}
const exporting = (pc: Pc, to: string, filesUpTo?: number) =>
  resultOf(pc.ask.packets.exportPacket({ to, ...(filesUpTo !== undefined && { filesUpTo }) }))

/** A meeting of the community with these files. */
async function held(pc: Pc, held_on: string, ...files: readonly File[]) {
  const items: string[] = []
  for (const file of files) items.push((await put(pc, file)).item)
  const set = { org: `${codes.community}1`, type: '团课', held_on, files: items.join('\n') }
  return pc.ask.records.add({ kind: 'meeting', set })
}

test('files that do not fit follow with the next packet, which may bring nothing else; both sides say how many', async () => {
  const { street, community } = await offices()
  const files = [1, 2, 3].map(n => pdf(`材料${n}.pdf`, `材料${n}`, 2_000_000))
  const { id } = await held(community, '2018-05-03', ...files)
  const dry = await resultOf(
    community.ask.packets.exportPacket({ to: codes.street, dryRun: true, filesUpTo: 2_500_000 }),
  )
  expect(dry).toMatchObject({ files: 1, filesLeft: 2 })
  const first = await exporting(community, codes.street, 2_500_000)
  expect(first).toMatchObject({ files: 1, filesLeft: 2 })
  expect(first.warnings[0]?.zh).toBe('还有 2 个附件放不下，随下一个数据包送去')
  const taken = await open(street, first.file)
  expect(taken.sentences.map(({ zh }) => zh)).toEqual(
    expect.arrayContaining(['收到附件 1 个，共 2.0 MB', '还有 2 个附件未到']),
  )
  expect(await street.ask.attachments.overview({})).toMatchObject({ here: 1, missing: 2 })
  expect((await street.ask.attachments.ofRecord({ id })).map(({ isHere }) => isHere)).toContain(false)
  const second = await exporting(community, codes.street, 5_000_000)
  expect(second).toMatchObject({ files: 2, filesLeft: 0 })
  expect(await open(street, second.file)).toMatchObject({ status: 'duplicate', code: 'packet-files' })
  expect(filesOf(street)).toEqual(filesOf(community))
  // Nothing is asked for or sent again once the street has said what it has.
  await carry(street, community, codes.community)
  expect(await exporting(community, codes.street)).toMatchObject({ files: 0 })
  // A packet without any file goes by a setting of its own, too.
  await community.ask.attachments.limitPackets({ perPacket: 1_000_000 })
  await held(community, '2018-05-04', picture('1.png'), pdf('大.pdf', '大', 1_500_000))
  expect(await exporting(community, codes.street)).toMatchObject({ files: 1, filesLeft: 1 })
  expect(await exporting(community, codes.street, 0)).toMatchObject({ files: 0, filesLeft: 1 })
  await expectSound(street, community)
})

test('a lost packet, a street that relays, a file lost on a disk and a PC that was restored: all heal', async () => {
  const all = await offices()
  const { district, street, community } = all
  const backup = await resultOf(community.ask.system.backup())
  const copy = new File([new Uint8Array(await backup.file.arrayBuffer())], backup.file.name)
  await held(community, '2018-05-03', picture('签到.png'))
  await exporting(community, codes.street)
  await exchangeAll(all)
  const [hash = ''] = filesOf(community)
  expect([filesOf(street), filesOf(district)]).toEqual([[hash], [hash]])

  // The district's disk loses it; the street still has it and brings it again.
  await rm(join(district.folder, 'files', hash))
  await district.behindTheContract(() => undefined)
  expect(await district.ask.attachments.overview({})).toMatchObject({ missing: 1 })
  await exchangeAll(all)
  expect(filesOf(district)).toEqual([hash])

  // Damaged there, it is asked for once that was found.
  await writeFile(join(district.folder, 'files', hash), 'x'.repeat(72))
  const { checks } = await resultOf(district.ask.system.verify())
  expect(checks.find(({ name }) => name === 'attachments')?.detail.zh).toContain('会随下一个数据包补来')
  expect(await district.ask.attachments.overview({})).toMatchObject({ missing: 1 })
  await exchangeAll(all)
  await expectSound(district)

  // A damaged file does not keep the packet back.
  await held(community, '2018-05-04', picture('坏.png', '坏'))
  const broken = filesOf(community).find(name => name !== hash) ?? ''
  await writeFile(join(community.folder, 'files', broken), 'x'.repeat(72))
  const packet = await exporting(community, codes.street)
  expect(packet).toMatchObject({ files: 0 })
  expect(await open(street, packet.file)).toMatchObject({ status: 'applied' })
  await put(community, picture('坏.png', '坏'))
  await exchangeAll(all)
  expect(filesOf(street)).toContain(broken)

  // The community is restored to the day before all this, without its files: its own work comes back with them.
  await rm(join(community.folder, 'files'), { recursive: true })
  await resultOf(community.ask.system.restore({ file: copy }))
  await exchangeAll(all)
  expect(filesOf(community)).toEqual([hash, broken].toSorted())
  await expectSound(district, street, community)
})

test('what the district attaches to a matter of a community goes down to it, and nowhere else', async () => {
  const all = await offices()
  const { district, street, community } = all
  const elsewhere = await put(district, picture('别处.png', '别处'))
  await district.ask.records.add({
    kind: 'meeting',
    set: { org: '44039902011', type: '团课', held_on: '2018-06-01', files: elsewhere.item },
  })
  await held(district, '2018-06-02', pdf('通报.pdf'))
  await exchangeAll(all)
  expect(filesOf(district)).toHaveLength(2)
  const below = filesOf(district).filter(name => name !== elsewhere.sha256)
  expect([filesOf(street), filesOf(community)]).toEqual([below, below])
  await expectSound(district, street, community)
})

test('evidence goes with the steps of a case: up with the request to clear it, back with its return', async () => {
  const all = await offices()
  const { district, street, community } = all
  const { id } = await street.ask.cases.open({
    org: `${codes.community}1`,
    problems: ['长期不开会'],
    measures: ['每季度开一次支部大会'],
    owner: '李书记',
    liaison: '王强 街道团工委副书记',
    due: '2019-03-31',
    on: '2018-10-08',
  })
  await exchangeAll(all)
  const proof = await put(community, pdf('支部大会记录.pdf'))
  const made = `sha256:${'1'.repeat(64)} 9 pdf 假.pdf`
  const refused = await refusalOf(community.ask.cases.note({ id, note: '已开会', files: made }))
  expect(refused.details['problems']).toMatchObject([{ field: 'files', code: 'file-not-here' }])
  await community.ask.cases.submit({ id, note: '已开会', files: proof.item, on: '2018-11-01' })
  await exchangeAll(all)
  expect([filesOf(street), filesOf(district)]).toEqual([[proof.sha256], [proof.sha256]])
  expect((await street.ask.cases.show({ id })).log.at(-1)).toMatchObject({
    action: 'submit',
    files: [
      expect.stringMatching(new RegExp(`^sha256:${proof.sha256} 31 pdf held:\\S{43} 支部大会记录.pdf$`)),
    ],
  })
  const marked = await put(street, picture('批注.png'))
  await street.ask.cases.return({ id, note: '缺签到表', files: marked.item, on: '2018-11-05' })
  await exchangeAll(all)
  expect(filesOf(community)).toEqual([marked.sha256, proof.sha256].toSorted())
  await expectSound(district, street, community)
})
