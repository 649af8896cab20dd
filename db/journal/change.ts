import { hash } from 'node:crypto'
import { canonical, type Json } from '#db/shared/canonical.ts'

/** lamport@writer. The higher wins; every change has its own, so a version names one change. */
export type Version = string

/** Numbers `from` to `to`, both included, of one writer's changes. */
export type Range = readonly [writer: string, from: number, to: number]

export type FieldValue = string | number | null | readonly string[]
export type Fields = Readonly<Record<string, FieldValue>>

export type Reason = { readonly code: string; readonly zh: string; readonly en: string }

/** `base`: per register all heads that the author saw. Absent in a creation. */
export type PutBody = {
  readonly set: Readonly<Record<string, Fields>>
  readonly base?: Readonly<Record<string, readonly Version[]>>
}
/** All heads, of whatever register, that the author saw when he removed the thing. */
export type RemoveBody = { readonly saw: readonly Version[] }
/** The changes that a return takes out of force, or that an admission lets in. */
export type NamingBody = { readonly names: readonly Range[]; readonly reason: Reason }

/** Who wrote a change set, for which office, when by the clock on his wall: for people to read, never to decide. */
export type Origin = {
  readonly writer: string
  readonly firstN: number
  readonly replica: string
  readonly office: string
  readonly at: string
  readonly actor: string
  /** What the author did, as data; sentences are made where it is shown. */
  readonly label: Json
}

type Envelope = {
  readonly origin: Origin
  readonly n: number
  readonly lamport: number
  readonly entity: string
  readonly thing: string
  /** The things that this thing hangs on: filters and authority read them, whatever the entity. */
  readonly hangsOn: readonly string[]
  /** The writer's schema number. */
  readonly schema: number
  /** Ed25519 by the author's replica, base64, where the office above must be able to rely on the author himself. */
  readonly signature: string | null
}

export type Put = Envelope & { readonly kind: 'put'; readonly body: PutBody }
export type Remove = Envelope & { readonly kind: 'remove'; readonly body: RemoveBody }
export type Return = Envelope & { readonly kind: 'return'; readonly body: NamingBody }
export type Admit = Envelope & { readonly kind: 'admit'; readonly body: NamingBody }

/** One change of the journal (journal.md, "A change"). Its id is (origin.writer, n). */
export type Change = Put | Remove | Return | Admit

/** What is asked of many changes at once: what they act on, without their bodies, and their local numbers. */
export type Act = Pick<Change, 'kind' | 'entity' | 'thing'> & { readonly no: number }

export function idOf(change: Change): string {
  return `${change.origin.writer}:${change.n}`
}

export function versionOf(change: Change): Version {
  return versionAt(change.lamport, change.origin.writer)
}

export function versionAt(lamport: number, writer: string): Version {
  return `${lamport}@${writer}`
}

/** Text that sorts as versions do: the lamport at fixed width, then the writer. */
export function rankOf(change: Change): string {
  return `${change.lamport.toString(16).padStart(14, '0')}@${change.origin.writer}`
}

/** Order of versions, lowest first. */
export function byVersion(a: Change, b: Change): number {
  if (a.lamport !== b.lamport) return a.lamport - b.lamport
  return a.origin.writer < b.origin.writer ? -1 : a.origin.writer > b.origin.writer ? 1 : a.n - b.n
}

/** The same in order of version, as they mostly are already. */
export function inOrder<T extends Change>(changes: readonly T[]): readonly T[] {
  let last: T | undefined
  for (const change of changes) {
    if (last !== undefined && byVersion(last, change) > 0) return [...changes].sort(byVersion)
    last = change
  }
  return changes
}

export function isCreation(change: Change): boolean {
  return change.kind === 'put' && change.body.base === undefined
}

export function namesChange(ranges: readonly Range[], change: Change): boolean {
  return ranges.some(
    ([writer, from, to]) => writer === change.origin.writer && change.n >= from && change.n <= to,
  )
}

/** Joins the numbers of each writer into as few ranges as possible, sorted by writer. */
export function rangesOf(ids: Iterable<readonly [writer: string, n: number]>): Range[] {
  const perWriter = new Map<string, number[]>()
  for (const [writer, n] of ids) {
    const numbers = perWriter.get(writer)
    if (numbers) numbers.push(n)
    else perWriter.set(writer, [n])
  }
  const ranges: Range[] = []
  for (const writer of [...perWriter.keys()].sort()) {
    const numbers = (perWriter.get(writer) ?? []).sort((a, b) => a - b)
    let from: number | undefined
    let to = 0
    for (const n of numbers) {
      if (from !== undefined && n <= to + 1) to = Math.max(to, n)
      else {
        if (from !== undefined) ranges.push([writer, from, to])
        from = n
        to = n
      }
    }
    if (from !== undefined) ranges.push([writer, from, to])
  }
  return ranges
}

/** The text that the author's signature is made over: everything but the signature. */
export function signedText(change: Change): string {
  const { origin, n, lamport, entity, thing, hangsOn, schema, kind, body } = change
  const head = `{"body":${canonical(body satisfies Json)},"entity":${canonical(entity)},"hangsOn":${canonical(hangsOn)}`
  const tail = `"origin":${originText(origin)},"schema":${canonical(schema)},"thing":${canonical(thing)}}`
  return `${head},"kind":${canonical(kind)},"lamport":${canonical(lamport)},"n":${canonical(n)},${tail}`
}

/** The changes of one set share their origin, and its text is the longest part. */
const originTexts = new WeakMap<Origin, string>()

function originText(origin: Origin): string {
  const known = originTexts.get(origin)
  if (known !== undefined) return known
  const text = canonical(origin satisfies Json)
  originTexts.set(origin, text)
  return text
}

/** What tells two origins apart, be they of one writer and one number. */
export function digestOfOrigin(origin: Origin): string {
  return hash('sha256', originText(origin), 'base64url').slice(0, 22)
}

/** The hash of a change's content, by which two contents under one id are told apart. */
export function digestOf(change: Change): string {
  return hash('sha256', signedText(change), 'hex')
}
