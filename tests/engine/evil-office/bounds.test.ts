import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { zstdCompressSync } from 'node:zlib'
import { createRouterClient } from '@orpc/server'
import { expect, test } from 'vitest'
import { openEngine } from '#db/engine.ts'
import { type Range, versionAt, versionOf } from '#db/journal/change.ts'
import { compareWithJournal } from '#db/journal/compare.ts'
import { generateKeys } from '#db/packets/format/keys/keys.ts'
import { packetLimits } from '#db/packets/format/packet-limits.ts'
import { readAside, takeAside } from '#db/packets/opening/aside/laid-aside.ts'
import { readChanges } from '#db/registry/looking/changes.ts'
import type { IsoDay } from '#db/shared/day.ts'
import { processorTime } from '#tests/fixtures/processor-time.ts'
import { EvilOffice } from './evil-office.ts'
import {
  begun,
  exchange,
  expectUnharmed,
  noReport,
  type OfficePc,
  picture,
  sentences,
  told,
} from './world.ts'

/** Lines 27 to 37 of what must fail: exhaustion and confusion. */

type Result = Awaited<ReturnType<OfficePc['opens']>>

/** Opens it in no more time than a person waits. */
async function soon(work: Promise<Result>): Promise<Result> {
  const worked = processorTime()
  const result = await work
  expect(worked()).toBeLessThan(15_000)
  return result
}

test('27: a lamport that leaps is damaged from below, and cuts nobody off', async () => {
  const world = await begun()
  const before = picture(world, 'C')
  const evil = new EvilOffice(world.C)
  const now = world.S.journal.changes.highestLamport()
  const own = world.C.person('C-1 one')
  const person = (lamport: number) => evil.edit('person', own, 'email', { email: 'leap' }, { lamport })
  for (const lamport of [now + 2 ** 33, 2 ** 40, 2 ** 52]) {
    const result = await world.S.opens(await evil.packet(world.S, { changes: [person(lamport)] }))
    expect(told(result)).toMatchObject({ status: 'refused', code: 'packet-damaged' })
    // Copying it again would bring the same.
    expect(told(result).message).toMatch(/Telephone the sender/)
  }
  for (const lamport of [2 ** 53, 0, -1, 1.5]) {
    const result = await world.S.opens(await evil.packet(world.S, { changes: [person(lamport)] }))
    expect(told(result)).toMatchObject({ status: 'refused', code: 'packet-damaged' })
  }
  const twice = [person(now + 2 ** 32), person(now + 2 ** 33)]
  await world.S.opens(await evil.packet(world.S, { changes: twice }))
  await expectUnharmed(world, 'C', before)
})

test('28: returns that name 2^40 numbers, or 100,000 ranges, cost nothing', async () => {
  const world = await begun()
  const before = picture(world, 'C')
  const evil = new EvilOffice(world.C)
  const writers = [...new Set([...world.S.journal.changes.all()].map(change => change.origin.writer))]
  const wide = writers.map(writer => evil.giveBack([[writer, 1, 2 ** 40]]))
  const own = evil.giveBack([[evil.writer, 1, 2 ** 40]])
  const result = await soon(world.S.opens(await evil.packet(world.S, { changes: [...wide, own] })))
  expect(result.returned.length).toBeGreaterThan(0)
  const many = evil.giveBack(Array.from({ length: 100_000 }, (_, i) => [evil.writer, i, i] as const))
  const refused = await soon(world.S.opens(await evil.packet(world.S, { changes: [many] })))
  expect(told(refused)).toMatchObject({ status: 'refused', code: 'packet-damaged' })
  await expectUnharmed(world, 'C', before)
})

test('28: many returns of thousands of ranges each cost what they weigh', async () => {
  const world = await begun()
  const before = picture(world, 'C')
  const evil = new EvilOffice(world.C)
  const perReturn = 2500
  // From the last to the first, and no two of them touch.
  const changes = Array.from({ length: 24 }, (_, i) =>
    evil.giveBack(
      Array.from({ length: perReturn }, (_, k) => {
        const n = 2 * (perReturn * (i + 1) - k)
        return [evil.writer, n, n] as const
      }),
    ),
  )
  const file = await evil.packet(world.S, { changes })
  const begunAt = process.cpuUsage()
  const result = await world.S.opens(file)
  const { user, system } = process.cpuUsage(begunAt)
  expect(result.status).toBe('applied')
  const seconds = (user + system) / 1e6
  expect(seconds).toBeLessThan(4)
  await expectUnharmed(world, 'C', before)
}, 120_000)

