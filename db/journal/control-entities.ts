import type { Entity } from './entity.ts'

/** The records through which the journal governs itself: merge marks, certificates, revocations. */

/** 合并标记: `lost` is the same thing as `kept`; `saw` are the heads of `lost` that the merger saw. */
export const merge: Entity = {
  name: 'merge',
  registers: { mark: { of_entity: 'text', kept: 'text', lost: 'text', saw: 'list' } },
  required: ['of_entity', 'kept', 'lost', 'saw'],
  refs: {},
}

/** Signed by the issuer as a certificate; a chain of them ends at the district's root key. */
export const certificate: Entity = {
  name: 'certificate',
  registers: {
    all: {
      replica: 'text',
      org: 'text',
      name: 'text',
      sign_key: 'text',
      recipient: 'text',
      issuer: 'text',
      signature: 'text',
    },
  },
  required: ['replica', 'org', 'name', 'sign_key', 'recipient', 'issuer', 'signature'],
  refs: {},
  signed: true,
  growOnly: true,
}

/** `accepted`: "writer:from-to", the ranges that still count; `standing`: certificates by the key, by their signatures. */
export const revocation: Entity = {
  name: 'revocation',
  registers: { all: { replica: 'text', accepted: 'list', standing: 'list' } },
  required: ['replica', 'accepted', 'standing'],
  refs: {},
  signed: true,
  growOnly: true,
}

export const controlEntities: readonly Entity[] = [merge, certificate, revocation]
