import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Change } from '#db/journal/change.ts'
import { readAside, takeAside } from '#db/packets/opening/aside/laid-aside.ts'
import { putAsideAway } from '#db/packets/opening/aside/put-away.ts'
import { takePacket } from '#db/packets/opening/take-packet.ts'
import { Cancelled } from '#db/shared/long-work.ts'
import type { Text } from '#db/shared/text.ts'
import { refusalOf } from '#tests/fixtures/engine.ts'
import { EvilOffice } from './evil-office.ts'
import { begun, noReport, type OfficePc } from './world.ts'

const lying = ({ db, journal }: OfficePc) => readAside(db, journal)
const files = async ({ folder }: OfficePc) =>
  (await readdir(join(folder, 'inbox'))).filter(name => name.endsWith('.llb'))
const yes = { by: '王', preview: false, again: true }

/** A street that hands on what C1 is said to have written, and what C says so, too. */
async function told() {
  const world = await begun()
  const { C, C1, D, S } = world
  const hers = { writer: `${C1.keys.replica}.never`, replica: C1.keys.replica, office: 'C1' }
  const [first, second] = ['first', 'second'].map((email, i) =>
    new EvilOffice(S).edit(
      'person',
      D.person('C1-1 one'),
      'email',
      { email },
      { ...hers, n: i + 1, lamport: 50 + i },
    ),
  )
  if (first === undefined || second === undefined) throw new Error('two changes were made')
  let number = 0
  const packet = (changes: readonly Change[]) => new EvilOffice(S).packet(D, { changes })
  const sends = (evil: EvilOffice) => async (changes: readonly Change[], as?: number) =>
    D.opens(await evil.packet(D, { changes, manifest: { number: as ?? ++number } }))
  return {
    ...world,
    first,
    second,
    packet,
    street: sends(new EvilOffice(S)),
    sister: sends(new EvilOffice(C)),
  }
}

test('what several packets bring lies aside once, with all the packets that brought it', async () => {
  const { D, S, first, second, street, sister } = await told()
  for (const changes of [[first], [first, second], [first, second]]) await street(changes)
  const [only, ...none] = lying(D)
  expect(none).toEqual([])
  expect(only).toMatchObject({ changes: 2, author: 'C1', putAway: null })
  expect(only?.packets.map(({ from }) => from)).toEqual(['S', 'S', 'S'])
  const [a, b, c] = only?.packets.map(({ number }) => number) ?? []
  expect(only?.sentence.zh).toMatch(new RegExp(`^S的第 ${a}、${b}、${c} 号数据包里有 2 条写明由C1填报的变更`))
  // What an earlier one holds is in the last: that is kept alone.
  expect(await files(D)).toHaveLength(1)
  // Another sender's word for one of them stands with that one.
  await sister([first])
  expect(lying(D).map(({ changes, packets }) => [changes, packets.length])).toEqual([
    [1, 3],
    [1, 4],
  ])
  // An early one opened again adds nothing.
  const before = lying(D)
  await street([first], a)
  expect(lying(D).map(({ changes }) => changes)).toEqual(before.map(({ changes }) => changes))
  expect(S.ids('SELECT no AS id FROM aside')).toEqual([])
})

test('a packet that is broken off while it is taken in leaves no file behind', async () => {
  const { D, C1, first, packet } = await told()
  const own = new EvilOffice(C1).edit('person', D.person('C1-1 two'), 'email', { email: 'own' })
  const file = await packet([first, own])
  for (const what of ['Taking the packet in', 'Adding up what the packet changes']) {
    const stopping = async ({ en }: Text) => {
      if (en === what) throw new Cancelled()
    }
    await expect(takePacket(D.session, file, yes, stopping)).rejects.toThrow(Cancelled)
    expect({ what, lying: lying(D), files: await files(D) }).toEqual({ what, lying: [], files: [] })
  }
  expect((await D.opens(file)).status).toMatch(/applied|duplicate/)
  expect(await files(D)).toHaveLength(1)
})