test.each(['of all that came before', 'of the return before it'])(
  '28: hundreds of returns, each %s, cost what they weigh, and so does what comes after them',
  async named => {
    const world = await begun()
    const evil = new EvilOffice(world.C)
    const people = Array.from({ length: 300 }, (_, i) => evil.create('person', { name: `p${i}` }))
    const returns = Array.from({ length: 800 }, (_, i) => {
      const before = people.length + i
      return evil.giveBack([
        [evil.writer, i === 0 || named === 'of all that came before' ? 1 : before, before],
      ])
    })
    const file = await evil.packet(world.S, { changes: [...people, ...returns] })
    const worked = processorTime()
    expect(told(await world.S.opens(file))).toMatchObject({ status: 'applied' })
    await world.C1.write(set => set.edit('person', world.C1.person('C1-1 one'), { email: 'x@b.cn' }))
    expect(told(await world.S.opens(await world.C1.exportTo(world.S)))).toMatchObject({ status: 'applied' })
    expect(worked()).toBeLessThan(5000)
    expect(compareWithJournal(world.S.db, world.S.journal)).toEqual([])
  },
)

test('28: whatever is asked of hundreds of returns that all name the same thousands of changes is answered at once', async () => {
  const world = await begun()
  const evil = new EvilOffice(world.C)
  const keys = await generateKeys()
  const spare = new EvilOffice(world.C, keys, 'spare')
  const people = Array.from({ length: 3000 }, (_, i) => evil.create('person', { name: `p${i}` }))
  const certificate = evil.certify({ keys, org: 'C' }).change
  const returns = Array.from({ length: 500 }, (_, i) => spare.giveBack([[evil.writer, 1 + i, people.length]]))
  const file = await evil.packet(world.S, { changes: [...people, certificate, ...returns] })
  expect(told(await world.S.opens(file))).toMatchObject({ status: 'applied' })
  await world.S.session.close()
  const engine = await openEngine({
    folder: world.S.folder,
    clock: { now: () => new Date('2018-12-31T04:00:00Z') },
    newId: () => 'unused',
    log: () => undefined,
    access: 'write',
  })
  const ask = createRouterClient(engine.router)
  const worked = processorTime()
  const given = await ask.packets.givenBack({ limit: 500 })
  const [log, peers, pending, reporting] = [
    await ask.packets.log({ limit: 500 }),
    await ask.packets.peers(),
    await ask.packets.pending(),
    await ask.exchange.reporting(),
  ]
  expect(worked()).toBeLessThan(3000)
  await engine.close()
  // All but the first return leave one more of the people alone.
  expect(given.map(({ changes }) => changes).slice(-2)).toEqual([people.length - 1, people.length])
  expect(log).toContainEqual(expect.objectContaining({ direction: 'received', returned: people.length }))
  expect(peers.find(peer => peer.org === 'C')).toMatchObject({ returned: people.length })
  expect(reporting.find(({ id }) => id === 'C')).toMatchObject({ returned: people.length })
  expect(pending.length).toBeGreaterThan(1)
}, 120_000)

test('28: thousands of edits of one person that all lift a return of thousands of numbers cost what they weigh', async () => {
  const world = await begun()
  const evil = new EvilOffice(world.C)
  const person = evil.create('person', { name: 'p' })
  const numbers = Array.from({ length: 2000 }, (_, i): Range => [evil.writer, 9001 + 2 * i, 9001 + 2 * i])
  const back = evil.giveBack([...numbers, [evil.writer, 1, 1]])
  const edits = Array.from({ length: 2000 }, (_, i) =>
    evil.edit('person', person.thing, 'name', { name: `p${i}` }, { base: [versionOf(back)], hangsOn: [] }),
  )
  const file = await evil.packet(world.S, { changes: [person, back, ...edits] })
  const worked = processorTime()
  expect(told(await world.S.opens(file))).toMatchObject({ status: 'applied' })
  expect(worked()).toBeLessThan(5000)
  expect(compareWithJournal(world.S.db, world.S.journal)).toEqual([])
})

test.each(['revocations', 'certificates'] as const)(
  '28: thousands of %s by one key cost what they weigh, and what comes after them is as quick as before',
  async kind => {
    const world = await begun()
    const evil = new EvilOffice(world.C)
    const keys = await generateKeys()
    const spare = evil.certify({ keys, org: 'C' }).change
    const many = Array.from({ length: 2000 }, (_, i) => {
      if (kind === 'revocations') return evil.revoke(keys.replica, [`${keys.replica}.w:1-${i + 1}`])
      return evil.certify({ keys, org: i % 2 === 0 ? 'C' : `beyond-${i}` }).change
    })
    const file = await evil.packet(world.S, { changes: [spare, ...many] })
    const worked = processorTime()
    const result = await world.S.opens(file)
    expect(worked()).toBeLessThan(4000)
    expect(told(result)).toMatchObject({ status: 'applied' })
    expect(result.sentences.length).toBeLessThan(60)
    await world.C1.write(set => set.edit('person', world.C1.person('C1-1 one'), { email: 'x@b.cn' }))
    const after = processorTime()
    expect(told(await world.S.opens(await world.C1.exportTo(world.S)))).toMatchObject({ status: 'applied' })
    expect(after()).toBeLessThan(1500)
  },
)

