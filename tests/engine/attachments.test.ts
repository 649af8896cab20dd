import { existsSync, readdirSync, statSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { hashOf, pdf, picture, put, zipFile } from '#tests/fixtures/attached.ts'
import { expectSound, type Pc, refusalOf, resultOf, verified } from '#tests/fixtures/engine.ts'
import { filledDistrict, inventedId } from '#tests/fixtures/small-district.ts'

async function district(day?: string): Promise<Pc> {
  const pc = await filledDistrict.open('district', day)
  onTestFinished(() => pc.discard())
  return pc
}

const meeting = { org: '东坪社区第一', type: '团课', held_on: '2018-05-03' }
const filesOf = (pc: Pc) =>
  existsSync(join(pc.folder, 'files')) ? readdirSync(join(pc.folder, 'files')) : []

test('a file is attached to a record, told in its history, handed out as it was, and lies there for its user alone', async () => {
  const pc = await district()
  const file = pdf('会议记录 3月.pdf', '三月团课')
  const taken = await put(pc, file)
  const sha256 = await hashOf(file)
  expect(taken).toMatchObject({
    sha256,
    bytes: file.size,
    type: 'pdf',
    name: '会议记录 3月.pdf',
    isHere: true,
  })
  const { id } = await pc.ask.records.add({ kind: 'meeting', set: { ...meeting, files: taken.item } })
  expect(await pc.ask.attachments.ofRecord({ id })).toMatchObject([
    {
      field: 'files',
      words: { zh: '附件', en: 'attachments' },
      sha256,
      name: '会议记录 3月.pdf',
      isHere: true,
    },
  ])
  const out = await pc.ask.attachments.file({ sha256, name: taken.name })
  expect([out.name, out.type, await out.text()]).toEqual([
    '会议记录 3月.pdf',
    'application/pdf',
    await file.text(),
  ])
  expect(filesOf(pc)).toEqual([sha256])
  if (process.platform !== 'win32') {
    expect(statSync(join(pc.folder, 'files', sha256)).mode & 0o777).toBe(0o600)
    expect(statSync(join(pc.folder, 'files')).mode & 0o777).toBe(0o700)
  }
  const more = await put(pc, picture('现场.png'))
  const edited = await pc.ask.records.edit({ id, set: { files: `${taken.item}\n${more.item}` } })
  expect(edited.sentences[0]?.zh).toContain('附件由“会议记录 3月.pdf”改为“会议记录 3月.pdf、现场.png”')
  const [entry] = await pc.ask.registry.history({ limit: 1 })
  expect(entry?.sentence.en).toContain('会议记录 3月.pdf, 现场.png')
  await expectSound(pc)
})

test('what a file is, its first bytes say: no other name lets a program or a page in', async () => {
  const pc = await district()
  const kinds: readonly (readonly [File, string])[] = [
    [picture('照片.jpg'), '照片.jpg.png'],
    [new File([Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2])], 'a.JPEG'), 'a.JPEG'],
    [new File(['RIFF\u0001\u0001\u0001\u0001WEBPVP8 '], 'b.webp'), 'b.webp'],
    [await zipFile('纪要.docx', '[Content_Types].xml', 'word/document.xml'), '纪要.docx'],
    [await zipFile('表.xlsx', '[Content_Types].xml', 'xl/workbook.xml'), '表.xlsx'],
    [await zipFile('公文.ofd', 'OFD.xml', 'Doc_0/Document.xml'), '公文.ofd'],
    [new File([Buffer.from('d0cf11e0a1b11ae1', 'hex')], '记录.wps'), '记录.wps'],
    [pdf('C:\\x\\..\\con'), 'C_x_.._con.pdf'],
    [pdf('gpj\u202Efdp.exe'), 'gpj_fdp.exe.pdf'],
    [pdf('CON.pdf'), '_CON.pdf'],
  ]
  for (const [file, name] of kinds) expect((await put(pc, file)).name).toBe(name)
  const refused: readonly (readonly [File, string])[] = [
    [new File(['<html><script>alert(1)</script>'], '照片.png'), 'file-type-unknown'],
    [new File(['MZ\u0090\u0000'], '记录.pdf'), 'file-type-unknown'],
    [new File(['<svg xmlns="http://www.w3.org/2000/svg"/>'], 'a.svg'), 'file-type-unknown'],
    [await zipFile('宏.docx', 'x.exe'), 'file-type-unknown'],
    [new File(['PK\u0003\u0004 broken'], '坏.docx'), 'file-type-unknown'],
    [new File([], '空.pdf'), 'file-empty'],
    [pdf('大.pdf', '', 21 * 1024 * 1024), 'file-too-large'],
  ]
  for (const [file, code] of refused) {
    const { code: found, text } = await refusalOf(put(pc, file))
    expect([file.name, found]).toEqual([file.name, code])
    expect(text.zh).toContain(file.name)
  }
  expect(filesOf(pc)).toHaveLength(kinds.length)
})

