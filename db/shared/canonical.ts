export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json | undefined }

/**
 * The one text of a value: sorted keys, NFC text, no white space; an absent field is left out and is not null.
 * Hashes and signatures are made over this text.
 */
export function canonical(value: Json): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new RangeError('canonical text knows finite numbers only')
    return JSON.stringify(value)
  }
  if (typeof value === 'string')
    return plain.test(value) ? `"${value}"` : JSON.stringify(value.normalize('NFC'))
  return isList(value) ? listText(value) : objectText(value)
}

function listText(list: readonly Json[]): string {
  let parts = ''
  for (const item of list) parts += parts === '' ? canonical(item) : `,${canonical(item)}`
  return `[${parts}]`
}

function objectText(value: { readonly [key: string]: Json | undefined }): string {
  const keys = Object.keys(value)
  if (keys.length > 1) keys.sort()
  let parts = ''
  for (const key of keys) {
    const field = value[key]
    if (field !== undefined) parts += `${parts === '' ? '' : ','}${keyText(key)}${canonical(field)}`
  }
  return `{${parts}}`
}

/** Names of fields come again and again: their text is kept, of so many as a program of ours knows. */
const keyTexts = new Map<string, string>()
const mostKeys = 2000

function keyText(key: string): string {
  const known = keyTexts.get(key)
  if (known !== undefined) return known
  const text = plain.test(key) ? `"${key}":` : `${JSON.stringify(key)}:`
  if (keyTexts.size < mostKeys) keyTexts.set(key, text)
  return text
}

/** Letters and digits as ids, names of fields and versions are made of: nothing of them is escaped or normalized. */
const plain = /^[ !#-[\]-~]*$/

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}