test('28: revocations that each name hundreds of ranges are believed within measure, and no later edit reads them again', async () => {
  const world = await begun()
  const evil = new EvilOffice(world.C)
  const keys = await generateKeys()
  const spare = evil.certify({ keys, org: 'C' }).change
  const many = Array.from({ length: 250 }, (_, i) =>
    evil.revoke(
      keys.replica,
      Array.from({ length: 499 }, (_, w) => `${keys.replica}.w${w}:1-${i + 1}`),
    ),
  )
  const worked = processorTime()
  const result = await world.S.opens(await evil.packet(world.S, { changes: [spare, ...many] }))
  expect(worked()).toBeLessThan(5000)
  expect(told(result)).toMatchObject({ status: 'applied' })
  expect(sentences(result)).toContain(
    'revokes keys beyond all measure: 50 revocations laid aside, not believed',
  )
  expect(sentences(result)).not.toContain('this cannot be proved')
  expect(world.S.journal.absorber.revocations().get(keys.replica)?.accepts(`${keys.replica}.w7`, 2)).toBe(
    false,
  )
  const person = world.S.person('C1-1 one')
  await world.S.write(set => set.edit('person', person, { email: 'one@b.cn' }))
  const after = processorTime()
  for (let n = 0; n < 20; n++) await world.S.write(set => set.edit('person', person, { email: `${n}@b.cn` }))
  expect(after()).toBeLessThan(1000)
  expect(compareWithJournal(world.S.db, world.S.journal)).toEqual([])
})

test.each([
  ['that end nowhere', { since_known: 1 }, { since: '2018-12-31', since_known: 1, reason: 'resigned' }],
  ['that no table takes in', {}, {}],
])(
  '29: an export down is as quick as before after thousands of stays of one person %s, and so are as many once more',
  async (_, more, last) => {
    const world = await begun()
    const evil = new EvilOffice(world.C)
    const mover = evil.create('person', { name: 'mover' }, 'mover')
    const since = (i: number) => ('since_known' in more ? { since: `${1900 + (i % 100)}-01-01` } : {})
    const stays = () =>
      Array.from({ length: 4000 }, (_, i) =>
        evil.create('membership', {
          ...{ person: 'mover', org: i % 2 === 0 ? 'C-1' : 'C-2', follows: [] },
          ...{ ...more, ...since(i) },
        }),
      )
    const changes = [mover, ...stays(), evil.create('membership', { person: 'mover', follows: [], ...last })]
    const file = await evil.packet(world.S, { changes })
    expect(told(await world.S.opens(file))).toMatchObject({ status: 'applied' })
    const worked = processorTime()
    await world.S.exportTo(world.C)
    expect(worked()).toBeLessThan(800)
    const again = await evil.packet(world.S, { changes: stays(), fromTop: evil.top(changes) })
    const reopened = processorTime()
    expect(told(await world.S.opens(again))).toMatchObject({ status: 'applied' })
    expect(reopened()).toBeLessThan(2500)
  },
)

test('29: the removals of hundreds of stays of one person, all taken back at once, cost what they weigh', async () => {
  const world = await begun()
  const evil = new EvilOffice(world.C)
  const mover = evil.create('person', { name: 'mover' }, 'mover')
  const stays = Array.from({ length: 1000 }, (_, i) => {
    const since = `${1900 + (i % 100)}-01-01`
    return evil.create('membership', { person: 'mover', org: 'C-1', since, since_known: 1, follows: [] })
  })
  const removals = stays
    .slice(0, 400)
    .map(stay => evil.remove('membership', stay.thing, [versionOf(stay)], { hangsOn: stay.hangsOn }))
  const changes = [mover, ...stays, ...removals]
  expect(told(await world.S.opens(await evil.packet(world.S, { changes })))).toMatchObject({
    status: 'applied',
  })
  const back = evil.giveBack([[evil.writer, 1002, 1401]])
  const file = await evil.packet(world.S, { changes: [back], fromTop: evil.top(changes) })
  const worked = processorTime()
  expect(told(await world.S.opens(file))).toMatchObject({ status: 'applied' })
  expect(worked()).toBeLessThan(2000)
})

test('29: the preview of thousands of edits and stays of one person costs what they weigh', async () => {
  const world = await begun()
  const evil = new EvilOffice(world.C)
  const changes = [evil.create('person', { name: 'mover' }, 'mover')]
  for (let i = 0; i < 3000; i++) {
    const since = `${1900 + (i % 100)}-01-01`
    const stay = { person: 'mover', org: 'C-1', since, since_known: 1, follows: [] }
    changes.push(evil.create('membership', stay))
    changes.push(evil.edit('person', 'mover', 'email', { email: `${i}@b.cn` }))
  }
  const file = await evil.packet(world.S, { changes })
  const worked = processorTime()
  const preview = await world.S.preview(file)
  expect(worked()).toBeLessThan(4500)
  expect(preview.parts.map(({ org, changed }) => [org?.name, changed])).toContainEqual(['C-1', 3000])
})

