import { record, together } from './record.ts'
import { list } from './types/list.ts'
import { code, text } from './types/text.ts'

/** The records through which the journal governs itself: merge marks, certificates, revocations. No form shows them. */

/** 合并标记: `lost` is the same thing as `kept`; `saw` are the heads of `lost` that the merger saw. */
export const merge = record('merge', {
  words: { zh: '合并', en: 'merger' },
  fields: together('mark', {
    of_entity: code('种类', 'kind', { required: true }),
    kept: code('保留', 'kept', { required: true, most: 200 }),
    lost: code('并入', 'merged', { required: true, most: 200 }),
    saw: list(code('', '', { most: 200 }), '所见', 'saw', { required: true }),
  }),
  title: m => `${m.lost ?? ''} → ${m.kept ?? ''}`,
  first: [],
  lies: { by: 'kept' },
})

/** Signed by the issuer as a certificate; a chain of them ends at the district's root key. */
export const certificate = record('certificate', {
  words: { zh: '入网证书', en: 'certificate' },
  fields: together('all', {
    replica: code('电脑', 'replica', { required: true, most: 200 }),
    org: code('团组织', 'organization', { required: true, most: 200 }),
    name: text('名称', 'name', { required: true }),
    sign_key: code('签名公钥', 'signing key', { required: true, most: 4000 }),
    recipient: code('加密公钥', 'recipient', { required: true, most: 4000 }),
    issuer: code('签发者', 'issuer', { required: true, most: 200 }),
    signature: code('签名', 'signature', { required: true, most: 4000 }),
  }),
  title: c => c.name ?? '',
  first: [],
  lies: { by: 'issuer' },
  signed: true,
  growOnly: true,
})

/** `accepted`: "writer:from-to", the ranges that still count; `standing`: the certificates by the key that stand, by their signatures. */
export const revocation = record('revocation', {
  words: { zh: '吊销', en: 'revocation' },
  fields: together('all', {
    replica: code('电脑', 'replica', { required: true, most: 200 }),
    accepted: list(code('', '', { most: 200 }), '认可的变更', 'accepted', { required: true }),
    standing: list(code('', '', { most: 200 }), '仍有效的证书', 'standing', { required: true }),
  }),
  title: r => r.replica ?? '',
  first: [],
  lies: { by: 'replica' },
  signed: true,
  growOnly: true,
})
