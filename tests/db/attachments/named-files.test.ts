import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { chosenMark, heldMark, secondHashed, vouching } from '#db/attachments/held.ts'
import { namedInForce, namedWithPlaces, noteHere } from '#db/attachments/named-files.ts'
import type { Change, PutBody } from '#db/journal/change.ts'
import { changeStore } from '#db/journal/store/change-store.ts'
import { fileIn, filesIn, itemOf, safeName } from '#db/records/types/files.ts'
import { migrate } from '#db/sqlite/migrate.ts'

const db = new Database(':memory:')
migrate(db)

test('which records name files is found without going through those that name none', () => {
  for (const named of [namedInForce, namedWithPlaces]) {
    const plan = db
      .prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${named}`)
      .all()
      .map(({ detail }) => detail)
    expect(plan.filter(line => /^SCAN r\b/.test(line) && !line.includes('_files'))).toEqual([])
    expect(plan.some(line => line.includes('person_files'))).toBe(true)
  }
})

test('a change names the files in it, of whatever kind of record and in whatever field', () => {
  const [a, b] = ['a'.repeat(64), 'b'.repeat(64)]
  const changes = changeStore(db)
  const origin = { writer: 'w', firstN: 1, replica: 'r', office: '', at: '', actor: '', label: null }
  const putting = (n: number, set: PutBody['set']): Change => ({
    ...{
      origin,
      n,
      lamport: n,
      kind: 'put',
      entity: 'of-a-newer-program',
      thing: 't',
      hangsOn: [],
      schema: 1,
    },
    ...{ signature: null, body: { set } },
  })
  const papers = (...items: readonly string[]) => ({ papers: { papers: items } })
  const loose = db.prepare("INSERT INTO file_loose (sha256, since) VALUES (?, '2026-01-01')")
  for (const sha256 of [a, b, 'c'.repeat(64)]) loose.run(sha256)
  const no = changes.insert(
    putting(1, papers(`sha256:${a} 5 pdf 甲.pdf`, `sha256:${b} 5 pdf 乙.pdf`, 'sha256:short')),
  )
  changes.insert(putting(2, { note: { note: 'says "sha256:" and nothing else' } }))
  const named = () => db.prepare('SELECT change, sha256 FROM file_named ORDER BY change, sha256').raw().all()
  expect(named()).toEqual([
    [1, a],
    [1, b],
  ])
  // What is named is loose no more; the other one stays so.
  expect(db.prepare('SELECT sha256 FROM file_loose').pluck().all()).toEqual(['c'.repeat(64)])
  changes.replace(no ?? 0, putting(1, papers(`sha256:${b} 5 pdf 乙.pdf`)))
  expect(named()).toEqual([[1, b]])
  changes.replace(no ?? 0, putting(1, { note: { note: 'names none' } }))
  expect(named()).toEqual([])
})

test('what a record says of a file is read back as it was; what names none is left out', () => {
  const file = { sha256: 'c'.repeat(64), bytes: 1234, type: 'jpeg', name: '入团 志愿书.JPG' } as const
  expect(fileIn(itemOf(file))).toEqual(file)
  expect(filesIn([itemOf(file), '', 'sha256:1 2 pdf x', itemOf(file).replace('jpeg', 'exe')])).toEqual([file])
  for (const [said, safe] of [
    ['../../etc/passwd', '.._.._etc_passwd.pdf'.replace(/^[. ]+/, '')],
    ['a\u0000b\nc.pdf', 'a_b_c.pdf'],
    ['', '_.pdf'],
    ['nul', '_nul.pdf'],
    // Windows looks at what stands before the first dot.
    ['con.x.pdf', '_con.x.pdf'],
    ['com¹.pdf', '_com¹.pdf'],
    ['conin$.pdf', '_conin$.pdf'],
    [`${'长'.repeat(300)}.pdf`, `${'长'.repeat(100)}.pdf`],
  ] as const)
    expect(safeName(said, 'pdf')).toBe(safe)
})

test('a name is marked for one record and one author where its file was chosen, and nowhere else', async () => {
  const hashed = secondHashed(new Blob(['the content']).stream())
  for await (const _ of hashed.content);
  const second = hashed.second()
  const file = { sha256: 'd'.repeat(64), bytes: 11, type: 'pdf', name: '证明.pdf' } as const
  noteHere(db, { ...file, giver: 'me', second, at: '2018-12-31' })
  const vouch = vouching(db, 'me')
  const chosen = itemOf({ ...file, mark: chosenMark(second, 'me') })
  const held = itemOf({ ...file, mark: heldMark(second, 'me', 'meeting-1') })
  expect(vouch('meeting-1', [chosen])).toEqual([held])
  expect(fileIn(held)).toEqual({ ...file, mark: heldMark(second, 'me', 'meeting-1') })
  // Kept by an edit, copied to another record, read from a table: nothing is vouched for that nobody chose.
  for (const kept of [held, itemOf(file), 'no file at all'])
    expect(vouch('meeting-2', [kept])).toEqual([kept])
  // Chosen on another PC, or what does not lie here: such a mark goes no further.
  const foreign = { ...file, mark: chosenMark(second, 'another') }
  const unknown = { ...file, sha256: 'e'.repeat(64), mark: chosenMark(second, 'me') }
  expect(vouch('meeting-1', [itemOf(foreign), itemOf(unknown)])).toEqual([
    itemOf(file),
    itemOf({ ...file, sha256: 'e'.repeat(64) }),
  ])
  const marks = [
    ...[heldMark(second, 'me', 'meeting-1'), heldMark(second, 'me', 'meeting-2')],
    ...[heldMark(second, 'another', 'meeting-1'), heldMark('f'.repeat(64), 'me', 'meeting-1')],
  ]
  expect(new Set(marks).size).toBe(4)
})