test('29: thousands of steps on one matter, and edits of it, cost what they weigh, and too many are given back', async () => {
  const world = await begun()
  const evil = new EvilOffice(world.C)
  const about = { org: 'C-1', opened: '2018-10-08', rules: [], problems: ['x'], measures: ['y'] }
  const matter = { ...about, owner: '李', liaison: '王', due: '2018-12-20' }
  const changes = [evil.create('rectification', matter, 'matter')]
  const step = { subject: 'matter', of: 'rectification', action: 'progress', org: 'C-1', day: '2018-12-30' }
  for (let i = 0; i < 2500; i++) {
    changes.push(evil.create('step', { ...step, saw: [], points: [], remarks: [] }, `step-${i}`))
    changes.push(evil.edit('rectification', 'matter', 'owner', { owner: `${i}` }, { hangsOn: ['C-1'] }))
  }
  const file = await evil.packet(world.S, { changes })
  const worked = processorTime()
  const result = await world.S.opens(file)
  expect(worked()).toBeLessThan(4000)
  expect(told(result)).toMatchObject({ status: 'applied' })
  expect(new Set(result.returned.map(({ code }) => code))).toEqual(new Set(['too-many-steps']))
  expect(world.S.ids("SELECT count(*) AS id FROM step WHERE subject = 'matter'")).toEqual([300])
})

test('29: edits of each of thousands of people who were merged into one cost what they weigh', async () => {
  const world = await begun()
  const evil = new EvilOffice(world.C)
  const names = Array.from({ length: 2500 }, (_, i) => `one-${i}`)
  const people = names.map(id => evil.create('person', { name: 'one' }, id))
  const stay = (person: string, org: string) => ({
    person,
    org,
    since: '2016-01-01',
    since_known: 1,
    follows: [],
  })
  const stays = names.map(person => evil.create('membership', stay(person, 'C-1')))
  const marks = names.slice(1).map(lost => {
    const mark = { of_entity: 'person', kept: 'one-0', lost, saw: [] }
    return evil.create('merge', mark, undefined, { hangsOn: ['one-0', lost] })
  })
  const merged = [...people, ...stays, ...marks]
  expect(told(await world.S.opens(await evil.packet(world.S, { changes: merged })))).toMatchObject({
    status: 'applied',
  })
  const changes = names.flatMap(id => [
    evil.create('membership', stay(id, 'C-2')),
    evil.edit('person', id, 'email', { email: 'x@b.cn' }),
  ])
  const file = await evil.packet(world.S, { changes, fromTop: evil.top(merged) })
  const worked = processorTime()
  expect(told(await world.S.opens(file))).toMatchObject({ status: 'applied' })
  expect(worked()).toBeLessThan(4000)
})

test('29: marks over two people that each say to have seen a thousand versions cost what they weigh, and so do edits then', async () => {
  const world = await begun()
  const evil = new EvilOffice(world.C)
  const people = ['kept', 'lost'].map(id => evil.create('person', { name: 'one' }, id))
  const since = { since: '2016-01-01', since_known: 1, follows: [] }
  const stays = ['kept', 'lost'].map(person => evil.create('membership', { person, org: 'C-1', ...since }))
  const marks = Array.from({ length: 500 }, (_, i) => {
    const saw = Array.from({ length: 1000 }, (_, n) => versionAt(1000 * i + n, evil.writer))
    const mark = { of_entity: 'person', kept: 'kept', lost: 'lost', saw }
    return evil.create('merge', mark, undefined, { hangsOn: ['kept', 'lost'] })
  })
  const file = await evil.packet(world.S, { changes: [...people, ...stays, ...marks] })
  const worked = processorTime()
  expect(told(await world.S.opens(file))).toMatchObject({ status: 'applied' })
  expect(worked()).toBeLessThan(5000)
  const after = processorTime()
  await world.S.write(set => set.edit('person', 'kept', { email: 'kept@b.cn' }))
  expect(after()).toBeLessThan(600)
  expect(compareWithJournal(world.S.db, world.S.journal)).toEqual([])
})

test('29: an organization that was closed and reopened a thousand times has a thousand lives, and is told in little time', async () => {
  const world = await begun()
  const evil = new EvilOffice(world.C)
  const day = (i: number) =>
    `2018-${String(1 + (i % 11)).padStart(2, '0')}-${String(1 + (i % 28)).padStart(2, '0')}`
  // Closed long after it was opened again.
  const changes = Array.from({ length: 1000 }, (_, i) =>
    evil.create('decision', { org: 'C-1', act: 'reopen', effective: day(i), was_closed: '2018-12-30' }),
  )
  expect(told(await world.S.opens(await evil.packet(world.S, { changes })))).toMatchObject({
    status: 'applied',
  })
  expect(world.S.ids("SELECT id FROM decision WHERE org = 'C-1'").length).toBe(1000)
  const [from, asOf] = ['2018-01-01' as IsoDay, '2018-12-31' as IsoDay]
  const worked = processorTime()
  const { totals } = readChanges(world.S.db, { root: 'S', from, asOf, limit: 500 })
  expect(worked()).toBeLessThan(1500)
  expect(totals.founded + totals.closed).toBeLessThan(2100)
})