test('a record names what lies here: an invented hash, another size, too many and too much are told at the field', async () => {
  const pc = await district()
  const taken = await put(pc, picture('甲.png'))
  const add = (files: string) => pc.ask.records.add({ kind: 'meeting', set: { ...meeting, files } })
  const told = async (files: string) => {
    const { details } = await refusalOf(add(files))
    return (details['problems'] as { field: string; code: string }[]).map(
      ({ field, code }) => `${field} ${code}`,
    )
  }
  expect(await told(`sha256:${'0'.repeat(64)} 12 pdf 别人的.pdf`)).toEqual(['files file-not-here'])
  expect(await told(taken.item.replace(` ${taken.bytes} `, ' 1 '))).toEqual(['files file-not-here'])
  expect(await told('照片.png')).toEqual(['files file-unknown'])
  const many = Array.from({ length: 21 }, (_, i) =>
    taken.item.replace(taken.sha256, String(i).padStart(64, '0')),
  )
  expect(await told(many.join('\n'))).toEqual(['files too-many-files'])
  const large = Array.from(
    { length: 6 },
    (_, i) => `sha256:${String(i).padStart(64, '0')} 20000000 pdf a.pdf`,
  )
  expect(await told(large.join('\n'))).toEqual(['files files-too-large'])
  const { id } = await add(`${taken.item}\n${taken.item}`)
  expect(await pc.ask.attachments.ofRecord({ id })).toHaveLength(1)
})

test('whoever stops on the way leaves nothing, and a file that is half there after a crash is swept', async () => {
  const pc = await district()
  const stopped = new AbortController()
  const work = await pc.ask.attachments.put(
    { file: pdf('大.pdf', '', 4 * 1024 * 1024) },
    { signal: stopped.signal },
  )
  stopped.abort()
  await expect(async () => {
    for await (const event of work) expect(event.type).toBe('progress')
    throw new Error('ended')
  }).rejects.toThrow()
  expect(filesOf(pc)).toEqual([])
  await put(pc, picture('甲.png'))
  await writeFile(join(pc.folder, 'files', '.new-9'), 'half')
  await writeFile(join(pc.folder, 'files', '..new-8.partial'), 'half')
  await pc.behindTheContract(() => undefined)
  expect(filesOf(pc)).toHaveLength(1)
})

test('what no record names goes after thirty days, not before; undo within them finds its file', async () => {
  const pc = await district('2018-10-01')
  const [kept, dropped] = [await put(pc, picture('甲.png')), await put(pc, picture('乙.png'))]
  const { id } = await pc.ask.records.add({ kind: 'meeting', set: { ...meeting, files: kept.item } })
  const { changeSet } = await pc.ask.records.remove({ id, reason: '登记错' })
  const days = async (day: string) => {
    pc.setDay(day)
    await pc.behindTheContract(() => undefined)
    return filesOf(pc).toSorted()
  }
  const both = [kept.sha256, dropped.sha256].toSorted()
  expect(await days('2018-10-02')).toEqual(both)
  expect(await days('2018-10-31')).toEqual(both)
  await resultOf(pc.ask.registry.undo({ changeSet: changeSet ?? 0 }))
  expect(await days('2018-12-01')).toEqual([kept.sha256])
  expect((await pc.ask.attachments.ofRecord({ id }))[0]).toMatchObject({ isHere: true })
  expect(await pc.ask.attachments.overview({})).toMatchObject({
    here: 1,
    missing: 0,
    loose: 0,
    bytes: kept.bytes,
  })
})

test('a damaged or lost file is found by verify and by the overview, and heals when it is attached again', async () => {
  const pc = await district()
  const file = picture('甲.png')
  const taken = await put(pc, file)
  const { id } = await pc.ask.records.add({ kind: 'meeting', set: { ...meeting, files: taken.item } })
  const path = join(pc.folder, 'files', taken.sha256)
  const check = async () => (await verified(pc.folder)).checks.find(({ name }) => name === 'attachments')
  expect(await check()).toMatchObject({ ok: true })
  const bytes = await readFile(path)
  bytes[bytes.length - 1] = 0
  await writeFile(path, bytes)
  expect(await check()).toMatchObject({ ok: false, detail: { zh: expect.stringContaining('甲.png') } })
  await rm(path)
  await pc.behindTheContract(() => undefined)
  expect(await check()).toMatchObject({ ok: false })
  expect(await pc.ask.attachments.overview({})).toMatchObject({
    here: 0,
    missing: 1,
    awaited: [{ name: '甲.png', kind: 'meeting', id, title: expect.stringContaining('团课') }],
  })
  expect((await refusalOf(pc.ask.attachments.file({ sha256: taken.sha256, name: '甲.png' }))).code).toBe(
    'attachment-missing',
  )
  await put(pc, file)
  expect(await check()).toMatchObject({ ok: true })
})

