import { type Change, isCreation, type Range, type Return } from '#db/journal/change.ts'
import { type Entities, type Entity, saidIn } from '#db/journal/entity.ts'
import type { TableStore } from '#db/journal/store/table-store.ts'
import type { StoredAct, Waiting } from '#db/journal/store/waiting-changes.ts'
import { subjectsNamed } from '#db/packets/status/given-back.ts'
import { valuesIn } from '#db/records/columns.ts'
import { ruleOf } from '#db/records/courses/course.ts'
import { courseOf } from '#db/records/courses/courses.ts'
import { kindOf, officeKinds } from '#db/records/kinds.ts'
import type { AnyKind } from '#db/records/record.ts'
import { maskedApart } from '#db/records/types/field.ts'
import { plural } from '#db/shared/plural.ts'
import { inParts } from '#db/shared/slices.ts'
import type { Text } from '#db/shared/text.ts'
import { unsteered } from '#db/shared/tidy-text.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import type { Certificates } from '../../trust/certificates.ts'
import { nameInSentence } from '../../trust/standing.ts'
import { decisionTold } from './decisions.ts'
import { Governing } from './governing.ts'
import { type Counted, countHere, countsOf, totals } from './totals.ts'

/** The kinds whose changes are told: those that an office keeps. */
const told = new Set(officeKinds.map(({ name }) => name))

/** What of a packet is told whatever else it holds: who may speak for whom, and what became of matters. */
const toldByThemselves = new Set(['certificate', 'revocation', 'transfer', 'step', 'merge'])

/** How many single changes are told one by one; the rest is told by number. */
const mostSentences = 40

/** How many new people and organizations are told by name. */
const mostNames = 5

/** How many changes that are told one by one are read at a time. */
const mostRead = 50

/** Of those whose work is given back so many are named. */
const mostReturned = 3

/** Tells what a packet does, as it is taken in: counts for the result, and sentences for people. */
export class WhatChanged {
  added = 0
  changed = 0
  removed = 0
  readonly #counts = new Map<string, Omit<Counted, 'entity'>>()
  readonly #sentences: (Edited | Placed)[] = []
  readonly #edited = new Set<string>()
  readonly #governing
  /** Returns, transfers and steps, told when all that the packet names is stored. */
  readonly #returns: Return[] = []
  readonly #ofMatters: Change[] = []
  /** What of these is told by its number alone. */
  readonly #rest = { returns: 0, matters: 0, merges: 0, removals: 0 }
  /** The organizations that are removed, by what they were called before: who did it. */
  readonly #removals = new Map<string, { readonly change: Change; readonly name: string }>()
  /** The first decisions about organizations that the packet brings. */
  readonly #decisions: string[] = []
  /** What is merged, by what both were called before. */
  readonly #merges: { readonly change: Change; readonly kept: Called; readonly lost: Called }[] = []
  /** Of matters and returns, which are of no single field. */
  readonly #matters: Text[] = []
  /** Whom the transfers of this packet are about. */
  readonly #people = new Map<string, string>()
  readonly #names = new Map<string, string[]>()
  readonly #db: Connection
  readonly #tables: TableStore
  readonly #entities: Entities

  constructor(db: Connection, tables: TableStore, entities: Entities, certificates: Certificates) {
    this.#db = db
    this.#governing = new Governing(db, certificates)
    this.#tables = tables
    this.#entities = entities
  }