test('29: offices in a chain that no tree is as deep as are given back, each by what it says of its place', async () => {
  const world = await begun()
  const evil = new EvilOffice(world.C)
  const founded = { kind: 'general-branch', tier: 'community', branch_type: '1' }
  const changes = Array.from({ length: 60 }, (_, i) => {
    const parent = i === 0 ? 'C' : `deep-${i - 1}`
    return [
      evil.create('org', { name: `deep ${i}`, ...founded }, `deep-${i}`),
      evil.create('placement', { org: `deep-${i}`, parent, since: '2016-01-01', follows: [] }),
    ]
  }).flat()
  const result = await world.S.opens(await evil.packet(world.S, { changes }))
  expect(told(result)).toMatchObject({ status: 'applied' })
  const placed = world.S.ids("SELECT org AS id FROM placement WHERE org LIKE 'deep-%'")
  expect(placed.length).toBeGreaterThan(40)
  expect(placed.length).toBeLessThan(52)
  const codes = result.returned.flatMap(({ entity, code }) => (entity === 'placement' ? [code] : []))
  expect(new Set(codes)).toEqual(new Set(['beyond-authority']))
  expect(compareWithJournal(world.S.db, world.S.journal)).toEqual([])
})

test('36: what governs is told before all others, and what there is more of by its number', async () => {
  const world = await begun()
  const evil = new EvilOffice(world.C)
  const spares = await Promise.all([generateKeys(), generateKeys()])
  const changes = [
    ...Array.from({ length: 300 }, (_, i) => evil.certify({ keys: spares[1], org: `beyond-${i}` }).change),
    evil.certify({ keys: world.C.keys, org: world.D.org }).change,
    ...spares.map(keys => evil.certify({ keys, org: 'C-1' }).change),
    evil.revoke(spares[0].replica),
    ...Array.from({ length: 60 }, (_, i) => evil.giveBack([[evil.writer, i + 1, i + 1]])),
  ]
  const said = sentences(await world.S.preview(await evil.packet(world.S, { changes })))
  const lines = said.split('\n')
  expect(lines[0]).toContain('C revokes the key of a PC of "C-1"')
  expect(lines[1]).toBe('C lets a PC of "C-1" join (2 times)')
  expect(said).toMatch(/beyond this registry.* \(\d+ times\)/)
  expect(said).toContain('C brought a certificate that it issued to itself: it does not count')
  expect(said).toMatch(/\d+ more certificates, revocations or admissions not listed/)
  expect(said).toContain('20 more returns not listed one by one')
})

test('29: a million cards, lines, certificates, seals, or a label nested deep, are refused in little time', async () => {
  const world = await begun()
  const before = picture(world, 'C')
  const evil = new EvilOffice(world.C)
  const card = `${JSON.stringify({ card: { thing: 'x', entity: 'org', name: 'x', detail: '{}' } })}\n`
  const bytes = zstdCompressSync(Buffer.from(card.repeat(1_000_000)))
  const change = evil.create('person', { name: 'x' })
  const line = `${JSON.stringify({ change })}\n`
  const deep = `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`
  const nested = JSON.stringify({ change }).replace('"label":{}', `"label":${deep}`)
  const chain = Array.from({ length: 1000 }, () => evil.chain()[0]!)
  const files = [
    await evil.packet(world.S, { bytes, manifest: { cards: 1_000_000 } }),
    await evil.packet(world.S, {
      bytes: zstdCompressSync(Buffer.from(line.repeat(300_000))),
      manifest: { toTop: { pos: 300_000, hash: 'x' } },
    }),
    await evil.packet(world.S, { chain }),
    await evil.packet(world.S, { seals: Array(packetLimits.seals + 1).fill(evil.seal([change])) }),
    await evil.packet(world.S, { lines: [nested], manifest: { toTop: { pos: 1, hash: 'x' } } }),
    await evil.packet(world.S, {
      lines: [JSON.stringify({ yours: [['x', 1, 2 ** 50]] })],
      manifest: { yours: 1 },
    }),
  ]
  for (const file of files) {
    expect((await soon(world.S.opens(file))).status).toBe('refused')
  }
  await expectUnharmed(world, 'C', before)
})

