import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { generateKeys } from '#db/packets/format/keys/keys.ts'
import { Session } from '#db/session.ts'
import { Refusal } from '#db/shared/refusal.ts'
import { openPc, refusalOf, resultOf } from '#tests/fixtures/engine.ts'
import { countingIds } from '#tests/fixtures/replica.ts'
import { tempFolder } from '#tests/fixtures/temp-folder.ts'

async function opened(now: string, access: 'read' | 'write' = 'write') {
  const clock = { at: now, now: () => new Date(clock.at) }
  const options = { folder: await tempFolder(), clock, newId: countingIds('s'), log: () => undefined, access }
  const session = await Session.open(options)
  onTestFinished(() => session.close())
  return { session, clock, options }
}

test('who a registry is, is told as it was committed; only the change set itself sees what it is about to be', async () => {
  const { session } = await opened('2018-12-31T04:00:00Z')
  const { journal, db } = await session.create('六联社区', await generateKeys())
  const seen: unknown[] = []
  const inside = Promise.withResolvers<void>()
  const looked = Promise.withResolvers<void>()
  const writing = journal.write({ label: {}, actor: '王' }, async set => {
    db.prepare("INSERT INTO meta (key, value) VALUES ('office', 'org-1')").run()
    set.create('person', { name: '李' })
    seen.push(session.identity()?.state)
    inside.resolve()
    await looked.promise
    seen.push(session.identity()?.state)
  })
  await inside.promise
  expect(session.identity()).toMatchObject({ state: 'waiting' })
  expect(() => session.office()).toThrow(Refusal)
  looked.resolve()
  await writing
  expect(seen).toEqual(['ready', 'ready'])
  expect(session.identity()).toMatchObject({ state: 'ready', office: 'org-1' })
})

test('what a change set that failed was about to be is seen by nobody', async () => {
  const { session } = await opened('2018-12-31T04:00:00Z')
  const { journal, db } = await session.create('六联社区', await generateKeys())
  const failing = journal.write({ label: {}, actor: '王' }, async set => {
    db.prepare("INSERT INTO meta (key, value) VALUES ('office', 'org-1')").run()
    set.create('person', { name: '李' })
    throw new Error('the disk is full')
  })
  expect(session.identity()).toMatchObject({ state: 'waiting' })
  await expect(failing).rejects.toThrow('the disk is full')
  expect(session.identity()).toMatchObject({ state: 'waiting' })
})

test('a disk that is full when the program ends loses nothing and holds nothing up: the folder can be opened again', async () => {
  const { session, options } = await opened('2018-12-31T04:00:00Z')
  const { journal, db } = await session.create('六联社区', await generateKeys())
  await journal.write({ label: {}, actor: '王' }, set => {
    for (let n = 0; n < 10_000; n++) set.create('person', { name: `李${n}` })
  })
  // From here on the disk has room for no page more.
  db.pragma(`max_page_count = ${db.pragma('page_count', { simple: true })}`)
  await session.close()
  const again = await Session.open(options)
  onTestFinished(() => again.close())
  const count = again.readConnection().prepare('SELECT count(*) FROM person').pluck()
  expect(count.get()).toBe(10_000)
})

test('a registry that was begun when the PC went off is none: the folder is as empty as before', async () => {
  const { session, options } = await opened('2018-12-31T04:00:00Z')
  await session.begin(await generateKeys())
  await session.close()
  const guest = await Session.open({ ...options, access: 'read' })
  expect(() => guest.reader()).toThrow(Refusal)
  await guest.close()
  const again = await Session.open(options)
  onTestFinished(() => again.close())
  expect(again.exists()).toBe(false)
  await again.create('六联社区', await generateKeys())
  expect(again.identity()).toMatchObject({ state: 'waiting', name: '六联社区' })
})

test('a registry that was emptied is not taken for one that was only begun: its keys and the empty file stay', async () => {
  const { session, options } = await opened('2018-12-31T04:00:00Z')
  await session.create('六联社区', await generateKeys())
  await session.close()
  for (const ending of ['', '-wal', '-shm'])
    await writeFile(join(options.folder, `registry.db${ending}`), new Uint8Array())
  for (const access of ['read', 'write'] as const) {
    await expect(Session.open({ ...options, access })).rejects.toMatchObject({ code: 'registry-damaged' })
  }
  expect(await readdir(options.folder)).toEqual(expect.arrayContaining(['keys.json', 'registry.db']))
})

test('what was left half written in the folder is gone when it is opened next', async () => {
  const { session, options } = await opened('2018-12-31T04:00:00Z')
  await session.create('六联社区', await generateKeys())
  await session.close()
  const left = ['.keys.json.partial', 'backups/.restored.db.partial', 'backups/.restored.db.partial-wal']
  await mkdir(join(options.folder, 'backups'))
  for (const name of [...left, 'backups/kept.db']) await writeFile(join(options.folder, name), 'x')
  const again = await Session.open(options)
  onTestFinished(() => again.close())
  const lying = await readdir(options.folder, { recursive: true })
  expect(lying.filter(name => name.includes('partial'))).toEqual([])
  expect(lying).toContain(join('backups', 'kept.db'))
})

test.each([
  '1969-12-31T12:00:00Z',
  '1601-01-01T12:00:00Z',
  '+010000-01-02T12:00:00Z',
  '2300-01-01T12:00:00Z',
])('a PC that says it is %s is told so in a sentence, whatever it is asked to do', async now => {
  for (const access of ['read', 'write'] as const) {
    await expect(opened(now, access)).rejects.toMatchObject({
      code: 'clock-impossible',
      text: { zh: expect.stringContaining(`${new Date(now).getFullYear()} 年`) },
    })
  }
})

test.each(['1970-01-02T12:00:00Z', '2009-01-01T12:00:00Z', '2199-12-30T12:00:00Z'])(
  'a PC that says it is %s works',
  async now => {
    const { session } = await opened(now)
    expect(session.identity()).toBeUndefined()
  },
)

test('a clock that becomes impossible while the program is open stops what would be written, in a sentence', async () => {
  const pc = await openPc('district')
  try {
    await pc.ask.registry.init({ name: '龙华区', tier: 'district' })
    pc.setDay('+010000-01-02')
    const refused = await refusalOf(resultOf(pc.ask.packets.exportPacket({ to: 'nobody' })))
    expect(refused.code).toBe('clock-impossible')
    expect(pc.bugs).toEqual([])
    pc.setDay('2018-12-31')
  } finally {
    await pc.discard()
  }
})
