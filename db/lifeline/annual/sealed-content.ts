import { createHash } from 'node:crypto'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { longestPart } from '#db/records/lifeline/frozen-year.ts'
import { canonical, type Json } from '#db/shared/canonical.ts'
import { refuse } from '#db/shared/refusal.ts'
import { contentSchema, type YearContent } from './content.ts'

/** A content as it is stored: the hash of its canonical text, and that text, deflated and cut into parts. */
export type Sealed = { readonly hash: string; readonly size: number; readonly parts: readonly string[] }

/** Bytes of the canonical text: some 300,000 organizations. Beyond it a district freezes street by street. */
const mostBytes = 256 * 1024 * 1024

/** Refuses `year-too-large`. */
export function sealContent(content: YearContent): Sealed {
  const bytes = Buffer.from(canonicalText(content))
  if (bytes.length > mostBytes)
    refuse(
      'year-too-large',
      '要封存的内容超过了一份的上限。请按街道分别封存。',
      'This is more than one frozen year holds. Freeze each street by itself.',
      { bytes: bytes.length },
    )
  const packed = deflateRawSync(bytes, { level: 9 }).toString('base64url')
  const parts: string[] = []
  for (let at = 0; at < packed.length; at += longestPart) parts.push(packed.slice(at, at + longestPart))
  return { hash: hashOf(bytes), size: bytes.length, parts }
}

export type Damage = 'incomplete' | 'damaged' | 'newer'

/**
 * The content of these parts, or what is wrong with it: a part that has not come, bytes that are not those of the hash,
 * or a form that only a newer program reads. Whatever was sent, no more is unpacked than it says, and than fits.
 */
export function openContent(
  sealed: Sealed,
  parts: number,
): { readonly content: YearContent } | { readonly damage: Damage } {
  if (sealed.parts.length < parts) return { damage: 'incomplete' }
  const bytes = unpacked(sealed)
  if (bytes === undefined || bytes.length !== sealed.size || hashOf(bytes) !== sealed.hash)
    return { damage: 'damaged' }
  try {
    const read = contentSchema.safeParse(JSON.parse(bytes.toString()))
    return read.success ? { content: read.data } : { damage: 'newer' }
  } catch {
    // The hash was taken of something that is no content at all.
    return { damage: 'damaged' }
  }
}

function unpacked({ parts, size }: Sealed): Buffer | undefined {
  if (size > mostBytes) return undefined
  try {
    return inflateRawSync(Buffer.from(parts.join(''), 'base64url'), { maxOutputLength: Math.max(size, 1) })
  } catch {
    return undefined
  }
}

/** The one text of a content: two are equal if these are. */
export function canonicalText(value: Json | YearContent): string {
  return canonical(JSON.parse(JSON.stringify(value)))
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}
