import type { Change, Fields, Range } from '#db/journal/change.ts'
import { plural } from '#db/shared/plural.ts'
import type { Text } from '#db/shared/text.ts'
import { type Connection, prepareOnce } from '#db/sqlite/connection.ts'
import type { Certificates } from '../../trust/certificates.ts'
import { knownName, namesInSentences } from '../../trust/standing.ts'
import { heldOf } from '../aside/held-ranges.ts'
import { countHere } from './totals.ts'

/** So many sentences are told; what is beyond that, by its number. */
const mostSentences = 40

/** Of how many offices it is looked up who certified, revoked or admitted what about them. */
const mostGoverned = 200

/** Of a certificate, a revocation or an admission what is told: its body may list thousands of ranges. */
type Governor = {
  readonly entity: string
  readonly office: string
  /** What an admission names. */
  readonly names: readonly Range[]
  /** Undefined where nothing was put. */
  readonly fields: Fields | undefined
}

function governorOf(change: Change): Governor {
  const { entity, origin } = change
  const names = change.kind === 'admit' ? change.body.names : []
  if (change.kind !== 'put') return { entity, office: origin.office, names, fields: undefined }
  const { replica = '', org = '', issuer = '', signature = '' } = change.body.set['all'] ?? {}
  return { entity, office: origin.office, names, fields: { replica, org, issuer, signature } }
}

/** Tells what a packet says about who may speak for whom: certificates, revocations, and what somebody let in. */
export class Governing {
  readonly #noted: Governor[] = []
  readonly #sentences: Text[] = []
  readonly #db: Connection
  readonly #certificates: Certificates

  constructor(db: Connection, certificates: Certificates) {
    this.#db = db
    this.#certificates = certificates
  }

  get sentences(): readonly Text[] {
    return this.#sentences
  }

  /** Every change of the packet; what is none of these is passed over. */
  note(change: Change): void {
    if (change.kind === 'admit' || change.entity === 'certificate' || change.entity === 'revocation')
      this.#noted.push(governorOf(change))
  }

  /**
   * Once all is stored, by the names that the packet itself brought: who may speak for whom is never changed in silence. What
   * one office says about one office is told together: a packet may hold thousands.
   */
  settle(): void {
    const governors = this.#noted.splice(0)
    const orgs = governors.flatMap(({ fields }) => fields?.['org'] ?? [])
    this.#certificates.foresee([...new Set(orgs.map(String))])
    const about = Map.groupBy(governors, one => JSON.stringify(this.#governed(one)))
    this.#certificates.foresee([])
    const first = [...about].sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, mostGoverned)
    const names = namesInSentences(
      this.#db,
      first.flatMap(([, [one]]) => (one === undefined ? [] : this.#governed(one).slice(1))).map(String),
    )
    const times = new Map<string, { readonly sentence: Text; times: number }>()
    let rest = governors.length
    for (const [, same] of first) {
      const sentence = this.#sentence(same, names)
      if (sentence === undefined) rest -= same.length
      else if (times.has(sentence.zh) || times.size < mostSentences) {
        const told = times.get(sentence.zh) ?? { sentence, times: 0 }
        told.times += same.length
        times.set(sentence.zh, told)
        rest -= same.length
      }
    }
    for (const { sentence, times: n } of times.values()) {
      this.#sentences.push(
        n === 1 ? sentence : { zh: `${sentence.zh}（${n} 次）`, en: `${sentence.en} (${n} times)` },
      )
    }
    if (rest === 0) return
    this.#sentences.push({
      zh: `另有 ${rest} 份证书、吊销或者准许没有逐条列出`,
      en: `${plural(rest, 'more certificate')}, revocations or admissions not listed one by one`,
    })
  }

  /** What it is about, so that what weighs most comes first: a revocation, a certificate that counts, an admission, any other. */
  #governed({ entity, office, fields }: Governor): readonly [weight: number, by: string, about: string] {
    if (fields === undefined) return [2, office, '']
    const { replica, org, issuer, signature } = fields
    if (entity === 'revocation') return [0, office, this.#certificates.of(String(replica)).at(-1)?.org ?? '']
    const certificate = this.#certificates.signedWith(String(signature))
    const counts = certificate !== undefined && this.#certificates.counts(certificate, 'today')
    if (counts) return [1, office, String(org)]
    const isOfOrg =
      prepareOnce<[string]>(this.#db, 'SELECT 1 FROM org WHERE id = ?').get(String(org)) !== undefined
    return [isOfOrg || issuer === replica ? 3 : 4, office, String(org)]
  }

  #sentence(same: readonly Governor[], names: ReadonlyMap<string, Text>): Text | undefined {
    const [first] = same
    if (first === undefined) return undefined
    const { entity, fields } = first
    const [weight, office, about] = this.#governed(first)
    const [by, org] = [names.get(office), names.get(about)]
    if (by === undefined || org === undefined) return undefined
    if (fields === undefined) {
      const count = countHere(
        this.#db,
        same.flatMap(({ names }) => names),
      )
      return {
        zh: `${by.zh}准许并入 ${count} 处被搁置的变更`,
        en: `${by.en} lets ${plural(count, 'held change')} in`,
      }
    }
    if (entity === 'revocation') {
      const replicas = same.map(one => one.fields?.['replica'] ?? '')
      const held = [...new Set(replicas)].reduce<number>((sum, one) => sum + heldOf(this.#db, String(one)), 0)
      return {
        zh: `${by.zh}吊销“${org.zh}”的一台电脑的密钥${held === 0 ? '' : `；这台电脑写的 ${held} 处变更，吊销的单位没有收到过，现在不算数，等您核实以后采用或者退回`}`,
        en: `${by.en} revokes the key of a PC of "${org.en}"${held === 0 ? '' : `; ${plural(held, 'change')} of it never came there and ${held === 1 ? 'counts' : 'count'} for nothing now, until you have asked and take ${held === 1 ? 'it or return it' : 'them or return them'}`}`,
      }
    }
    const { issuer, replica } = fields
    if (issuer === replica) {
      // Everybody below knows the root.
      if (replica === this.#certificates.root) return undefined
      return {
        zh: `${by.zh}送来一份自己给自己签发的证书，证书无效`,
        en: `${by.en} brought a certificate that it issued to itself: it does not count`,
      }
    }
    if (weight === 1)
      return { zh: `${by.zh}批准“${org.zh}”的一台电脑加入`, en: `${by.en} lets a PC of "${org.en}" join` }
    return knownName(this.#db, about) === undefined
      ? {
          zh: `${by.zh}为本台账以外的单位的一台电脑签发了证书，与本单位无关`,
          en: `${by.en} issued a certificate for a PC of an office beyond this registry, which is of no concern here`,
        }
      : {
          zh: `${by.zh}为“${org.zh}”的一台电脑签发了证书，但它不是该单位的上级，证书无效`,
          en: `${by.en} issued a certificate for a PC of "${org.en}", which it does not stand above: it does not count`,
        }
  }
}
