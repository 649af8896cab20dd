import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { zstdCompressSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { type Change, rangesOf } from '#db/journal/change.ts'
import { compareWithJournal } from '#db/journal/compare.ts'
import { namedAfter } from '#db/journal/names.ts'
import { issueRootCertificate } from '#db/packets/format/keys/certificate.ts'
import { generateKeys, type ReplicaKeys } from '#db/packets/format/keys/keys.ts'
import { certificateFields } from '#db/packets/trust/certificates.ts'
import { standingOf } from '#db/packets/trust/standing.ts'
import { type Content, EvilOffice } from './evil-office.ts'
import { begun, exchange, type OfficePc, picture, readable, type World } from './world.ts'

/** Each of the 37 lines of what must fail, tried by a community, by a street, and carried on by an honest street to the district. */

const ways = ['C', 'S', 'relay'] as const
type Way = (typeof ways)[number]

/** Who attacks, whom, and what of others is within sight. */
type Attacker = {
  readonly world: World
  readonly evil: EvilOffice
  readonly spare: ReplicaKeys
  readonly above: OfficePc
  readonly sister: OfficePc
  /** A branch of one's own, and one of the sister. */
  readonly branch: string
  readonly theirs: string
  /** People: one's own, the sister's, and one who has moved away. */
  readonly own: string
  readonly foreign: string
  readonly gone: string
}

const stay = (person: string, org: string) => ({
  ...{ person, org, since: '2018-12-31', since_known: 1, follows: [] },
})
const mark = (kept: string, lost: string, of_entity = 'person') => ({ of_entity, kept, lost, saw: [] })
const place = (org: string, parent: string) => ({ org, parent, since: '2018-12-01', follows: [] })
const idsOf = (changes: readonly Change[]) =>
  rangesOf(changes.map(change => [change.origin.writer, change.n] as const))

/** What is sent, by line; what is refused as a whole says so. */
const attacks: Readonly<Record<string, (at: Attacker) => Content>> = {
  '1 other keys for the replica above': ({ evil, spare, above }) => ({
    changes: [evil.certify({ keys: spare, org: above.org, replica: above.keys.replica }).change],
  }),
  '2 spares for the sister, the district and its branch': ({ evil, spare, world, sister, theirs }) => ({
    changes: [sister.org, world.D.org, theirs].map(org => evil.certify({ keys: spare, org }).change),
  }),
  '4 a root of its own, and what that signs': ({ evil, spare, world, sister }) => {
    const root = new EvilOffice(evil.pc, spare, 'root')
    const office = world.D.org
    const pack = { org: office, year: 2199, version: 9, since: '2018-01-01', name: 'x', body: '{}' }
    return {
      changes: [
        root.create('certificate', certificateFields(issueRootCertificate(spare, office, 'D')), 'root', {
          office,
        }),
        root.revoke(sister.keys.replica, [], { office, lamport: 1 }),
        root.create('rule_pack', pack, 'pack-of-root', { office }),
        root.edit('org', sister.org, 'tier', { tier: 'organ' }, { office }),
      ],
    }
  },
  '8 revocations of the root, of who is above, of the sister, early': ({ evil, world, above, sister }) => ({
    changes: [world.D, above, sister].flatMap(({ keys }) => [
      evil.revoke(keys.replica),
      evil.revoke(keys.replica, [], { lamport: 1 }),
    ]),
  }),
  '9 unknown writers, the receiver’s office, bogus signatures and none': at => ({
    changes: [null, 'bogus', 'A'.repeat(88)].flatMap((signature, i) => [
      forged(at, { writer: `${at.spare.replica}.x`, replica: at.spare.replica, n: i + 1, signature }),
      forged(at, { office: at.above.org, signature }),
    ]),
  }),
  '10 under the writers of others: next numbers, gaps, far ones': at => ({
    changes: [at.world.D, at.sister].flatMap(({ keys, org, journal }) => {
      const [last] = [...journal.changes.all()]
        .filter(one => one.origin.replica === keys.replica)
        .toReversed()
      const { writer = '' } = last?.origin ?? {}
      const from = last?.n ?? 0
      return [1, 3, 2 ** 40].map(far =>
        forged(at, { writer, replica: keys.replica, office: org, n: from + far, signature: null }),
      )
    }),
  }),
  '12 another content under an id that is known': at => {
    const [real] = [...at.sister.journal.changes.all()].filter(({ entity }) => entity === 'person')
    if (real?.kind !== 'put') throw new Error('somebody lies there')
    return { changes: [{ ...real, body: { set: { name: { name: 'twin' } } } }] }
  },
  '16 edits, removes and returns of others’ things': ({ evil, world, foreign, sister, above }) => ({
    changes: [
      evil.edit('person', foreign, 'phone', { phone: 'evil' }),
      evil.remove('person', foreign, []),
      evil.edit('org', sister.org, 'email', { email: 'evil' }),
      evil.edit('org', above.org, 'email', { email: 'evil' }),
      evil.giveBack(idsOf([...world.D.journal.changes.all()].slice(0, 20))),
    ],
  }),
  '17 pulls of who moved away: by stay, by edit, by mark': ({ evil, world, gone, branch }) => {
    const [last = ''] = world.D.ids('SELECT id FROM membership WHERE person = ? AND until IS NULL', gone)
    return {
      changes: [
        evil.create('membership', stay(gone, branch), undefined, { lamport: 100_000 }),
        evil.edit('membership', last, 'place', { person: gone, org: branch }),
        evil.create('person', { name: 'dummy' }, '0-dummy'),
        evil.create('membership', stay('0-dummy', branch)),
        evil.create('merge', mark('0-dummy', gone)),
      ],
    }
  },
  '18 places: of the sister below itself, of itself elsewhere': ({ evil, sister, world }) => ({
    changes: [
      evil.create('placement', place(sister.org, evil.pc.org), undefined, { lamport: 100_000 }),
      evil.create('placement', place(evil.pc.org, world.S2.org)),
      evil.create('placement', place(world.D.org, evil.pc.org)),
    ],
  }),
  '19 marks over organizations, kinds, and in a ring': ({ evil, sister, above, own, foreign }) => ({
    changes: [
      evil.create('merge', mark(evil.pc.org, sister.org, 'org')),
      evil.create('merge', mark(above.org, evil.pc.org, 'org')),
      evil.create('merge', mark(foreign, evil.pc.org)),
      evil.create('merge', mark(own, foreign)),
      evil.create('merge', mark(foreign, own)),
    ],
  }),
  '21 creations under known ids': ({ evil, foreign, sister, branch }) => ({
    changes: [
      evil.create('person', { name: 'stolen' }, foreign, { lamport: 1 }),
      evil.create('membership', stay(foreign, branch)),
      evil.create('org', { name: 'stolen', kind: 'branch', tier: 'community' }, sister.org, { lamport: 1 }),
    ],
  }),
  '22 records hung on others’ things, or on nothing': ({ evil, foreign, own, branch, theirs }) => ({
    changes: [
      evil.create('post', { person: foreign, org: branch, title: '书记' }),
      evil.create('meeting', { org: theirs, type: '团课', held_on: '2018-12-01' }),
      evil.create('unheardof', {}, 'u', { hangsOn: [own, foreign] }),
      evil.create('unheardof', {}, 'n', { hangsOn: [] }),
    ],
  }),
  '23 a card that renames, a post to fetch one': ({ evil, gone, foreign, branch, sister }) => ({
    changes: [evil.create('post', { person: gone, org: branch, title: '书记' })],
    cards: [
      { thing: foreign, entity: 'person', name: 'renamed', detail: '{}' },
      { thing: sister.org, entity: 'org', name: 'renamed', detail: '{}' },
    ],
    manifest: { cards: 2 },
  }),
  '24 stays of an organization and over each other, a ring of places': ({
    evil,
    sister,
    foreign,
    branch,
  }) => ({
    changes: [
      evil.create('membership', stay(sister.org, branch)),
      evil.create('membership', stay(foreign, 'a-stay'), 'another'),
      evil.create('membership', stay('another', branch), 'a-stay'),
      evil.create('placement', place(evil.pc.org, branch)),
    ],
  }),
  '25 organizations below the sister and above itself': ({ evil, sister, above }) => ({
    changes: ['in', 'over'].flatMap(which => [
      evil.create(
        'org',
        { name: which, kind: 'branch', tier: 'community', branch_type: 'ordinary' },
        `new-${which}`,
      ),
      evil.create('placement', place(`new-${which}`, which === 'in' ? sister.org : above.org)),
    ]),
  }),
  '27 lamports far beyond': ({ evil, own }) => ({
    changes: [evil.edit('person', own, 'email', { email: 'leap' }, { lamport: 2 ** 45 })],
  }),
  '28 returns of 2^40 numbers of others': ({ evil, world }) => {
    const writers = new Set([...world.D.journal.changes.all()].map(({ origin }) => origin.writer))
    return { changes: [...writers].map(writer => evil.giveBack([[writer, 1, 2 ** 40]])) }
  },
  '29 a thousand certificates in the chain': ({ evil }) => ({
    chain: Array.from({ length: 1000 }, () => evil.chain())
      .flat()
      .slice(0, 1000),
  }),
  '31 odd days, directions and names of one’s own': ({ evil, own, foreign, branch }) => ({
    changes: [
      evil.create('person', { name: 'nul\u0000 bidi \u202e __proto__' }, '__proto__'),
      evil.create('membership', stay('__proto__', branch)),
      evil.create('post', { person: own, org: 'constructor', title: 'x', since: '99999-99-99' }),
      evil.create('membership', { ...stay(foreign, 'C-1'), since: '0000-00-00' }),
    ],
  }),
  '32 what unpacks to gigabytes': () => ({ bytes: zstdCompressSync(Buffer.alloc(128 * 1024 * 1024)) }),
  '33 called like the district': ({ evil, world }) => ({
    manifest: { from: { replica: evil.keys.replica, org: evil.pc.org, name: world.D.org } },
  }),
  '34 statements of places that never were': ({ evil }) => ({
    manifest: { have: { pos: 2 ** 40, hash: 'f'.repeat(64) }, aside: [[evil.writer, 1, 2 ** 40]] },
  }),
  '35 a guessed hash': ({ evil, own }) => ({
    changes: [evil.edit('person', own, 'files', { files: [`sha256:${'ab'.repeat(32)} 90 png 照片.png`] })],
    manifest: { missingFiles: ['ab'.repeat(32)] },
  }),
  '36 only returns, only certificates': ({ evil, spare }) => ({
    changes: [
      evil.giveBack([[evil.writer, 1, 1]]),
      evil.certify({ keys: spare, org: namedAfter(spare.replica, 'x') }).change,
    ],
  }),
}

/** Lines that need more than one packet, or another place: the tests that try them, by who attacks; or why nobody can from there. */
const elsewhere: Readonly<Record<number, Readonly<Record<Way, string>>>> = {
  3: {
    C: '3: a request under another PC’s id, or one that is not its keys’ hash, is refused',
    S: '3: a request under another PC’s id, or one that is not its keys’ hash, is refused',
    relay: 'A request is a file that a person opens: nobody carries it on.',
  },
  5: {
    C: 'A community with nobody below it has nothing to lose.',
    S: '5: a former superior lets nobody in, and its waiting packet gets no answer',
    relay: '5: a former superior lets nobody in, and its waiting packet gets no answer',
  },
  6: {
    C: '6: a spare that a thief certified for his own office before he was revoked goes with his key, unless it is kept',
    S: '6 and 7: a revoked street certifies nobody; its communities still work, and it stays revoked when it moves',
    relay:
      '6: a spare that a thief certified for his own office before he was revoked goes with his key, unless it is kept',
  },
  7: {
    C: '7: a community that was revoked stays so under the street to which it is moved, and what it hands over there waits',
    S: '6 and 7: a revoked street certifies nobody; its communities still work, and it stays revoked when it moves',
    relay:
      '7: a community that was revoked stays so under the street to which it is moved, and what it hands over there waits',
  },
  11: {
    C: '10 and 11: numbers used up under the writers of others keep none of their changes out',
    S: '11: a street that uses up its community’s numbers cannot keep the real changes from the district',
    relay: '11: a street that uses up its community’s numbers cannot keep the real changes from the district',
  },
  13: {
    C: '13: a revoked key cannot fill gaps in its numbers',
    S: '13: a revoked key cannot fill gaps in its numbers',
    relay: '13: a revoked key cannot fill gaps in its numbers',
  },
  14: {
    C: 'A community with nobody below it has nobody to forge to.',
    S: '14: what a street forges of the district to a community gives way to what the district proves',
    relay: 'What comes from above is passed on upwards to who wrote it: he knows better.',
  },
  15: {
    C: '15: an office of before enrolment cannot take another’s id',
    S: '15: an office of before enrolment cannot take another’s id',
    relay: 'An id is looked at wherever it is founded, and passed on by nobody.',
  },
  20: {
    C: '20: when a forged stay was returned and the real one is taken back by hand, nothing goes to the forger',
    S: '20: the same of a street that forges the stay of another street’s member',
    relay:
      '20: when a forged stay was returned and the real one is taken back by hand, nothing goes to the forger',
  },
  26: {
    C: '26: a forgery that was returned reaches the relay and its author as returned',
    S: '20: the same of a street that forges the stay of another street’s member',
    relay: '26: a forgery that was returned reaches the relay and its author as returned',
  },
  30: {
    C: '30: a flood of packets to lay aside or to wait leaves three files a sender, and a sentence',
    S: '30: a flood from a street leaves three files at the district, too',
    relay: 'What was laid aside is passed on by nobody.',
  },
  37: {
    C: '37: people who leave in many small packets are asked about a second time all the same',
    S: '37: people of a street who leave in one packet, or are passed on by it, are asked about a second time',
    relay:
      '37: people of a street who leave in one packet, or are passed on by it, are asked about a second time',
  },
}

function forged({ evil, foreign }: Attacker, free: Parameters<EvilOffice['edit']>[4]): Change {
  return evil.edit('person', foreign, 'email', { email: 'forged@b.cn' }, free)
}

test('every line is tried from each place: here, by a test of that name, or it is said why nobody can', () => {
  const tests = readdirSync(import.meta.dirname)
    .filter(name => name.endsWith('.test.ts'))
    .map(name => readFileSync(join(import.meta.dirname, name), 'utf8'))
  const lines = new Set(Object.keys(attacks).map(what => Number.parseInt(what, 10)))
  const table = Array.from({ length: 37 }, (_, i) => i + 1).flatMap(line =>
    ways.map(way => {
      const said = lines.has(line) ? 'here' : (elsewhere[line]?.[way] ?? 'nowhere')
      const isTried =
        said === 'here' ||
        (/^\d/.test(said) ? tests.some(text => text.includes(`'${said}',`)) : said.endsWith('.'))
      return { line, way, said, isTried }
    }),
  )
  expect(table.filter(({ isTried }) => !isTried)).toEqual([])
})

async function attacking(way: Way): Promise<Attacker> {
  const world = await begun()
  const gone = world.D.person('C-1 two')
  const [follows = ''] = world.D.ids('SELECT id FROM membership WHERE person = ?', gone)
  await world.D.write(set => set.create('membership', { ...stay(gone, 'C2-2'), follows: [follows] }))
  await exchange(world)
  const isStreet = way === 'S'
  const theirs = isStreet ? 'C2-1' : 'C1-1'
  return {
    ...{ world, gone, theirs, branch: 'C-1', spare: await generateKeys() },
    evil: new EvilOffice(isStreet ? world.S : world.C),
    above: isStreet ? world.D : world.S,
    sister: isStreet ? world.S2 : world.C1,
    own: world.D.person('C-1 one'),
    foreign: world.D.person(`${theirs} one`),
  }
}

test.each(ways)(
  'each line by %s is told in a sentence and changes, fetches and breaks nothing of others',
  async way => {
    const at = await attacking(way)
    const { world, evil, above } = at
    // What lies in C is the attacker’s own, from either place.
    const before = picture(world, 'C')
    const pcs = [world.D, world.S, world.S2, world.C1, world.C2].filter(pc => pc !== evil.pc)
    const spares = () =>
      pcs.flatMap(pc =>
        standingOf(pc.db, pc.journal)
          .certificates.of(at.spare.replica)
          .filter(one => standingOf(pc.db, pc.journal).certificates.counts(one, 'ever')),
      )
    for (const [what, make] of Object.entries(attacks)) {
      const content = make(at)
      const { changes = [] } = content
      const seals = changes.filter(({ origin }) => origin.writer === evil.writer).map(one => evil.seal([one]))
      const file = await evil.packet(above, { ...content, seals })
      const preview = await above.preview(file)
      const isTold = preview.status !== 'preview' || preview.returned.length + preview.warnings.length > 0
      expect({ what, isTold }).toEqual({ what, isTold: true })
      await above.opens(file)
      expect({ what, ...picture(world, 'C') }).toEqual({ what, ...before })
    }
    if (way === 'relay') {
      const carried = await world.D.opens(await above.exportTo(world.D))
      expect(carried.status).toBe('applied')
      expect(picture(world, 'C')).toEqual(before)
    }
    expect(spares()).toEqual([])
    const seen = await readable(evil.pc, [await above.exportTo(evil.pc)])
    expect(seen).not.toContain(`secret of ${way === 'S' ? 'C2' : 'C1'}-`)
    for (const pc of pcs) expect(compareWithJournal(pc.db, pc.journal)).toEqual([])
  },
)
