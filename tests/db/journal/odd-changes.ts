import fc from 'fast-check'
import { type Change, type Fields, type Range, versionOf } from '#db/journal/change.ts'

/** One odd change: numbers choose among what is there. */
type Odd = {
  readonly writer: number
  readonly kind: 'put' | 'edit' | 'remove' | 'return' | 'admit' | 'revoke' | 'merge'
  readonly thing: number
  readonly a: number
  readonly b: number
  readonly office: number
  /** Of the same version as the last change of its writer. */
  readonly isTwin: boolean
  /** What it sets is not what its kind of record holds. */
  readonly isMisshapen: boolean
}

const kinds = [
  'put',
  'put',
  'edit',
  'edit',
  'remove',
  'return',
  'return',
  'admit',
  'revoke',
  'merge',
] as const

/** Each thing with what it is mostly taken for; the first four are there from the beginning, and always the same. */
const things = [
  ['person-1', 'person'],
  ['person-2', 'person'],
  ['org-1', 'org'],
  ['org-2', 'org'],
  ['membership-1', 'membership'],
  ['membership-2', 'membership'],
  ['placement-1', 'placement'],
  ['placement-2', 'placement'],
  ['post-1', 'post'],
  ['standing-1', 'standing'],
  ['person-3', 'person'],
  ['org-3', 'org'],
  ['visit-1', 'drone_flight'],
  // What is also the id of a return.
  ['return-3', 'person'],
  ['revocation-5', 'revocation'],
  // Marks that merge, which others take away again or take for something else.
  ['merge-0-person', 'merge'],
  ['merge-1-org', 'merge'],
] as const

const given = 4

/** What any but the first things are taken for by those who are mistaken. */
const mistaken = ['membership', 'placement', 'post', 'standing', 'drone_flight', 'person', 'org'] as const

/**
 * Changes as no honest program writes them: bases and removals that name any version, returns, admissions and
 * revocations of anybody, second creations of one thing, one thing taken for two kinds, two changes
 * of one version, registers that say nothing or what they cannot hold.
 */
export const oddChanges: fc.Arbitrary<readonly Change[]> = fc
  .array(
    fc.record({
      writer: fc.nat(2),
      kind: fc.constantFrom(...kinds),
      thing: fc.nat(things.length - 1),
      a: fc.nat(30),
      b: fc.nat(30),
      office: fc.nat(2),
      isMisshapen: fc.nat(7).map(n => n === 0),
      isTwin: fc.nat(3).map(n => n === 0),
    }),
    { minLength: 2, maxLength: 18 },
  )
  .map(made)

/** The creations with which every one of these histories begins. */
export function beginningOf(changes: readonly Change[]): readonly Change[] {
  return changes.slice(0, given)
}

function made(list: readonly Odd[]): readonly Change[] {
  const changes: Change[] = things.slice(0, given).map(([thing, entity], i) => ({
    ...envelope({ writer: 'first', n: i + 1, lamport: i + 1, office: 'office-0' }),
    entity,
    thing,
    kind: 'put',
    body: { set: registersOf(entity, i, i) },
  }))
  const numbers = [0, 0, 0]
  const lamports = [0, 0, 0]
  for (const [i, odd] of list.entries()) {
    const n = (numbers[odd.writer] ?? 0) + 1
    numbers[odd.writer] = n
    const before = lamports[odd.writer] ?? 0
    const lamport = odd.isTwin && before > 0 ? before : given + 1 + i
    lamports[odd.writer] = lamport
    changes.push(changeOf(odd, i, { n, lamport }, changes))
  }
  return changes
}

function envelope(who: { writer: string; n: number; lamport: number; office: string }) {
  const { writer, n, lamport, office } = who
  const origin = { writer, firstN: n, replica: `replica-${writer}`, office, at: '', actor: '', label: {} }
  return { origin, n, lamport, hangsOn: [], schema: 1, signature: null }
}

