import type { Lines } from './laid-out.ts'

/** Typed one after the other within this time, letters are one beginning; in milliseconds. */
const pause = 1000

/** A key is answered at once: so many lines are looked through for it. */
const farthest = 20_000

export type Typed = { readonly text: string; readonly at: number }

export const nothingTyped: Typed = { text: '', at: 0 }

/** What has been typed with this key: `at` is when it was pressed, in milliseconds. */
export function typedOn(before: Typed, key: string, at: number): Typed {
  return { text: at - before.at > pause ? key : before.text + key, at }
}

/** Whether a key writes something: no key of another use, and no space at the beginning. */
export function writes(key: string, before: Typed, at: number): boolean {
  return [...key].length === 1 && (key !== ' ' || typedOn(before, '', at).text !== '')
}

/**
 * The next line, round from the end to the beginning, that begins so: by its name or short name, the initials of its
 * pinyin, or its code. A second letter may stay on the line of the first; the same letter again goes on to the next.
 * Lines that have not come are passed over: whoever looks for one among so many has the field above the tree.
 */
export function typeAhead(lines: Lines, at: number, typed: string): number | undefined {
  const text = typed.toLowerCase()
  const again = [...text].every(letter => letter === text[0])
  const wanted = again ? (text[0] ?? '') : text
  const begin = again ? at + 1 : at
  for (let step = 0; step < Math.min(lines.count, farthest); step++) {
    const index = (begin + step) % lines.count
    const node = lines.at(index)?.node
    if (node === undefined) continue
    const names = [node.shortName ?? '', node.name, node.initials, node.code ?? '']
    if (names.some(name => name.toLowerCase().startsWith(wanted))) return index
  }
  return undefined
}
