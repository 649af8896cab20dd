import type { Selectable } from 'kysely'
import type { OrgKind } from '#contract/vocabulary.ts'
import { codeAndNameIn } from '#db/records/types/cell-of-two.ts'
import { withSubtree } from '#db/registry/subtree.ts'
import { lastDay } from '#db/shared/day.ts'
import { nameKey } from '#db/shared/name-key.ts'
import type { Text } from '#db/shared/text.ts'
import type { OrgRow, PlacementRow, Reader, TermRow } from '#db/sqlite/tables.ts'
import { MeantOrgs } from './meant-orgs.ts'

/** An organization as an import sees it: of the registry, or made by an earlier row of the same file. */
export type KnownOrg = Pick<OrgRow, 'id' | 'name'> & {
  readonly code: string | null
  readonly short_name: string | null
  readonly kind: string
  readonly tier: string
  readonly founded: string | null
  /** Whether it lies in this registry's own part of the tree: nothing else may be written to. */
  readonly own: boolean
  /** The organization above it, where that is known. */
  readonly parent: string | null
  /** The day of its 撤销, where it was closed. */
  readonly closed: string | null
  /** Into which it was merged. */
  readonly heir?: string
}

export type Lookup =
  /** `meant`: it is written otherwise in the registry, and no other one can be meant. */
  | { readonly kind: 'found'; readonly org: KnownOrg; readonly meant?: true }
  /** `nearest` is the name of the only organization that is called so but for its kind, as 民治街道 for 民治街道团工委. */
  | { readonly kind: 'unknown'; readonly nearest: string | null }
  | { readonly kind: 'ambiguous'; readonly codes: readonly string[]; readonly orgs: readonly KnownOrg[] }

/** Where a name may stand for several organizations: which kind is wanted, and below which one they are looked for. */
export type Wish = { readonly kind?: OrgKind | undefined; readonly within?: string | undefined }

/** Finds an organization by what a row calls it. */
export type FindOrg = (text: string) => Lookup

/** Finds organizations by code, else full name, else short name; and those that a name means (meant-orgs.ts). */
export class OrgIndex {
  readonly #byCode = new Map<string, KnownOrg>()
  readonly #byName = new Map<string, KnownOrg[]>()
  readonly #byShort = new Map<string, KnownOrg[]>()
  readonly #all: KnownOrg[] = []
  #meant: MeantOrgs<KnownOrg> | undefined
  #byId: Map<string, KnownOrg> | undefined
  readonly #formerCodes = new Map<string, string>()
  readonly #formerNames = new Map<string, Set<string>>()

  /** What an organization was called until a decision gave it another name or code. */
  addFormer({
    id,
    code,
    names,
  }: {
    readonly id: string
    readonly code: string | null
    readonly names: readonly string[]
  }): void {
    if (code !== null && code !== '') this.#formerCodes.set(codeKey(code), id)
    for (const name of names) {
      const ids = this.#formerNames.get(nameKey(name)) ?? new Set()
      this.#formerNames.set(nameKey(name), ids.add(id))
    }
  }

  /** The organization that had this code once and has another one now. */
  byFormerCode(code: string): KnownOrg | undefined {
    return this.byCode(code) === undefined
      ? this.#withId(this.#formerCodes.get(codeKey(code)) ?? '')
      : undefined
  }

  #formerly(text: string): KnownOrg | undefined {
    const [id, ...others] = this.#formerNames.get(nameKey(text)) ?? []
    return this.byFormerCode(text) ?? (others.length === 0 ? this.#withId(id ?? '') : undefined)
  }