function changeOf(
  odd: Odd,
  i: number,
  { n, lamport }: { readonly n: number; readonly lamport: number },
  before: readonly Change[],
): Change {
  const { kind, a, b } = odd
  const [thing = '', usual = ''] = things[odd.thing] ?? []
  const entity = odd.thing < given || b % 4 > 0 ? usual : (mistaken[a % mistaken.length] ?? usual)
  const shared = envelope({ writer: `w${odd.writer}`, n, lamport, office: `office-${odd.office}` })
  const any = (k: number): string[] => {
    const found = before[k % before.length]
    return found ? [versionOf(found)] : []
  }
  const names: readonly Range[] = [[`w${a % 3}`, 1 + (b % 6), 1 + (b % 6) + (a % 2)]]
  const reason = { code: '', zh: '', en: '' }
  switch (kind) {
    case 'return':
    case 'admit':
      return { ...shared, entity: kind, thing: `${kind}-${i}`, kind, body: { names, reason } }
    case 'remove':
      return { ...shared, entity, thing, kind, body: { saw: [...any(a), ...any(b)] } }
    case 'revoke': {
      const all = { replica: `replica-w${a % 3}`, accepted: [`w${a % 3}:1-${b % 6}`], standing: [] }
      return {
        ...shared,
        entity: 'revocation',
        thing: `revocation-${i}`,
        kind: 'put',
        body: { set: { all } },
      }
    }
    case 'merge': {
      const of = b % 2 === 0 ? 'person' : 'org'
      const mark = {
        of_entity: of,
        kept: `${of}-${1 + (a % 2)}`,
        lost: `${of}-${2 + (a % 2)}`,
        saw: [...any(a), ...any(b)],
      }
      return {
        ...shared,
        entity: 'merge',
        thing: `merge-${a % 2}-${of}`,
        kind: 'put',
        body: { set: { mark } },
      }
    }
    case 'put': {
      const set = registersOf(entity, a, b)
      return { ...shared, entity, thing, kind, body: { set: odd.isMisshapen ? misshapen(set, a, b) : set } }
    }
    case 'edit': {
      const [register, fields] = Object.entries(registersOf(entity, a, b))[b % 3] ?? ['name', { name: 'n' }]
      const base = b % 5 === 0 ? [] : [...any(a), ...any(b)]
      const set = { [register]: fields }
      if (odd.isMisshapen) {
        // What it writes is not what it names, or it names nothing at all.
        const named = a % 2 === 0 ? {} : { since: base, no_such: base }
        return { ...shared, entity, thing, kind: 'put', body: { set: misshapen(set, a, b), base: named } }
      }
      return { ...shared, entity, thing, kind: 'put', body: { set, base: { [register]: base } } }
    }
  }
}

/** Registers without what belongs into them, or with what does not. */
function misshapen(set: Record<string, Fields>, a: number, b: number): Record<string, Fields> {
  const values = [null, 7, '', ['x'], [], 'no such thing', 2 ** 60, 1.5] as const
  const registers = Object.entries(set).map(([register, fields], i) => {
    const [first = 'x', ...rest] = Object.keys(fields)
    if ((a + i) % 4 === 0) return [register, {}] as const
    if ((a + i) % 4 === 1) return [`no_such_${register}`, fields] as const
    const kept = Object.fromEntries(rest.map(name => [name, fields[name] ?? null]))
    return [register, { ...kept, [first]: values[(b + i) % values.length] ?? null }] as const
  })
  return Object.fromEntries(a % 7 === 0 ? [] : registers)
}

function registersOf(entity: string, a: number, b: number): Record<string, Fields> {
  const person = a % 11 === 0 ? 'visit-1' : `person-${1 + (a % 3)}`
  const org = b % 11 === 0 ? 'post-1' : `org-${1 + (b % 3)}`
  const since = { since: `201${a % 9}-0${1 + (b % 9)}-01` }
  const follows = { follows: { follows: [] } }
  switch (entity) {
    case 'person':
      return { name: { name: `n${a % 3}` }, phone: { phone: `${b % 3}` } }
    case 'org':
      return {
        names: { name: `n${a % 3}` },
        kind: { kind: 'branch' },
        tier: { tier: 'street' },
        branch_type: { branch_type: 'ordinary' },
      }
    case 'membership':
      return {
        place: b % 4 === 0 ? { person } : { person, org },
        since: { ...since, since_known: 1 },
        ...follows,
      }
    case 'placement':
      return { place: { org, parent: `org-${1 + (a % 3)}` }, since, ...follows }
    case 'post':
      return { place: { person, org }, title: { title: '书记' }, tenure: since }
    case 'standing':
      return { state: { person, status: 'normal', report: 'approved' }, since, ...follows }
    default:
      return { what: { topic: `${a}` } }
  }
}