test('a file that somebody takes from the folder while the program runs is said to be lost at once, and asked for again', async () => {
  const pc = await district()
  const file = picture('甲.png')
  const taken = await put(pc, file)
  const { id } = await pc.ask.records.add({ kind: 'meeting', set: { ...meeting, files: taken.item } })
  const hashes = [taken.sha256, 'e'.repeat(64)]
  expect(await pc.ask.attachments.here({ hashes })).toEqual({ here: [taken.sha256], lost: [] })
  await rm(join(pc.folder, 'files', taken.sha256))
  expect(await pc.ask.attachments.here({ hashes })).toEqual({ here: [], lost: [taken.sha256] })
  expect(await pc.ask.attachments.overview({})).toMatchObject({ here: 0, missing: 1 })
  expect((await pc.ask.attachments.ofRecord({ id }))[0]).toMatchObject({ isHere: false, isLost: true })
  const refusal = await refusalOf(pc.ask.attachments.file({ sha256: taken.sha256, name: '甲.png' }))
  expect(refusal.text.zh).toContain('曾在本机，现在不见了或者损坏了。请再添加一次同一个文件')
  await put(pc, file)
  expect(await pc.ask.attachments.here({ hashes })).toEqual({ here: [taken.sha256], lost: [] })
})

test('a backup is one file with the attachments in it; restoring brings back what was lost and leaves no bulk behind', async () => {
  const pc = await district()
  const taken = await put(pc, pdf('证明.pdf', '证明', 600_000))
  const loose = await put(pc, picture('没有保存.png'))
  const { id } = await pc.ask.records.add({ kind: 'meeting', set: { ...meeting, files: taken.item } })
  const { file } = await resultOf(pc.ask.system.backup())
  const copy = new File([new Uint8Array(await file.arrayBuffer())], file.name)
  const inside = new Database(join(pc.folder, 'backups', file.name), { readonly: true })
  expect(inside.prepare('SELECT DISTINCT sha256 FROM kept_file').pluck().all()).toEqual([taken.sha256])
  inside.close()
  await pc.ask.records.remove({ id, reason: '试' })
  await rm(join(pc.folder, 'files'), { recursive: true })
  await resultOf(pc.ask.system.restore({ file: copy }))
  expect(filesOf(pc)).toEqual([taken.sha256])
  expect((await pc.ask.attachments.ofRecord({ id }))[0]).toMatchObject({ isHere: true })
  expect(loose.sha256).not.toBe(taken.sha256)
  expect(statSync(join(pc.folder, 'registry.db')).size).toBeLessThan(copy.size - 500_000)
  const tables = new Database(join(pc.folder, 'registry.db'), { readonly: true })
  expect(tables.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'kept_file'").get()).toBeUndefined()
  tables.close()
  await expectSound(pc)

  // One byte of a file in it is another: the backup is refused, and nothing is changed.
  const bytes = Buffer.from(await copy.arrayBuffer())
  const at = bytes.indexOf('%PDF-1.4\n证明') + 9
  bytes[at] = (bytes[at] ?? 0) ^ 1
  expect((await refusalOf(resultOf(pc.ask.system.restore({ file: new File([bytes], '坏.db') })))).code).toBe(
    'backup-damaged',
  )
  await expectSound(pc)
})

test('files are no columns of rosters and are not made the same for many', async () => {
  const pc = await district()
  const taken = await put(pc, picture('甲.png'))
  const { id } = await pc.ask.records.add({ kind: 'meeting', set: { ...meeting, files: taken.item } })
  const { file } = await resultOf(pc.ask.rosters.exportRoster({ as: 'meetings', name: '活动.csv' }))
  const text = await file.text()
  expect(text).not.toContain('附件')
  const back = new File([text], '活动.csv')
  expect(await resultOf(pc.ask.rosters.importFile({ file: back, as: 'meetings' }))).toMatchObject({
    updated: 0,
    created: 0,
    rejected: 0,
  })
  const many = resultOf(pc.ask.records.many({ ids: [id], set: { files: '' }, dryRun: true }))
  expect((await refusalOf(many)).code).toBe('field-of-one')
})

test('two records of one person keep the files of both when they are merged', async () => {
  const pc = await district()
  const [one, two] = [await put(pc, picture('甲.png')), await put(pc, picture('乙.png'))]
  const add = (name: string, files: string) =>
    pc.ask.records.add({
      kind: 'person',
      set: {
        org: '东坪社区第一',
        name: '张双',
        id_number: inventedId('2000-05-04', 900 + name.length),
        files,
      },
    })
  const [older, newer] = [await add('甲', one.item), await add('乙乙', two.item)]
  const merged = await pc.ask.records.mergePeople({
    person: newer.id,
    other: older.id,
    choose: { id_number: 'newer' },
  })
  const files = await pc.ask.attachments.ofRecord({ id: merged.id })
  expect(files.map(({ name }) => name).toSorted()).toEqual(['乙.png', '甲.png'])
  await expectSound(pc)
})