  add(org: KnownOrg): void {
    this.#all.push(org)
    this.#meant = undefined
    this.#byId = undefined
    if (org.code !== null) this.#byCode.set(codeKey(org.code), org)
    push(this.#byName, nameKey(org.name), org)
    if (org.short_name !== null) push(this.#byShort, nameKey(org.short_name), org)
  }

  /** The full name of an organization; nothing for one that is not known. */
  nameOf(id: string): string {
    return this.#withId(id)?.name ?? ''
  }

  /** The full name of this registry's own organization where it has nothing below it. */
  soleOwn(): string | undefined {
    const own = this.#all.filter(one => one.own && one.closed === null)
    return own.length === 1 ? own[0]?.name : undefined
  }

  /** An organization and those above it, upwards. */
  aboveOf(id: string): readonly string[] {
    const passed = new Set<string>()
    for (
      let at = this.#withId(id);
      at !== undefined && !passed.has(at.id);
      at = this.#withId(at.parent ?? '')
    )
      passed.add(at.id)
    return [...passed]
  }

  /** Whether an organization is this one, or hangs below it. */
  isUnder(id: string, above: string): boolean {
    return this.aboveOf(id).includes(above)
  }

  /** Those of this office that are not closed. */
  inForce(): readonly KnownOrg[] {
    return this.#all.filter(({ own, closed }) => own && closed === null)
  }

  /** Whether anything but branches hangs below it. */
  hasUnitsBelow(id: string): boolean {
    return this.#all.some(({ parent, kind, closed }) => parent === id && kind !== 'branch' && closed === null)
  }

  /** Whether nothing hangs yet below an office that is no branch: its tree is still to be imported. */
  isBare(office: string): boolean {
    return this.soleOwn() !== undefined && this.#withId(office)?.kind !== 'branch'
  }

  #withId(id: string): KnownOrg | undefined {
    this.#byId ??= new Map(this.#all.map(org => [org.id, org]))
    return this.#byId.get(id)
  }

  byCode(code: string): KnownOrg | undefined {
    return this.#byCode.get(codeKey(code))
  }

  /** A look-up that remembers its answers. Organizations added later are not in them. */
  finder(wish: Wish = {}): FindOrg {
    const answers = new Map<string, Lookup>()
    return text => {
      const known = answers.get(text)
      if (known !== undefined) return known
      const found = this.find(text, wish)
      answers.set(text, found)
      return found
    }
  }

  find(text: string, wish: Wish = {}): Lookup {
    const exact = this.findExact(text)
    if (exact.kind === 'found') return exact
    const former = exact.kind === 'unknown' ? this.#formerly(text) : undefined
    if (former !== undefined) return { kind: 'found', org: former, meant: true }
    this.#meant ??= new MeantOrgs(this.#all)
    const meantOrgs = this.#meant
    const meant = meantOrgs.meantBy(text)
    const own = meant.filter(org => org.own)
    const all = exact.kind === 'ambiguous' ? [...exact.orgs, ...own] : own.length > 0 ? own : meant
    const of = wished([...new Set(all)], wish, meantOrgs)
    const [first, ...others] = of
    if (first === undefined)
      return exact.kind === 'unknown' ? (this.#byCodeAndName(text, wish) ?? exact) : exact
    if (others.length === 0) return { kind: 'found', org: first, meant: true }
    return ambiguous(of)
  }

  /** GQ-0123 幸福社区团支部: by either, which is told where only one of them is known; both can be meant where they differ. */
  #byCodeAndName(text: string, wish: Wish): Lookup | undefined {
    const [code, name] = codeAndNameIn(text, '') ?? []
    if (typeof code !== 'string' || typeof name !== 'string') return undefined
    const [coded, named] = [this.byCode(code), this.find(name, wish)]
    if (coded === undefined) return named.kind === 'found' ? { ...named, meant: true } : undefined
    if (named.kind !== 'found') return { kind: 'found', org: coded, meant: true }
    return named.org === coded ? { kind: 'found', org: coded } : ambiguous([coded, named.org])
  }

  /** By code, full name, short name or id alone. */
  findExact(text: string): Lookup {
    const named = this.#byNames(text)
    const byId = named.kind === 'unknown' ? this.#withId(text) : undefined
    return byId === undefined ? named : { kind: 'found', org: byId }
  }

  #byNames(text: string): Lookup {
    const byCode = this.byCode(text)
    if (byCode) return { kind: 'found', org: byCode }
    const key = nameKey(text)
    for (const orgs of [this.#byName.get(key), this.#byShort.get(key)]) {
      const [first, ...others] = orgs ?? []
      if (first === undefined) continue
      if (others.length === 0) return { kind: 'found', org: first }
      return ambiguous([first, ...others])
    }
    return { kind: 'unknown', nearest: this.#nearest(key) }
  }

  #nearest(key: string): string | null {
    const stem = key.replace(kindEnding, '')
    const alike = [key, stem].flatMap(start =>
      kindEndings.flatMap(ending => {
        const name = start + ending
        return [...(this.#byShort.get(name) ?? []), ...(this.#byName.get(name) ?? [])]
      }),
    )
    const [first, ...others] = new Set(alike.filter(org => org.own))
    return stem.length < 2 || first === undefined || others.length > 0
      ? null
      : (first.short_name ?? first.name)
  }
}

/** What lines above a table are held against. */
export function placesKnown(index: OrgIndex): {
  readonly knowsPlace: (text: string) => boolean
  readonly isBranchOf: (text: string, above: string) => boolean
} {
  return {
    knowsPlace: text => index.find(text).kind === 'found',
    isBranchOf: (text, above) => {
      const [branch, over] = [index.find(text), index.find(above)]
      if (branch.kind !== 'found' || over.kind !== 'found' || branch.org.kind !== 'branch') return false
      return branch.org !== over.org && index.isUnder(branch.org.id, over.org.id)
    },
  }
}

const kindEndings = [
  '',
  '团工委',
  '团委',
  '团总支',
  '团支部',
  '支部',
  '工作委员会',
  '委员会',
  '支部委员会',
  '总支部委员会',
]
const kindEnding = /(团?工委|团委|团?总支|团?支部|(团?(工作|总支部?|支部))?委员会)$/

function ambiguous(orgs: readonly KnownOrg[]): Lookup {
  return { kind: 'ambiguous', orgs, codes: orgs.map(org => org.code ?? org.name) }
}

/** Of several the ones of the kind wanted, and of these the ones below the office that fills in the roster. */
function wished(
  orgs: readonly KnownOrg[],
  { kind, within }: Wish,
  meant: MeantOrgs<KnownOrg>,
): readonly KnownOrg[] {
  if (orgs.length < 2) return orgs
  const ofKind = kind === undefined ? orgs : orgs.filter(org => org.kind === kind)
  const left = ofKind.length > 0 ? ofKind : orgs
  const below = within === undefined ? left : left.filter(org => meant.isBelow(org, within))
  return below.length > 0 ? below : left
}

function codeKey(code: string): string {
  return nameKey(code)
}

function push(map: Map<string, KnownOrg[]>, key: string, org: KnownOrg): void {
  const list = map.get(key)
  if (list) list.push(org)
  else map.set(key, [org])
}

/** All organizations of the registry, with which of them lie below its own one. */
export async function readOrgIndex(reader: Reader, office: string): Promise<OrgIndex> {
  const rows = await withSubtree(reader, { root: office, asOf: lastDay })
    .selectFrom('org')
    .leftJoin('subtree', 'subtree.org', 'org.id')
    .select([
      'org.id',
      'code',
      'name',
      'short_name',
      'kind',
      'tier',
      'founded',
      'closed',
      'subtree.org as below',
    ])
    .execute()
  const places = await reader.selectFrom('placement').select(['org', 'parent']).orderBy('rank').execute()
  const parents = new Map(places.map(({ org, parent }) => [org, parent]))
  const decisions = await reader
    .selectFrom('decision')
    .where(eb => eb.or([eb('act', '=', 'merge'), eb(eb.fn.coalesce('was_name', 'was_code'), 'is not', null)]))
    .orderBy('effective')
    .select(['org', 'act', 'other', 'was_code', 'was_name', 'was_short_name'])
    .execute()
  const heirs = new Map(
    decisions.flatMap(({ org, act, other }) => (act === 'merge' && other !== null ? [[org, other]] : [])),
  )
  const index = new OrgIndex()
  for (const { below, ...org } of rows) {
    const heir = org.closed === null ? undefined : heirs.get(org.id)
    const parent = parents.get(org.id) ?? null
    index.add({ ...org, own: below !== null, parent, ...(heir !== undefined && { heir }) })
  }
  for (const { org: id, was_code: code, was_name: name, was_short_name: short } of decisions)
    index.addFormer({ id, code, names: [name, short].filter(text => text !== null) })
  return index
}

export type OrgState = {
  readonly org: Selectable<OrgRow>
  readonly placement: Pick<PlacementRow, 'id' | 'parent' | 'since'> | undefined
  /** All last placements, which a new one follows. */
  readonly lastPlacements: readonly string[]
  readonly terms: readonly Pick<TermRow, 'id' | 'elected' | 'elected_precision' | 'years'>[]
}

/** Everything an organization roster is compared with, in three queries. */
export async function readOrgStates(reader: Reader): Promise<ReadonlyMap<string, OrgState>> {
  const orgs = await reader.selectFrom('org').selectAll().execute()
  const placements = Map.groupBy(
    await reader
      .selectFrom('placement')
      .select(['id', 'org', 'parent', 'since', 'follows', 'rank'])
      .orderBy('rank')
      .execute(),
    row => row.org,
  )
  const terms = Map.groupBy(
    await reader.selectFrom('term').select(['id', 'org', 'elected', 'elected_precision', 'years']).execute(),
    row => row.org,
  )
  return new Map(
    orgs.map(org => {
      const own = placements.get(org.id) ?? []
      return [
        org.id,
        { org, placement: own.at(-1), lastPlacements: lastOf(own), terms: terms.get(org.id) ?? [] },
      ]
    }),
  )
}

/** The rows of a series that no other one follows. */
export function lastOf(rows: readonly { readonly id: string; readonly follows: string }[]): string[] {
  const followed = new Set(rows.flatMap(row => listOf(row.follows)))
  return rows.map(row => row.id).filter(id => !followed.has(id))
}

function listOf(json: string): string[] {
  const list: unknown = JSON.parse(json)
  return Array.isArray(list) ? list.map(String) : []
}

export type OrgTrouble = {
  readonly code: string
  readonly says: Text & { readonly repair?: string | null }
}

/** A district has dozens of first branches. */
const mostNamed = 5

function firstFew(codes: readonly string[], between: string, more: string): string {
  return codes.slice(0, mostNamed).join(between) + (codes.length > mostNamed ? more : '')
}

/** Why a row cannot name this organization, which it writes as `text`, or undefined when it can. */
export function troubleWith(lookup: Lookup, text = ''): OrgTrouble | undefined {
  switch (lookup.kind) {
    case 'unknown':
      if (/[^、，,;；\n]{2,}[、，,;；\n]\s*[^、，,;；\n]{2,}(?:支部|总支|团委|委员会)/.test(text))
        return {
          code: 'org-unknown',
          says: {
            zh: '台账里没有叫这个名称的组织，像是一格里写了几个。几个组织一起的，请一个组织写一行，再导入。',
            en: 'There is no organization of this name in the registry; the cell seems to name several. Write a row for each of them and import again.',
          },
        }
      return {
        code: 'org-unknown',
        says: {
          zh: '台账里没有这个组织。请核对名称，或先导入组织名册。',
          en: 'There is no such organization in the registry. Check the name, or import the organization roster first.',
          repair: lookup.nearest,
        },
      }
    case 'ambiguous':
      return {
        code: 'org-ambiguous',
        says: {
          zh: `有 ${lookup.codes.length} 个组织叫这个名称（${firstFew(lookup.codes, '、', ' 等')}）。请改填组织ID或全称。`,
          en: `${lookup.codes.length} organizations have this name (${firstFew(lookup.codes, ', ', ' and others')}). Write its code or full name.`,
        },
      }
    case 'found':
      return lookup.org.own
        ? undefined
        : {
            code: 'org-not-yours',
            says: {
              zh: '这个组织不在本单位之下，不能由本单位填报。请由它的上级填报。',
              en: 'This organization does not lie below yours, so you cannot write to it. Ask the office above it.',
            },
          }
  }
}