test('the same id with another content is another row', async () => {
  const { D, first, street } = await told()
  const other = { ...first, body: { ...first.body, set: { email: { email: 'other' } } } } as typeof first
  await street([first])
  await street([other])
  expect(lying(D).map(({ changes, packets }) => [changes, packets.length])).toEqual([
    [1, 1],
    [1, 1],
  ])
})

test('what is put away with a reason is asked about no more, also where it comes again, and is still to be read and taken', async () => {
  const { D, first, second, street, sister } = await told()
  await street([first])
  const [lies] = lying(D)
  const id = lies?.id ?? ''
  const away = { id, reason: '电话问过，没有写过', by: '王' }
  expect(putAsideAway(D.session, { ...away, dryRun: true })).toEqual({ changes: 1 })
  expect(lying(D)).toEqual([lies])
  expect(putAsideAway(D.session, { ...away, dryRun: false })).toEqual({ changes: 1 })
  const putAway = { by: '王', reason: away.reason, at: expect.any(String) }
  const [kept] = lying(D)
  expect(kept).toMatchObject({ changes: 1, author: 'C1', putAway, canTake: true })
  expect(kept?.sentence.zh).toContain('1 条写明由C1填报的变更')
  // It comes again, from the same office and from another: nobody is asked.
  for (const send of [street, sister]) {
    const result = await send([first])
    expect(result.warnings).toEqual([])
    expect(result.code).not.toBe('packet-aside')
  }
  expect(lying(D)).toMatchObject([
    { changes: 1, putAway, packets: [{ from: 'S' }, { from: 'S' }, { from: 'C' }] },
  ])
  // Of a packet that brings more, only that is asked about.
  const more = await street([first, second])
  expect(more.warnings.map(({ zh }) => zh).join()).toContain('S送来 1 条写明由C1填报的变更')
  expect(lying(D)).toMatchObject([
    { putAway: null, changes: 1 },
    { putAway, changes: 1 },
  ])
  // Its file gave way to newer ones: who put it away, and why, is still told.
  D.db.exec('DELETE FROM aside')
  expect(lying(D)).toMatchObject([{ putAway, changes: 1, canTake: false }])
  const gone = takeAside(D.session, lying(D)[0]?.id ?? '', yes, noReport)
  expect(await refusalOf(gone)).toMatchObject({ code: 'aside-gone' })
})

test('what was put away can be taken in after all, and what comes proved counts though it was put away', async () => {
  const { D, C1, street, first } = await told()
  await street([first])
  putAsideAway(D.session, { id: lying(D)[0]?.id ?? '', reason: '看错', by: '王', dryRun: false })
  const twice = async () =>
    putAsideAway(D.session, { id: lying(D)[0]?.id ?? '', reason: '再来', by: '王', dryRun: false })
  expect(await refusalOf(twice())).toMatchObject({ code: 'aside-put-away' })
  await takeAside(D.session, lying(D)[0]?.id ?? '', yes, noReport)
  expect(D.ids('SELECT email AS id FROM person WHERE email IS NOT NULL')).toEqual(['first'])
  expect(lying(D)).toMatchObject([
    { canTake: false, sentence: { zh: expect.stringContaining('后来已并入') } },
  ])

  await C1.write(set => set.edit('person', C1.person('C1-1 one'), { phone: '13911112222' }))
  const real = [...C1.journal.changes.all()].at(-1)
  if (real === undefined) throw new Error('a change was written')
  await street([real])
  const lies = lying(D).find(({ putAway }) => putAway === null)
  putAsideAway(D.session, { id: lies?.id ?? '', reason: '没人证实', by: '王', dryRun: false })
  await D.opens(await C1.exportTo(D))
  expect(D.ids("SELECT phone AS id FROM person WHERE phone = '13911112222'")).toHaveLength(1)
  expect(await files(D)).toEqual([])
})
