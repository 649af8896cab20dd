import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Change, digestOf, idOf, versionOf } from '#db/journal/change.ts'
import { generateKeys } from '#db/packets/format/keys/keys.ts'
import { readAside, takeAside } from '#db/packets/opening/aside/laid-aside.ts'
import { putAsideAway } from '#db/packets/opening/aside/put-away.ts'
import { takePacket } from '#db/packets/opening/take-packet.ts'
import { Cancelled } from '#db/shared/long-work.ts'
import type { Text } from '#db/shared/text.ts'
import { refusalOf } from '#tests/fixtures/engine.ts'
import { EvilOffice } from './evil-office.ts'
import { begun, expectNothingDue, noReport, type OfficePc, type World } from './world.ts'

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

/** Changes that lie aside, in one file or several, at an office; and what makes them count, which ends in a packet. */
type Waiting = {
  readonly at: OfficePc
  readonly lies: readonly (readonly Change[])[]
  readonly files: readonly File[]
  readonly prove: () => Promise<File>
}

const unsigned = { signature: null } as const

/** What S hands on of others, a file each; and what it sends then. */
async function handedOn(
  { S, D }: World,
  lies: readonly (readonly Change[])[],
  prove: (evil: EvilOffice) => Promise<File> | File,
  more: { readonly seals?: readonly ReturnType<EvilOffice['seal']>[] } = {},
): Promise<Waiting> {
  const evil = new EvilOffice(S)
  const files = await Promise.all(lies.map(changes => evil.packet(D, { changes, ...more })))
  return { at: D, lies, files, prove: async () => prove(evil) }
}

const email = (author: EvilOffice, person: string, free = {}) =>
  author.edit('person', person, 'email', { email: 'counts' }, free)
const ownOf = (evil: EvilOffice) => email(evil, evil.pc.person('C-1 one'))
const moveTo = ({ D }: World, org: string, parent: string) =>
  D.write(set => {
    const follows = D.ids('SELECT id FROM placement WHERE org = ? AND until IS NULL', org)
    set.create('placement', { org, parent, since: '2018-12-31', since_known: 1, follows })
  })
const takeIn = ({ D }: World, person: string) =>
  D.write(set => {
    set.create('membership', { person, org: 'C-1', since: '2018-12-31', since_known: 1, follows: [] })
  })
const fromS2 = async ({ S2, D }: World) => {
  await S2.write(set => set.edit('person', S2.person('C2-2 two'), { email: 'of S2' }))
  return S2.exportTo(D)
}