test('30: a flood of packets to lay aside or to wait leaves three files a sender, and a sentence', async () => {
  const world = await begun()
  const before = picture(world, 'C')
  const evil = new EvilOffice(world.C)
  for (let i = 0; i < 6; i++) {
    const forged = evil.create('person', { name: 'x' }, undefined, {
      writer: `${world.C1.keys.replica}.w`,
      replica: world.C1.keys.replica,
      office: 'C1',
      n: i + 1,
    })
    const result = await world.S.opens(await evil.packet(world.S, { changes: [forged] }))
    expect(sentences(result)).toContain('laid aside')
  }
  const kept = (await readdir(join(world.S.folder, 'inbox'))).filter(name => name.endsWith('.llb'))
  expect(kept.length).toBeLessThanOrEqual(3)
  expect(readAside(world.S.db, world.S.journal)).toHaveLength(3)
  const codes: string[] = []
  for (let i = 0; i < 25; i++) {
    const file = await evil.packet(world.S, {
      changes: [evil.create('person', { name: 'x' })],
      manifest: {
        number: i,
        fromTop: { pos: 10 + i, hash: 'f'.repeat(64) },
        toTop: { pos: 11 + i, hash: `${i}` },
      },
    })
    codes.push((await world.S.opens(file)).code)
  }
  expect(new Set(codes)).toEqual(new Set(['packet-damaged']))
  await expectUnharmed(world, 'C', before)
})

test.each([
  ['for an earlier one', 'packet-waiting'],
  ['for what this office is said to have had', 'packet-lacks'],
])('30: packets that wait %s are not opened again with each that comes later', async (_, code) => {
  const world = await begun()
  const evil = new EvilOffice(world.C)
  for (let p = 0; p < 15; p++) {
    const changes = Array.from({ length: 1500 }, (_, i) => evil.create('person', { name: `p${p}-${i}` }))
    const leaning = {
      lines: [JSON.stringify({ yours: [[`${world.S.keys.replica}.w`, 1_000_000, 1_000_009]] })],
      manifest: { number: p, yours: 10, toTop: { pos: 1510, hash: `${p}`.padStart(64, '0') } },
    }
    const late = { fromTop: { pos: 1_000_000 * (p + 1), hash: 'f'.repeat(64) }, manifest: { number: p } }
    const file = await evil.packet(world.S, { changes, ...(code === 'packet-lacks' ? leaning : late) })
    expect(told(await world.S.opens(file))).toMatchObject({ status: 'waiting', code })
  }
  const person = world.C1.person('C1-1 one')
  for (const phone of ['1', '2']) {
    await world.C1.write(set => set.edit('person', person, { phone }))
    const honest = await world.C1.exportTo(world.S)
    const worked = processorTime()
    expect(told(await world.S.opens(honest))).toMatchObject({ status: 'applied' })
    // Opened again, they took ten times as long.
    expect(worked()).toBeLessThan(400)
  }
  expect(world.S.ids('SELECT hash AS id FROM waiting')).toHaveLength(15)
})

test('30: a flood from a street leaves three files at the district, too', async () => {
  const world = await begun()
  const evil = new EvilOffice(world.S)
  for (let i = 0; i < 5; i++) {
    const hers = { writer: `${world.C1.keys.replica}.w`, replica: world.C1.keys.replica, office: 'C1' }
    const forged = evil.create('person', { name: 'x' }, undefined, { ...hers, n: i + 1 })
    await world.D.opens(await evil.packet(world.D, { changes: [forged] }))
  }
  const kept = (await readdir(join(world.D.folder, 'inbox'))).filter(name => name.endsWith('.llb'))
  expect(kept).toHaveLength(3)
  expect(readAside(world.D.db, world.D.journal)).toHaveLength(3)
})

test('31: texts beyond their lengths, half characters, __proto__ and odd days break nothing', async () => {
  const world = await begun()
  const before = picture(world, 'C')
  const evil = new EvilOffice(world.C)
  const line = (from: string, to: string) =>
    JSON.stringify({ change: evil.create('person', { name: from }) }).replace(from, to)
  const damaged = [
    line('LONG', 'x'.repeat(20_000)),
    line('HALF', '\\ud83d'),
    JSON.stringify({ change: evil.create('person', { name: 'x' }) }).replace(
      '"name":{',
      '"__proto__":{"name":"x"},"name":{',
    ),
  ]
  for (const text of damaged) {
    const file = await evil.packet(world.S, {
      lines: [text],
      manifest: { toTop: { pos: 1, hash: 'f'.repeat(64) } },
    })
    expect(told(await world.S.opens(file))).toMatchObject({ status: 'refused', code: 'packet-damaged' })
  }
  const own = world.D.person('C-1 one')
  const odd = [
    evil.create('person', { name: 'nul\u0000 bidi \u202e' }, 'odd-person'),
    evil.create('membership', {
      person: 'odd-person',
      org: 'C-1',
      since: '2018-01-01',
      since_known: 1,
      follows: [],
    }),
    evil.create('membership', {
      person: 'odd-person',
      org: 'C-1',
      since: '0000-01-01',
      since_known: 1,
      follows: [],
    }),
    evil.create('membership', { person: own, org: 'C-2', since: '99999-99-99', since_known: 1, follows: [] }),
    evil.create('post', { person: own, org: 'C-1', title: 'x', since: 'yesterday', until: '' }),
  ]
  const result = await world.S.opens(await evil.packet(world.S, { changes: odd }))
  expect(result.status).toBe('applied')
  await expectUnharmed(world, 'C', before)
})

