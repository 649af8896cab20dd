import { expect, test } from 'vitest'
import type { Change, Range } from '#db/journal/change.ts'
import { readAside } from '#db/packets/opening/aside/laid-aside.ts'
import { EvilOffice } from './evil-office/evil-office.ts'
import { begun, readable, sentences, told } from './evil-office/world.ts'

/** What is unusual and honest: it leaves its office, and is taken in. */

test('hundreds of meetings with the same long minutes make a packet that its receiver takes in', async () => {
  const world = await begun()
  const minutes = '会议学习了有关文件，'.repeat(1000)
  const meetings = Array.from({ length: 700 }, (_, i) => {
    const fields = { org: 'C-1', type: '支部大会', held_on: '2018-05-04', minutes }
    return { entity: 'meeting', id: `meeting-${i}`, fields }
  })
  await world.C.write(set => set.createAll(meetings))
  const file = await world.C.exportTo(world.S)
  expect(await readable(world.S, [file])).toContain('"filler":')
  expect(file.size).toBeLessThan(200_000)
  expect(told(await world.S.opens(file))).toMatchObject({ status: 'applied' })
  expect(world.S.ids('SELECT id FROM meeting WHERE org = ?', 'C-1')).toHaveLength(700)
})

test('what is given back in thousands of pieces goes on to the others', async () => {
  const world = await begun()
  const { writer } = new EvilOffice(world.C)
  const pieces = Array.from({ length: 12_000 }, (_, i): Range => [writer, 2 * i + 1, 2 * i + 1])
  await world.C.write(set => set.giveBack(pieces, { code: 'undo', zh: '撤销', en: 'taken back' }))
  for (const [from, to] of [
    [world.C, world.S],
    [world.S, world.D],
  ] as const) {
    expect(told(await to.opens(await from.exportTo(to)))).toMatchObject({ status: 'applied' })
  }
  const { n } = world.D.db
    .prepare<[string], { n: number }>('SELECT count(*) AS n FROM named WHERE writer = ?')
    .get(writer) ?? { n: 0 }
  expect(n).toBe(12_000)
})

test('a year of short days at many PCs, a change each, is proved to the office above', async () => {
  const world = await begun()
  const days = Array.from({ length: 2000 }, (_, i) => new EvilOffice(world.C, world.C.keys, `day${i}`))
  const changes: Change[] = []
  const seals = days.map((day, i) => {
    const lamport = world.C.journal.changes.highestLamport() + i + 1
    const change = day.edit('person', world.C.person('C-1 one'), 'email', { email: `${i}@b.cn` }, { lamport })
    changes.push({ ...change, signature: null })
    return day.seal([{ ...change, signature: null }])
  })
  const evil = new EvilOffice(world.C)
  expect(told(await world.S.opens(await evil.packet(world.S, { changes, seals })))).toMatchObject({
    status: 'applied',
  })
  expect(sentences(await world.D.opens(await world.S.exportTo(world.D)))).not.toContain('laid aside')
  expect(readAside(world.D.db, world.D.journal)).toEqual([])
  expect(world.D.ids('SELECT email AS id FROM person WHERE name = ?', 'C-1 one')).toEqual(['1999@b.cn'])
})