/** Every reason for which something is laid aside, with whatever may end it. */
const reasons: Readonly<Record<string, (world: World) => Promise<Waiting>>> = {
  'an edit and a return by a PC that nobody certified, until that is': async ({ S, C }) => {
    const [evil, keys] = [new EvilOffice(C), await generateKeys()]
    const spare = new EvilOffice(C, keys, 'spare')
    const change = email(spare, C.person('C-1 one'))
    const changes = [change, spare.giveBack([[spare.writer, change.n, change.n]])]
    const files = [await evil.packet(S, { changes })]
    const { change: certificate } = evil.certify({ keys, org: 'C' })
    return { at: S, lies: [changes], files, prove: () => evil.packet(S, { changes: [certificate] }) }
  },
  'a return of what a PC wrote that nobody here certified, until that is': async ({ S, C, D }) => {
    const [street, evil, keys] = [new EvilOffice(S), new EvilOffice(C), await generateKeys()]
    const returned = street.giveBack([[new EvilOffice(C, keys, 'spare').writer, 1, 2]])
    const files = [await street.packet(D, { changes: [returned] })]
    const { change: certificate } = evil.certify({ keys, org: 'C' })
    return { at: D, lies: [[returned]], files, prove: () => street.packet(D, { changes: [certificate] }) }
  },
  'a change that no signature proves, until its seal comes by itself': async world => {
    const author = new EvilOffice(world.C1)
    const change = email(author, world.D.person('C1-1 one'), unsigned)
    const seals = [author.seal([change])]
    return handedOn(world, [[change]], evil => evil.packet(world.D, { changes: [ownOf(evil)], seals }))
  },
  'a change of a sealed range, until the rest of that comes': async world => {
    const author = new EvilOffice(world.C1)
    const first = author.edit('person', world.D.person('C1-1 two'), 'phone', { phone: '1' })
    const change = email(author, world.D.person('C1-1 one'), unsigned)
    const seals = [author.seal([first, change])]
    return handedOn(world, [[change]], evil => evil.packet(world.D, { changes: [first] }), { seals })
  },
  'a change of a sealed range, until a hash fills the gap': async world => {
    const author = new EvilOffice(world.C1)
    const first = author.edit('person', world.D.person('C1-1 two'), 'phone', { phone: '1' })
    const change = email(author, world.D.person('C1-1 one'), unsigned)
    const seal = author.seal([first, change])
    const gaps = [first, change].map(({ n, ...rest }) => [n, digestOf({ n, ...rest })] as const)
    const seals = [{ ...seal, gaps }]
    return handedOn(world, [[change]], evil => evil.packet(world.D, { changes: [ownOf(evil)], seals }), {
      seals: [seal],
    })
  },
  'a change of a sealed range, until the content that was sealed takes the place of another one':
    async world => {
      const author = new EvilOffice(world.C1)
      const phone = (text: string) =>
        new EvilOffice(world.C1).edit(
          'person',
          world.D.person('C1-1 two'),
          'phone',
          { phone: text },
          { n: 1 },
        )
      const [low, high] = ['1', '2'].map(phone).sort((a, b) => (digestOf(a) < digestOf(b) ? -1 : 1)) as [
        Change,
        Change,
      ]
      const change = email(author, world.D.person('C1-1 one'), { ...unsigned, n: 2 })
      await world.D.opens(await author.packet(world.D, { changes: [high] }))
      const sealed = author.packet(world.D, { changes: [low], seals: [author.seal([low])] })
      return handedOn(world, [[change]], () => sealed, { seals: [author.seal([low, change])] })
    },
  'a change of an office that is not below the sender, until it is moved there': async world => {
    const { C, S, D, C1 } = world
    const change = email(new EvilOffice(C1), S.person('C1-1 one'))
    const files = [await new EvilOffice(C).packet(S, { changes: [change] })]
    const prove = async () => {
      await moveTo(world, 'C1', 'C')
      return D.exportTo(S)
    }
    return { at: S, lies: [[change]], files, prove }
  },
  'a revocation by whoever does not stand above, until he does': async world => {
    const revocation = new EvilOffice(world.S, undefined, 'revoking').revoke(world.C2.keys.replica)
    return handedOn(world, [[revocation]], async evil => {
      await moveTo(world, 'C2', 'S')
      return evil.packet(world.D, { changes: [ownOf(evil)] })
    })
  },
  'what hangs and builds on what lies aside in another file, until that is proved': async world => {
    const author = new EvilOffice(world.C1)
    const made = [
      author.create('person', { name: 'made' }, 'made', unsigned),
      author.create(
        'membership',
        { person: 'made', org: 'C1-1', since: '2018-01-01', since_known: 1, follows: [] },
        'made-stay',
        unsigned,
      ),
      email(author, world.D.person('C1-1 one'), unsigned),
    ]
    const evil = new EvilOffice(world.S, undefined, 'hanging')
    const free = { hangsOn: [], lamport: 5000 }
    const base = made.slice(2).map(versionOf)
    const lies = [made, [email(evil, 'made', free)], [email(evil, world.D.person('C1-1 one'), { base })]]
    const seals = [author.seal(made)]
    return handedOn(world, lies, relay => relay.packet(world.D, { changes: [ownOf(relay)], seals }))
  },
  'what hangs on what lies aside in another file, until its author brings that himself': async world => {
    const author = new EvilOffice(world.C1)
    const made = author.create('person', { name: 'made' }, 'made', unsigned)
    const evil = new EvilOffice(world.S, undefined, 'hanging')
    const hanging = email(evil, 'made', { hangsOn: [], lamport: 5000 })
    return handedOn(world, [[made], [hanging]], () => author.packet(world.D, { changes: [made] }))
  },
  'what hangs on a claim that lies aside, until somebody else makes that record': async world => {
    const author = new EvilOffice(world.C1)
    const claim = author.create('person', { name: 'made' }, 'made', { ...unsigned, n: 7 })
    const evil = new EvilOffice(world.S, undefined, 'hanging')
    const hanging = email(evil, 'made', { hangsOn: [], lamport: 5000 })
    const real = new EvilOffice(world.C, undefined, 'real').create('person', { name: 'made' }, 'made')
    const waiting = await handedOn(world, [[claim], [hanging]], evil =>
      evil.packet(world.D, { changes: [real] }),
    )
    return { ...waiting, lies: [[hanging]] }
  },
  'what hangs on what lies aside in another file, until that gave way to newer ones': async world => {
    const author = new EvilOffice(world.C1)
    const made = author.create('person', { name: 'made' }, 'made', unsigned)
    const post = { person: 'made', org: 'C-1', duty: '书记' }
    const hanging = new EvilOffice(world.C).create('post', post, undefined, { lamport: 5000 })
    const files = [
      await new EvilOffice(world.S).packet(world.D, { changes: [made] }),
      await new EvilOffice(world.C).packet(world.D, { changes: [hanging] }),
    ]
    const flood = async () => {
      const forged = [1, 2, 3].map(i => email(author, world.D.person('C1-1 one'), { ...unsigned, n: 10 + i }))
      const [last, ...others] = await Promise.all(
        forged.map(change => new EvilOffice(world.S).packet(world.D, { changes: [change] })),
      )
      for (const file of others) await world.D.opens(file)
      return last as File
    }
    return { at: world.D, lies: [[hanging]], files, prove: flood }
  },
  'a step of a matter that is not known, until that comes': async world => {
    const all = { subject: 'offered', of: 'transfer', action: 'refuse', org: 'C1-1', other: 'C2' }
    const step = new EvilOffice(world.C2).create('step', { ...all, day: '2018-12-31', saw: [] })
    const person = world.D.person('C1-1 one')
    const asked = { person, home: 'C1-1', target: 'C2', way: 'inside', reason: 'other', asked: '2018-12-30' }
    const more = { deadline: '2019-01-09', fees: 'paid', posts: 'none', stays: [] }
    const transfer = new EvilOffice(world.C1).create('transfer', { ...asked, ...more }, 'offered')
    return {
      at: world.D,
      lies: [[step]],
      files: [await new EvilOffice(world.C2).packet(world.D, { changes: [step] })],
      prove: () => new EvilOffice(world.C1).packet(world.D, { changes: [transfer] }),
    }
  },
  'a claim of the id of somebody who lies elsewhere, until he comes': async world => {
    const person = world.D.person('C2-1 one')
    const claim = new EvilOffice(world.S).create('person', { name: 'claimed' }, person)
    return handedOn(world, [[claim]], async () => {
      await takeIn(world, person)
      return fromS2(world)
    })
  },
  'who was made by another office before, with what is said of him, until that is given back':
    async world => {
      const claim = new EvilOffice(world.C).create('person', { name: 'claimed' }, 'late')
      await world.D.opens(
        await new EvilOffice(world.C, world.C.keys, 'first').packet(world.D, { changes: [claim] }),
      )
      const owner = new EvilOffice(world.C2)
      const stay = { person: 'late', org: 'C2-1', since: '2018-12-31', since_known: 1, follows: [] }
      const own = [owner.create('person', { name: 'late' }, 'late'), owner.create('membership', stay)]
      const { writer } = claim.origin
      const reason = { code: 'packet-returned', zh: '退回', en: 'returned' }
      return {
        at: world.D,
        lies: [own],
        files: [await owner.packet(world.D, { changes: own })],
        prove: async () => {
          await world.D.write(set => set.giveBack([[writer, claim.n, claim.n]], reason))
          return fromS2(world)
        },
      }
    },
  'an edit of somebody who is said to have come, until he does': async world => {
    const person = world.D.person('C2-1 one')
    const evil = new EvilOffice(world.S)
    const move = { person, org: 'C-1', since: '2018-12-31', since_known: 1, follows: [] }
    const said = new EvilOffice(world.C2).create('membership', move, undefined, unsigned)
    const edit = email(evil, person)
    const waiting = await handedOn(world, [[said], [edit]], async () => {
      await takeIn(world, person)
      return fromS2(world)
    })
    return { ...waiting, lies: [[edit]] }
  },
}

