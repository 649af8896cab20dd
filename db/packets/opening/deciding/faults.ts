import { type Admit, type Change, isCreation, type Put, type Return, signedText } from '#db/journal/change.ts'
import type { Entities } from '#db/journal/entity.ts'
import { isEnvelopeTrue } from '#db/journal/hangs-on.ts'
import { replicaOf } from '#db/journal/names.ts'
import { overlong } from '#db/records/kinds.ts'
import { schemaNumber } from '#db/sqlite/migrate.ts'
import type { Certificates } from '../../trust/certificates.ts'
import type { Bench } from '../../trust/judging/bench.ts'
import { isUnknown } from '../telling/from-newer.ts'
import type { Authors, Sender } from './authors.ts'

/** Why a change contradicts itself. */
export type Fault =
  | 'signature-missing'
  | 'no-certificate'
  | 'not-to-be-changed'
  | 'envelope-differs'
  | 'kinds-differ'
  | 'not-of-its-version'
  | 'too-long'
  | 'names-above'

function setIn(change: Change): Put['body']['set'] {
  return change.kind === 'put' ? change.body.set : {}
}

/** No program of ours writes more than a field takes: the same lengths hold on writing and on reading. */
function isTooLong({ entity, body }: Put): boolean {
  return Object.values(body.set).some(fields => overlong(entity, fields) !== undefined)
}

/** What a change is held against. */
type Held = {
  readonly entities: Entities
  readonly certificates: Certificates
  readonly sender: Sender
  readonly authors: Authors
  readonly bench: Pick<Bench, 'creationOf' | 'kindOf'>
}

/** What is wrong with a change in itself, whoever sent it. */
export function faultOf(change: Change, isSealed: boolean, held: Held): Fault | 'author-unknown' | undefined {
  const { entities, certificates, sender, bench } = held
  if (change.kind === 'put' && isTooLong(change)) return 'too-long'
  const entity = entities.get(change.entity)
  const isNaming = change.kind === 'return' || change.kind === 'admit'
  // Fields are added and never renamed: no program as old as this one, or older, writes what this one does not know.
  if (!isNaming && change.schema <= schemaNumber && isUnknown(entities, change.entity, setIn(change)))
    return 'not-of-its-version'
  if (isNaming || entity?.signed === true) {
    const { replica } = change.origin
    if (certificates.signKeyOf(replica) === undefined) return 'author-unknown'
    if (revokesInVain(change, held)) return undefined
    // A certificate carries its issuer's signature, which is looked at below. That he wrote it under this number is said
    // by his packet or his seal, without which anybody could use up his numbers with certificates that he once gave.
    const isHis = isSealed || replica === sender.certificate.replica
    const isSigned =
      (change.entity === 'certificate' && !isNaming && isHis) ||
      certificates.isSignedBy(replica, signedText(change), change.signature)
    if (!isSigned) return 'signature-missing'
  }
  if ((change.kind === 'return' || change.kind === 'admit') && namesAbove(change, held)) return 'names-above'
  if (entity?.growOnly && !isNaming) {
    if (!isCreation(change) || change.kind !== 'put') return 'not-to-be-changed'
    if (![undefined, change.entity].includes(bench.kindOf(change.thing))) return 'envelope-differs'
    if (change.entity === 'certificate') {
      const certificate = certificates.read(change.body.set['all'])
      if (certificate?.issuer !== change.origin.replica) return 'no-certificate'
      if (!certificates.add(certificate)) return 'no-certificate'
    }
  }
  if (entity?.once && change.kind === 'put' && !isCreation(change)) return 'not-to-be-changed'
  if (change.entity === 'merge' && change.kind === 'put' && !joinsOneKind(change, bench))
    return 'kinds-differ'
  const creation = bench.creationOf(change.thing)
  return isEnvelopeTrue(change, entities, creation) ? undefined : 'envelope-differs'
}

/**
 * Whether an office above this one gives back, or admits, what stands above that office itself: its honest program never does, and
 * numbers that are still to come may be named, so nothing of those above would count here any more. What an office below says so is judged.
 */
function namesAbove(change: Return | Admit, { sender, authors, certificates }: Held): boolean {
  const author = authors.of(change.origin.replica)
  if (sender.relation === 'below' || !authors.isAtOrAboveHere(author)) return false
  const named = new Set(change.body.names.map(([writer]) => replicaOf(writer)))
  const isAbove = (of: string) =>
    author.offices.every(office => office !== of && certificates.isAtOrAbove(of, office, 'today'))
  return [...named].some(replica => authors.of(replica).offices.some(isAbove))
}

/**
 * Whether it is a revocation from below by whoever may not revoke that key. It will be laid aside whoever signed it, and a
 * signature is dear: a packet may hold thousands of them. Of a PC that a person believes it would be taken in.
 */
function revokesInVain(change: Change, { sender, authors }: Held): boolean {
  if (change.entity !== 'revocation' || change.kind !== 'put' || !isCreation(change)) return false
  const { relation, believed } = sender
  return relation === 'below' && !believed.has(change.origin.replica) && !authors.mayRevoke(change)
}

function joinsOneKind({ hangsOn }: Change, bench: Held['bench']): boolean {
  const kinds = new Set(hangsOn.map(end => bench.kindOf(end)).filter(kind => kind !== undefined))
  return kinds.size <= 1
}