test('31: a field longer than its definition says is no change, and is told', async () => {
  const world = await begun()
  const before = picture(world, 'C')
  const evil = new EvilOffice(world.C)
  const own = world.D.person('C-1 one')
  const long = evil.edit('person', own, 'phone', { phone: '1'.repeat(5000) })
  const result = await world.S.opens(await evil.packet(world.S, { changes: [long] }))
  expect(result.returned).toMatchObject([{ entity: 'person', id: own, code: 'too-long' }])
  await expectUnharmed(world, 'C', before)
})

test('32: what unpacks to gigabytes is refused in little time', async () => {
  const world = await begun()
  const evil = new EvilOffice(world.C)
  const block = zstdCompressSync(Buffer.alloc(256 * 1024 * 1024))
  const result = await soon(world.S.opens(await evil.packet(world.S, { bytes: block })))
  expect(told(result)).toMatchObject({ status: 'refused', code: 'packet-damaged' })
})

test('33: a manifest and a certificate that call themselves the district are told by the names of one’s own tables', async () => {
  const world = await begun()
  const before = picture(world, 'C')
  const evil = new EvilOffice(world.C)
  const name = '共青团坪山区委员会'
  const file = await evil.packet(world.S, {
    changes: [evil.edit('org', 'C', 'email', { email: 'x' })],
    manifest: { from: { replica: world.C.keys.replica, org: 'C', name } },
  })
  const preview = await world.S.preview(file)
  const result = await world.S.opens(file)
  for (const one of [preview, result]) {
    expect(one.from?.name).toBe('C')
    expect(JSON.stringify(one)).not.toContain(name)
  }
  const posing = await evil.packet(world.S, {
    manifest: { from: { replica: world.D.keys.replica, org: world.D.org, name: 'D' } },
  })
  expect(told(await world.S.opens(posing))).toMatchObject({ status: 'refused', code: 'packet-signature' })
  await expectUnharmed(world, 'C', before)
})

test('34: statements that are forged low, high or with another’s hash lose and leak nothing', async () => {
  const world = await begun()
  const before = picture(world, 'C')
  const evil = new EvilOffice(world.C)
  const packets: File[] = []
  for (const have of [{ pos: 1, hash: 'x' }, { pos: 10_000, hash: 'f'.repeat(64) }, null]) {
    await world.S.opens(
      await evil.packet(world.S, { manifest: { have, aside: [[evil.writer, 1, 2 ** 40]] } }),
    )
    packets.push(await world.S.exportTo(world.C))
  }
  await expectUnharmed(world, 'C', before, packets)
})

test('36: a packet of only returns, or only certificates, is told in sentences of the preview', async () => {
  const world = await begun()
  const before = picture(world, 'C')
  const evil = new EvilOffice(world.C)
  const mine = evil.create('person', { name: 'x' })
  const returns = await evil.packet(world.S, { changes: [evil.giveBack([[evil.writer, mine.n, mine.n]])] })
  const certificates = await evil.packet(world.S, {
    changes: [evil.certify({ keys: world.C1.keys, org: 'C' }).change],
  })
  expect(sentences(await world.S.preview(returns))).toMatch(/returns/)
  expect(sentences(await world.S.preview(certificates))).toMatch(/lets a PC of "C" join/)
  await world.S.opens(returns)
  await expectUnharmed(world, 'C', before)
})

test('36: who is merged into whom is told by name, people and organizations, and what there is more of by its number', async () => {
  const world = await begun()
  const evil = new EvilOffice(world.S)
  const mark = (of: string, kept: string, lost: string) =>
    evil.create('merge', { of_entity: of, kept, lost, saw: [] }, undefined, { hangsOn: [kept, lost] })
  const [one = '', two = ''] = [world.C.person('C-1 one'), world.C.person('C-2 one')].sort()
  const names = new Map(['C-1 one', 'C-2 one'].map(name => [world.C.person(name), name]))
  const packet = await evil.packet(world.C, {
    changes: [mark('org', 'C-1', 'C-2'), mark('person', one, two)],
  })
  const said = sentences(await world.C.preview(packet))
  expect(said).toContain('S merges "C-2" into "C-1"')
  expect(said).toContain(`S merges "${names.get(two)}" into "${names.get(one)}"`)
  const many = Array.from({ length: 45 }, (_, i) => mark('person', one, `stranger-${i}`))
  const strangers = many.map((_, i) => evil.create('person', { name: `stranger ${i}` }, `stranger-${i}`))
  const more = await evil.packet(world.C, { changes: [...strangers, ...many] })
  expect(sentences(await world.C.preview(more))).toContain('5 more merges not listed one by one')
})

