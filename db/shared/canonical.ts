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
  if (isList(value)) return `[${value.map(canonical).join(',')}]`
  const keys = Object.keys(value)
  if (keys.length > 1) keys.sort()
  let parts = ''
  for (const key of keys) {
    const field = value[key]
    if (field === undefined) continue
    parts += `${parts === '' ? '' : ','}${plain.test(key) ? `"${key}"` : JSON.stringify(key)}:${canonical(field)}`
  }
  return `{${parts}}`
}

/** Letters and digits as ids, names of fields and versions are made of: nothing of them is escaped or normalized. */
const plain = /^[ !#-[\]-~]*$/

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}