test.each(Object.keys(reasons))(
  '%s, lies aside, and counts with the very packet that ends it',
  async reason => {
    for (const restarted of [false, true]) {
      const world = await begun()
      const { at, lies, files, prove } = await (reasons[reason] as (typeof reasons)[string])(world)
      const known = () =>
        lies.flat().map(change => [idOf(change), at.journal.changes.isKnown(change.origin.writer, change.n)])
      for (const file of files) await at.opens(file)
      expect(known()).toEqual(known().map(([id]) => [id, false]))
      expect(lying(at).length).toBeGreaterThan(0)
      if (restarted) await at.restore(await at.backup())
      // What has nothing to do with it tries none of the files again, but for one time each time that the program is started.
      const other = at === world.D ? world.S2 : world.C1
      const tried = () => at.ids("SELECT value AS id FROM meta WHERE key = 'aside_tried'")
      for (const text of ['first', 'second']) {
        const before = tried()
        await other.write(set => {
          set.edit('person', other.person(other === world.S2 ? 'C2-2 one' : 'C1-2 one'), { email: text })
          const person = set.create('person', { name: text })
          const org = other === world.S2 ? 'C2-2' : 'C1-2'
          set.create('membership', { person, org, since: '2018-01-01', since_known: 1, follows: [] })
        })
        expect((await at.opens(await other.exportTo(at))).status).toBe('applied')
        if (!restarted || text === 'second') expect(tried()).toEqual(before)
        expect(JSON.parse(tried()[0] ?? '{}')).not.toEqual({})
      }
      expect(known()).toEqual(known().map(([id]) => [id, false]))
      await at.opens(await prove())
      expect(known()).toEqual(known().map(([id]) => [id, true]))
      await expectNothingDue(at)
    }
  },
)

test('30: thousands of changes that lie aside are gone through once, and by no honest packet that comes later', async () => {
  const { C, C1, S } = await begun()
  const free = { writer: `${C1.keys.replica}.w`, replica: C1.keys.replica, office: 'C1', signature: null }
  const evil = new EvilOffice(C)
  const person = S.person('C1-1 one')
  const many = Array.from({ length: 1234 }, (_, i) => email(evil, person, { ...free, n: i + 1 }))
  let seen = 0
  const opens = (file: File) =>
    takePacket(S.session, file, { by: '', preview: false, again: true }, async (_, done, total) => {
      if (done === total && total === many.length) seen++
    })
  await opens(await evil.packet(S, { changes: many }))
  expect(seen).toBeGreaterThan(0)
  seen = 0
  for (const text of ['1', '2', '3']) {
    await C1.write(set => {
      set.edit('person', person, { email: text })
      const child = set.create('person', { name: text })
      const stay = { person: child, org: 'C1-1', since: '2018-01-01', since_known: 1, follows: [] }
      set.create('post', { person: child, org: 'C1-1', duty: '书记' })
      set.create('membership', stay)
    })
    expect((await opens(await C1.exportTo(S))).status).toBe('applied')
  }
  expect(seen).toBe(0)
})