  /**
   * To be told once the changes are stored, while the tables still hold what they change. Of most it is enough to know
   * that they are there; `read` gets those that are told one by one.
   */
  noteAll(acts: readonly StoredAct[], read: (numbers: readonly number[]) => readonly Change[]): void {
    // Some at a time: each may list thousands of versions or ranges.
    for (const some of inParts(
      acts.filter(act => this.#isTold(act)),
      mostRead,
    )) {
      const numbers = some.filter(act => !this.#isCountedAlone(act)).map(({ no }) => no)
      for (const change of read(numbers)) this.#note(change)
    }
  }

  /** Where enough merges are told, the next is one more. */
  #isCountedAlone({ kind, entity }: StoredAct): boolean {
    if (entity !== 'merge' || kind !== 'put' || this.#merges.length < mostSentences) return false
    this.#rest.merges++
    return true
  }

  #isTold({ kind, entity, isMade }: StoredAct): boolean {
    if (kind === 'return' || kind === 'admit' || toldByThemselves.has(entity)) return true
    if (kind === 'remove' && entity === 'org') return true
    if (kind === 'remove' || !told.has(entity)) return false
    if (isMade && entity === 'decision') return this.#decisions.length < mostSentences
    if (!isMade || entity === 'membership') return this.#sentences.length < mostSentences
    return (entity === 'person' || entity === 'org') && (this.#names.get(entity)?.length ?? 0) < mostNames
  }

  /**
   * What is told once all is stored, in the same transaction: how many records it is about, each once however often it
   * was changed, and what each that is told one by one is now.
   */
  settle(incoming: Pick<Waiting, 'table' | 'where'>, first: number, held: readonly Range[]): void {
    for (const { entity, ...count } of countsOf(this.#db, incoming, first, held)) {
      if (!told.has(entity)) continue
      this.#counts.set(entity, count)
      this.added += count.added
      this.changed += count.changed
      this.removed += count.removed
    }
    // By the names that the packet itself brought.
    this.#governing.settle()
    for (const change of this.#returns.splice(0)) this.#noteReturn(change)
    for (const change of this.#ofMatters.splice(0)) this.#noteMatter(change)
    for (const one of this.#merges.splice(0)) this.#tellMerge(one)
    for (const decision of this.#decisions.splice(0))
      this.#matters.push(...[decisionTold(this.#db, decision)].filter(told => told !== undefined))
    for (const one of this.#removals.values()) this.#tellRemoval(one)
    this.#tellRest()
    for (const [at, one] of this.#sentences.entries()) {
      this.#sentences[at] = { ...one, sentences: 'before' in one ? this.#became(one) : this.#placed(one) }
    }
  }

  /** What an organization was called that the packet removes. */
  calledBefore(org: string): string | undefined {
    return this.#removals.get(org)?.name
  }

  /** Whether the packet holds anything of these kinds; to be asked once it is settled. */
  isAbout(...kinds: readonly string[]): boolean {
    return kinds.some(kind => this.#counts.has(kind))
  }

  #note(change: Change): void {
    if (change.kind === 'return' && change.body.reason.code !== 'taken-back') {
      if (this.#returns.length < mostSentences) this.#returns.push(change)
      else this.#rest.returns++
    }
    this.#governing.note(change)
    const isOfMatter = change.entity === 'transfer' || change.entity === 'step'
    if (isOfMatter) {
      if (this.#ofMatters.length < mostSentences) this.#ofMatters.push(change)
      else this.#rest.matters++
    }
    if (change.entity === 'merge' && change.kind === 'put') this.#noteMerge(change)
    if (change.entity === 'org' && change.kind === 'remove') this.#noteRemoval(change)
    if (change.kind === 'return' || change.kind === 'admit' || !told.has(change.entity)) return
    if (change.kind === 'remove') return
    if (isCreation(change)) this.#noteNew(change)
    else if (this.#sentences.length < mostSentences) this.#noteEdit(change)
  }

  /** Who is new is told by name; who is known already and gets another place, by where that is. */
  #noteNew(change: Change): void {
    if (change.kind !== 'put') return
    if (change.entity === 'decision') this.#decisions.push(change.thing)
    const entity = this.#entities.get(change.entity)
    if (entity === undefined) return
    const { name, person, org, reason, since } = saidIn(entity, change.body.set)
    if (change.entity === 'person' || change.entity === 'org') {
      const names = this.#names.get(change.entity) ?? []
      this.#names.set(change.entity, names)
      if (names.length < mostNames && typeof name === 'string') names.push(unsteered(name))
    }
    if (change.entity !== 'membership' || this.#sentences.length >= mostSentences) return
    const who = this.#named('person', person)
    if (who === undefined) return
    const { thing } = change
    this.#sentences.push({ entity, thing, who, org, reason, since: unsteered(String(since)), sentences: [] })
  }

  /** Nothing where that was given back. */
  #placed({ entity, thing, who, org, reason, since }: Placed): readonly Text[] {
    if (this.#tables.read(entity, thing) === undefined) return []
    if (org === null || org === undefined) {
      const why = kindOf('membership')?.fields['reason']
      const said = (lang: keyof Text) =>
        typeof reason === 'string' && why !== undefined ? why.show(reason, lang) : undefined
      return [
        {
          zh: `${who}：${said('zh') ?? '转出或离团'}，自 ${since}`,
          en: `${who}: leaves${said('en') === undefined ? '' : ` (${said('en')})`} from ${since} on`,
        },
      ]
    }
    const place = this.#named('org', org)
    return [
      {
        zh: `${who}：转到${place ?? '别的单位'}，自 ${since}`,
        en: `${who}: moves to ${place ?? 'another office'} from ${since} on`,
      },
    ]
  }

  /** That somebody is to be transferred, and what became of that, is told by his name; not what was given back, or is none. */
  #noteMatter(change: Change): void {
    if (change.kind !== 'put' || !isCreation(change) || !this.#isThere(change)) return
    const fields = change.body.set['all'] ?? {}
    if (change.entity === 'transfer') {
      this.#people.set(change.thing, String(fields['person']))
      const who = this.#nameOfPerson(String(fields['person']))
      const from = nameInSentence(this.#db, String(fields['home']))
      const place = typeof fields['place'] === 'string' ? unsteered(fields['place']) : undefined
      const to =
        place === undefined ? nameInSentence(this.#db, String(fields['target'])) : { zh: place, en: place }
      const isForAbove = place !== undefined && fields['way'] === 'inside' && !this.#isPassedOn(change.thing)
      const deadline = unsteered(String(fields['deadline']))
      this.#matters.push({
        zh: `${who}：申请由${from.zh}转往${to.zh}，${deadline} 前办结${isForAbove ? '，要由上级转交' : ''}`,
        en: `${who}: to be transferred from ${from.en} to ${to.en}, to be answered by ${deadline}${isForAbove ? '; an office above has to pass it on' : ''}`,
      })
    }
    if (change.entity !== 'step') return
    const course = courseOf(String(fields['of']))
    const rule = course === undefined ? undefined : ruleOf(course, String(fields['action']))
    const said = rule?.words
    const kind = kindOf(String(fields['of']))?.words
    if (said === undefined || kind === undefined) return
    const of = this.#people.get(String(fields['subject'])) ?? this.#personOf(String(fields['subject']))
    const org = nameInSentence(this.#db, String(fields['org']))
    const who = of === undefined ? undefined : this.#nameOfPerson(of)
    const about = who === undefined ? org : { zh: who, en: who }
    const note = typeof fields['note'] === 'string' ? unsteered(fields['note']) : undefined
    const isPassedOn = rule?.by === 'above' && typeof fields['other'] === 'string'
    const to = isPassedOn ? nameInSentence(this.#db, String(fields['other'])) : undefined
    this.#matters.push({
      zh: `${about.zh}：${kind.zh}${said.zh}${to === undefined ? '' : `“${to.zh}”`}${note === undefined ? '' : `，${note}`}`,
      en: `${about.en}: ${kind.en} ${said.en}${to === undefined ? '' : ` to ${to.en}`}${note === undefined ? '' : `, ${note}`}`,
    })
  }

  /** In the tables, or parked, as where the person has not come yet. */
  #isThere({ entity: name, thing }: Change): boolean {
    const entity = this.#entities.get(name)
    if (entity === undefined) return false
    return this.#tables.read(entity, thing) !== undefined || this.#tables.shadowOf(thing)?.state === 'parked'
  }

  #isPassedOn(matter: string): boolean {
    const find = prepareOnce<[string]>(this.#db, "SELECT 1 FROM step WHERE subject = ? AND action = 'relay'")
    return find.get(matter) !== undefined
  }

  #personOf(matter: string): string | undefined {
    return this.#db
      .prepare<[string], { person: string }>('SELECT person FROM transfer WHERE id = ?')
      .get(matter)?.person
  }

  /** A person of another office is known here by a card alone. */
  #nameOfPerson(id: string): string {
    const card = prepareOnce<[string], string>(this.#db, 'SELECT name FROM card WHERE thing = ?').pluck()
    return this.#named('person', id) ?? card.get(id) ?? '—'
  }

  /** Work that was given back is told with its reason: those whom it leaves are no people who go. */
  #noteReturn({ origin, body: { names, reason } }: Return): void {
    const count = countHere(this.#db, names)
    const who = this.#named('org', origin.office)
    const found = subjectsNamed(this.#db, names, mostReturned + 1).map(({ name }) => name)
    const [about, isMore] = [found.slice(0, mostReturned), found.length > mostReturned]
    const of = {
      zh: about.length === 0 ? '' : `（${about.join('、')}${isMore ? '等' : ''}）`,
      en: about.length === 0 ? '' : ` (${about.join(', ')}${isMore ? ' and others' : ''})`,
    }
    const what =
      count === 0
        ? { zh: '本机没有的变更', en: 'changes that are not here' }
        : { zh: ` ${count} 处变更${of.zh}`, en: `${plural(count, 'change')}${of.en}` }
    this.#matters.push({
      zh: `${who ?? '别的单位'}退回${what.zh}，理由：${unsteered(reason.zh)}`,
      en: `${who ?? 'Another office'} returns ${what.en}, because: ${unsteered(reason.en)}`,
    })
  }

  #noteMerge(change: Change): void {
    const [kept, lost] = change.hangsOn.map(end => this.#named('person', end) ?? this.#named('org', end))
    if (this.#merges.length < mostSentences) this.#merges.push({ change, kept, lost })
    else this.#rest.merges++
  }

  #noteRemoval(change: Change): void {
    const name = this.#named('org', change.thing)
    if (name === undefined || this.#removals.has(change.thing)) return
    if (this.#removals.size < mostSentences) this.#removals.set(change.thing, { change, name })
    else this.#rest.removals++
  }

  /** Who takes an organization out, with all that hangs below it: told by name, if it came to that. */
  #tellRemoval({ change, name }: { readonly change: Change; readonly name: string }): void {
    if (this.#named('org', change.thing) !== undefined) return
    const own = this.calledBefore(change.origin.office)
    const by = own === undefined ? nameInSentence(this.#db, change.origin.office) : { zh: own, en: own }
    this.#matters.push({ zh: `${by.zh}删除组织“${name}”`, en: `${by.en} removes the organization "${name}"` })
  }

  /** Two that are one from now on: whom that leaves out is told by name, if it came to that. */
  #tellMerge({
    change,
    kept,
    lost,
  }: {
    readonly change: Change
    readonly kept: Called
    readonly lost: Called
  }): void {
    const counts = prepareOnce<[string]>(this.#db, 'SELECT 1 FROM merge WHERE id = ?')
    if (change.kind !== 'put' || counts.get(change.thing) === undefined) return
    const by = nameInSentence(this.#db, change.origin.office)
    const of = kindOf(String(Object.values(change.body.set)[0]?.['of_entity']))?.words
    if (kept === undefined || lost === undefined || kept === lost) {
      // Of two that came with this very packet the name is the one that is left.
      const [end] = change.hangsOn
      const name = kept ?? lost ?? this.#named('person', end) ?? this.#named('org', end)
      const named = name === undefined ? { zh: '', en: '' } : { zh: `“${name}”的`, en: ` of "${name}"` }
      this.#matters.push({
        zh: `${by.zh}把${named.zh}两条${of?.zh ?? ''}记录合并为一条`,
        en: `${by.en} merges two ${of === undefined ? '' : `${of.en} `}records${named.en} into one`,
      })
      return
    }
    this.#matters.push({
      zh: `${by.zh}把“${lost}”合并到“${kept}”`,
      en: `${by.en} merges "${lost}" into "${kept}"`,
    })
  }

  #tellRest(): void {
    const { returns, matters, merges, removals } = this.#rest
    this.#rest.returns = 0
    this.#rest.removals = 0
    this.#rest.matters = 0
    this.#rest.merges = 0
    if (removals > 0)
      this.#matters.push({
        zh: `另有 ${removals} 个组织的删除没有逐条列出`,
        en: `${plural(removals, 'more removal')} of organizations not listed one by one`,
      })
    if (merges > 0)
      this.#matters.push({
        zh: `另有 ${merges} 处合并没有逐条列出`,
        en: `${plural(merges, 'more merge')} not listed one by one`,
      })
    if (returns > 0)
      this.#matters.push({
        zh: `另有 ${returns} 次退回没有逐条列出`,
        en: `${plural(returns, 'more return')} not listed one by one`,
      })
    if (matters > 0)
      this.#matters.push({
        zh: `另有 ${matters} 项转接或者办理没有逐条列出`,
        en: `${plural(matters, 'more transfer')} or steps not listed one by one`,
      })
  }

  #named(name: 'person' | 'org', id: unknown): string | undefined {
    const entity = this.#entities.get(name)
    if (entity === undefined || typeof id !== 'string') return undefined
    const found = this.#tables.read(entity, id)?.['name']
    return typeof found === 'string' ? found : undefined
  }

  /** What it was before the first of its edits; what it is then is asked when all of them are stored. */
  #noteEdit(change: Change): void {
    const entity = this.#entities.get(change.entity)
    const kind = kindOf(change.entity)
    if (entity === undefined || kind === undefined || this.#edited.has(change.thing)) return
    const before = this.#tables.read(entity, change.thing)
    if (before === undefined) return
    this.#edited.add(change.thing)
    // An organization has many notices: which one is told by its title.
    const isNamed = kind.series || typeof before['name'] === 'string'
    const title = isNamed ? '' : kind.title(valuesIn<AnyKind>(kind, before))
    const who = `${this.#nameOf(change, before)} ${title}`.trim()
    this.#sentences.push({ entity, thing: change.thing, who, before, sentences: [] })
  }

  #became({ entity, thing, who, before }: Edited): readonly Text[] {
    const kind = kindOf(entity.name)
    const after = this.#tables.read(entity, thing)
    if (kind === undefined || after === undefined) return []
    const [was, now] = [valuesIn<AnyKind>(kind, before), valuesIn<AnyKind>(kind, after)]
    return Object.entries(kind.fields).flatMap(([name, field]) => {
      if (field.hidden || field.input.as === 'ref' || isSame(was[name], now[name])) return []
      const [before = '', after = ''] = maskedApart(field, [was[name], now[name]])
      const shown = (value: unknown, lang: keyof Text) =>
        value === null || value === undefined
          ? '—'
          : field.mask === undefined
            ? field.show(value, lang)
            : value === was[name]
              ? before
              : after
      return [
        {
          zh: `${who}：${field.words.zh} ${shown(was[name], 'zh')} → ${shown(now[name], 'zh')}`,
          en: `${who}: ${field.words.en} ${shown(was[name], 'en')} → ${shown(now[name], 'en')}`,
        },
      ]
    })
  }

  #nameOf(change: Change, before: Readonly<Record<string, unknown>>): string {
    if (typeof before['name'] === 'string') return before['name']
    for (const thing of change.hangsOn) {
      const name = this.#named('person', thing) ?? this.#named('org', thing)
      if (name !== undefined) return name
    }
    return unsteered(change.thing)
  }

  /** What was told of no single record: how many of each kind, who may speak for whom, what became of matters. */
  notes(): Text[] {
    return [...totals(this.#counts, this.#names), ...this.#governing.sentences, ...this.#matters]
  }

  sentences(): Text[] {
    const single = this.#sentences.flatMap(told => told.sentences)
    return [...this.notes(), ...single.slice(0, mostSentences)]
  }
}

/** What something is called, if anything here says so. */
type Called = string | undefined

/** A record that the packet edits: what it was, and in sentences what became of that. */
type Edited = {
  readonly entity: Entity
  readonly thing: string
  readonly who: string
  readonly before: Readonly<Record<string, unknown>>
  readonly sentences: readonly Text[]
}

/** Who gets another place, and which: its name may come with the same packet. */
type Placed = {
  readonly entity: Entity
  readonly thing: string
  readonly who: string
  readonly org: unknown
  readonly reason: unknown
  readonly since: string
  readonly sentences: readonly Text[]
}

/** Lists are read anew each time. */
function isSame(one: unknown, other: unknown): boolean {
  return (one ?? null) === (other ?? null) || JSON.stringify(one) === JSON.stringify(other)
}
