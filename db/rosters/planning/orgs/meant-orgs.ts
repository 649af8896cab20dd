import type { OrgKind } from '#contract/vocabulary.ts'
import { nameKey } from '#db/shared/name-key.ts'

/** What is needed of an organization to see whether it is meant. */
export type NamedOrg = {
  readonly id: string
  readonly name: string
  readonly short_name: string | null
  readonly kind: string
  /** The organization above it, where there is one. */
  readonly parent: string | null
}

/** A name without what offices write or leave out as they like, and the kinds that its ending allows. */
type Core = { readonly core: string; readonly kinds: readonly OrgKind[] | undefined }

/** 集团支部 is the 支部 of a 集团: its 团 belongs to the word before it. */
const league = '(?:(?<![集社财剧乐兵歌舞])团)?'
const endings: readonly (readonly [RegExp, readonly OrgKind[]])[] = [
  [new RegExp(`${league}(?:工作委员会|工委)$`), ['work-committee', 'committee']],
  [new RegExp(`${league}(?:总支部委员会|总支委员会|总支部|总支)$`), ['general-branch']],
  [new RegExp(`${league}(?:支部委员会|支部|支委会)$`), ['branch']],
  [/(?<![集社财剧乐兵歌舞])团支$/, ['branch']],
  [/团委员会$|团委$|(?<=[省市县区])委$/, ['committee', 'work-committee', 'leading']],
  [/委员会$/, ['committee', 'work-committee', 'leading']],
]
const leagues = /^(?:中国)?共青团/
const districtCommittee = /^团(.+[省市县区])委$/
const numerals = '一二三四五六七八九'
const romans = 'ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ'

/** 十一 and 11 as 11; what counts nothing, as 一二, stays as it is. */
function inDigits(written: string): string {
  if (/^\d+$/.test(written)) return String(Number(written))
  const [, tens, ten, ones] = /^([一二三四五六七八九])?(十)?([一二三四五六七八九])?$/.exec(written) ?? []
  if (ten === undefined && written.length !== 1) return written
  const before = ten === undefined ? 0 : tens === undefined ? 1 : numerals.indexOf(tens) + 1
  const last = ten === undefined ? (ones ?? tens) : ones
  return String(before * 10 + (last === undefined ? 0 : numerals.indexOf(last) + 1))
}

