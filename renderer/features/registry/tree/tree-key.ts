import type { Lines } from './laid-out.ts'

/** What a key does in the tree: another line is chosen, or a node opens or folds. */
export type TreeStep =
  | { readonly kind: 'go'; readonly index: number }
  | { readonly kind: 'open' | 'fold'; readonly id: string }

/** So many lines a page key goes. */
const pageful = 20

/** The keys of the tree pattern (WAI-ARIA): up and down, home and end, right opens or goes in, left folds or goes out. */
export function treeStep(key: string, lines: Lines, at: number): TreeStep | undefined {
  const line = lines.at(at)
  if (line === undefined) return undefined
  const last = lines.count - 1
  const go = (index: number): TreeStep => ({ kind: 'go', index: Math.min(Math.max(index, 0), last) })
  switch (key) {
    case 'ArrowDown':
      return go(at + 1)
    case 'ArrowUp':
      return go(at - 1)
    case 'PageDown':
      return go(at + pageful)
    case 'PageUp':
      return go(at - pageful)
    case 'Home':
      return go(0)
    case 'End':
      return go(last)
    case 'ArrowRight':
      if (line.node === undefined || line.node.children === 0) return undefined
      if (!line.isOpen) return { kind: 'open', id: line.node.id }
      // Opened, but what lies below has not come yet: the next line is beside it, not in it.
      return lines.at(at + 1)?.parent === line.node.id ? { kind: 'go', index: at + 1 } : undefined
    case 'ArrowLeft': {
      if (line.node !== undefined && line.isOpen) return { kind: 'fold', id: line.node.id }
      const parent = line.parent === undefined ? -1 : lines.indexOf(line.parent)
      return parent < 0 ? undefined : { kind: 'go', index: parent }
    }
    default:
      return undefined
  }
}