test('37: people who leave in many small packets are asked about a second time all the same', async () => {
  const world = await begun()
  await world.S.write(set => {
    for (let i = 0; i < 60; i++) {
      const person = set.create('person', { name: `p${i}` }, `p${i}`)
      set.create('membership', { person, org: 'C-1', since: '2016-01-01', since_known: 1, follows: [] })
    }
  })
  await exchange(world)
  const evil = new EvilOffice(world.C)
  let asked = 0
  for (let i = 0; i < 20; i++) {
    const leave = evil.create('membership', {
      person: `p${i}`,
      since: '2018-12-31',
      since_known: 1,
      reason: 'resigned',
      follows: [],
    })
    const file = await evil.packet(world.S, { changes: [leave] })
    const { takePacket } = await import('#db/packets/opening/take-packet.ts')
    const result = await takePacket(world.S.session, file, { by: '', preview: false, again: false }, noReport)
    if (result.code === 'packet-many-leave') asked++
  }
  expect(asked).toBeGreaterThan(10)
})

test('37: people of a street who leave in one packet, or are passed on by it, are asked about a second time', async () => {
  const world = await begun()
  await world.D.write(set => {
    for (let i = 0; i < 20; i++) {
      const person = set.create('person', { name: `p${i}` }, `p${i}`)
      const org = i < 10 ? 'C-1' : 'C1-1'
      set.create('membership', { person, org, since: '2016-01-01', since_known: 1, follows: [] })
    }
  })
  await exchange(world)
  const leave = (evil: EvilOffice, from: number) =>
    Array.from({ length: 5 }, (_, i) => {
      const gone = { since: '2018-12-31', since_known: 1, reason: 'resigned', follows: [] }
      return evil.create('membership', { person: `p${from + i}`, ...gone })
    })
  const carried = new EvilOffice(world.C)
  const changes = leave(carried, 0)
  await world.S.opens(await carried.packet(world.S, { changes, seals: [carried.seal(changes)] }))
  const evil = new EvilOffice(world.S)
  const own = await evil.packet(world.D, { changes: leave(evil, 10) })
  const { takePacket } = await import('#db/packets/opening/take-packet.ts')
  for (const file of [await world.S.exportTo(world.D), own]) {
    const asked = { by: '', preview: false, again: false }
    expect((await takePacket(world.D.session, file, asked, noReport)).code).toBe('packet-many-leave')
  }
})

test('what was laid aside gives way to the same change when it comes proved, or is taken in by a person', async () => {
  const world = await begun()
  await world.C1.write(set => set.edit('person', world.C1.person('C1-1 one'), { email: 'proved later' }))
  const real = [...world.C1.journal.changes.all()].at(-1)!
  const evil = new EvilOffice(world.S)
  await world.D.opens(await evil.packet(world.D, { changes: [real] }))
  expect(readAside(world.D.db, world.D.journal).map(({ changes, author }) => [changes, author])).toEqual([
    [1, 'C1'],
  ])
  await world.D.opens(await world.C1.exportTo(world.D))
  expect(readAside(world.D.db, world.D.journal)).toEqual([])
  const lost = evil.create('person', { name: 'from before the restore' }, 'lost', {
    writer: `${world.D.keys.replica}.before`,
    replica: world.D.keys.replica,
    office: world.D.org,
    n: 1,
  })
  const hers = evil.create('person', { name: 'said to be hers' }, 'hers', {
    writer: `${world.C1.keys.replica}.never`,
    replica: world.C1.keys.replica,
    office: 'C1',
    n: 1,
  })
  await world.D.opens(await evil.packet(world.D, { changes: [lost, hers] }))
  const asides = readAside(world.D.db, world.D.journal)
  const aside = asides.find(({ mine }) => mine)
  expect(aside?.sentence.en).toContain('said to be written on this PC')
  const warned = () => world.D.ids('SELECT detail AS id FROM warning ORDER BY no')
  const before = warned()
  const taken = await takeAside(
    world.D.session,
    aside?.id ?? '',
    { by: '王', preview: false, again: false },
    noReport,
  )
  expect(told(taken).status).toBe('applied')
  expect(world.D.ids("SELECT name AS id FROM person WHERE id = 'lost'")).toEqual(['from before the restore'])
  // What remains lies under the id that it had, and nobody is warned of it again.
  const rest = asides.filter(({ mine }) => !mine)
  expect(rest.map(({ author }) => author)).toEqual(['C1'])
  expect(readAside(world.D.db, world.D.journal)).toEqual(rest)
  expect(warned()).toEqual(before)
  await takeAside(world.D.session, rest[0]?.id ?? '', { by: '王', preview: false, again: false }, noReport)
  expect(readAside(world.D.db, world.D.journal)).toEqual([])
  expect((await readdir(join(world.D.folder, 'inbox'))).filter(name => name.endsWith('.llb'))).toEqual([])
  expect(compareWithJournal(world.D.db, world.D.journal)).toEqual([])
})