function coreOf(name: string): Core {
  // How many there are, behind a name, is no part of it.
  const own = name.replace(/[(（](?:共|计)?\d+[人名个][)）]\s*$/, '')
  const key = nameKey(own.replace(/[Ⅰ-Ⅹ]/g, sign => String(romans.indexOf(sign) + 1)))
    .replace(/[()·\-_、,.。:/#>→|\\]/g, '')
    .replace(/(?:no|№)(?=\d)/, '')
    // 团支部1 and 支部一 are 第1团支部.
    .replace(/(团?支部)(?:第|no)?([一二三四五六七八九十]{1,3}|\d{1,2})$/, '第$2$1')
    .replace(/第第/, '第')
    .replace(/第([一二三四五六七八九十]{1,3}|0\d)/g, (_, number: string) => `第${inDigits(number)}`)
    // 东坪一支部 is 东坪第一团支部.
    .replace(
      /(?<![第0-9一二三四五六七八九十])([一二三四五六七八九十]{1,3}|\d{1,2})(?=团?支部(?:委员会)?$)/,
      (_, number: string) => `第${inDigits(number)}`,
    )
  const committee = districtCommittee.exec(key)?.[1]
  if (committee !== undefined) return { core: committee, kinds: ['committee', 'work-committee', 'leading'] }
  const bare = key.replace(leagues, '')
  for (const [ending, kinds] of endings)
    if (ending.test(bare)) return { core: bare.replace(ending, '').replace(/共青团$/, ''), kinds }
  return { core: bare, kinds: undefined }
}

/** What a name says without the words that offices write or leave out: two alike name one organization of a kind. */
export function nameCore(name: string): string {
  return coreOf(name).core
}

/** Province and city at the beginning of a name, which no registry of a district holds as organizations. */
function placeIn(core: string): string {
  return /^(?:[^省市县区]{2,7}(?:省|自治区))?(?:[^省市县区]{2,7}市)?/.exec(core)?.[0] ?? ''
}

/** The names of an office at the top without those of the places in which it lies: 深圳市龙华区民治街道民康社区 is 民康社区. */
function withinItsPlaces(core: string): readonly string[] {
  const names: string[] = []
  let rest = core.slice(placeIn(core).length)
  for (const place of [/^[^区县]{1,6}[区县]/, /^[^街镇乡]{1,6}(?:街道|镇|乡)/]) {
    rest = rest.replace(place, '')
    names.push(rest)
  }
  return names
}

/** The shortest rest of a name that still names something. */
const shortest = 2

/**
 * Finds the organization that is meant by a name that the registry writes otherwise: with or without 共青团, the names
 * of those above it, 委员会, 支部 or 团支部, brackets and numerals. Nothing is guessed: every part of the written name
 * has to be the organization's own or that of one above it.
 */
export class MeantOrgs<O extends NamedOrg> {
  readonly #byId = new Map<string, O>()
  readonly #byOwnName = new Map<string, O[]>()
  readonly #pieces = new Map<string, readonly string[]>()

  constructor(orgs: Iterable<O>) {
    for (const org of orgs) this.#byId.set(org.id, org)
    for (const org of this.#byId.values())
      for (const name of this.#ownNames(org)) {
        const list = this.#byOwnName.get(name)
        if (list === undefined) this.#byOwnName.set(name, [org])
        else if (!list.includes(org)) list.push(org)
      }
  }

  /** All organizations that can be meant. */
  meantBy(text: string): readonly O[] {
    const { core, kinds } = coreOf(text)
    const found = new Set<O>()
    for (let at = 0; at + shortest <= core.length; at++) {
      for (const org of this.#byOwnName.get(core.slice(at)) ?? []) {
        if (kinds !== undefined && !kinds.some(kind => kind === org.kind)) continue
        if (this.#isOfThoseAbove(core.slice(0, at), org)) found.add(org)
      }
    }
    return [...found]
  }

  isBelow(org: O, root: string): boolean {
    return org.id === root || this.#above(org).some(({ id }) => id === root)
  }

  #above(org: O): readonly O[] {
    const chain: O[] = []
    for (let parent = org.parent; parent !== null; ) {
      const above = this.#byId.get(parent)
      if (above === undefined || above === org || chain.includes(above)) break
      chain.push(above)
      parent = above.parent
    }
    return chain
  }

  /** Its names whole, and what is left of them without the names of those above. */
  #ownNames(org: O): readonly string[] {
    const above = this.#above(org).flatMap(each => this.#piecesOf(each))
    const whole = [org.name, org.short_name ?? ''].map(name => coreOf(name).core)
    const cores =
      org.parent === null
        ? whole.flatMap(core => [core, core.slice(placeIn(core).length), ...withinItsPlaces(core)])
        : whole
    return [...new Set(cores.flatMap(core => [core, withoutPieces(core, above)]))].filter(
      name => name.length >= shortest,
    )
  }

  /** By what an organization is named within the names of those below it. */
  #piecesOf(org: O): readonly string[] {
    const known = this.#pieces.get(org.id)
    if (known !== undefined) return known
    const cores = [org.name, org.short_name ?? ''].map(name => coreOf(name).core)
    const places = cores.flatMap(core => core.match(/[^省市县区]{1,8}[省市县区]/g) ?? [])
    const above = this.#above(org).flatMap(each => this.#piecesOf(each))
    const rests = cores.map(core => withoutPieces(core, above))
    const atTop = org.parent === null ? cores.flatMap(withinItsPlaces) : []
    const whole = [...cores, ...places, ...rests, ...atTop]
    const bare = whole.map(name => name.replace(/(?:街道|社区|[省市县区镇])$/, ''))
    const pieces = [...new Set([...whole, ...bare])].filter(name => name.length >= shortest)
    this.#pieces.set(org.id, pieces)
    return pieces
  }

  #isOfThoseAbove(prefix: string, org: O): boolean {
    if (prefix === '') return true
    const above = this.#above(org)
    const written = placeIn(prefix)
    const known = placeIn(coreOf((above.at(-1) ?? org).name).core)
    // A city that the office at the top does not have in its name is its own, which nobody wrote there.
    const rest = known === '' || written === known ? prefix.slice(written.length) : prefix
    if (rest === '') return true
    const pieces = above.flatMap(each => this.#piecesOf(each))
    return isMadeOf(rest, pieces)
  }
}

/** A name without the names at its beginning that are those of others; at least its own rest stays. */
function withoutPieces(name: string, pieces: readonly string[]): string {
  const longestFirst = pieces.toSorted((a, b) => b.length - a.length)
  let rest = name
  for (let again = true; again; ) {
    const piece = longestFirst.find(each => rest.startsWith(each) && rest.length - each.length >= shortest)
    again = piece !== undefined
    if (piece !== undefined) rest = rest.slice(piece.length)
  }
  return rest
}

/** Whether a text is nothing but these pieces, one after the other; ties such as 团委 between them do not count. */
function isMadeOf(text: string, pieces: readonly string[]): boolean {
  const ends = new Set([0])
  for (let at = 0; at < text.length; at++) {
    if (!ends.has(at)) continue
    for (const piece of pieces) if (text.startsWith(piece, at)) ends.add(at + piece.length)
    const tie = /^(?:共青团|团?工作委员会|团?总支部?|团?工委|团委|委员会|办事处|办|党工委)/.exec(
      text.slice(at),
    )?.[0]
    if (tie !== undefined) ends.add(at + tie.length)
  }
  return ends.has(text.length)
}
