import type { VisibleNode } from './visible-nodes.ts'

/** What a key does in the tree: another line is chosen, or a node opens or folds. */
export type TreeStep =
  | { readonly kind: 'go'; readonly index: number }
  | { readonly kind: 'open' | 'fold'; readonly id: string }

/** The keys of the tree pattern (WAI-ARIA): up and down, home and end, right opens or goes in, left folds or goes out. */
export function treeStep(key: string, lines: readonly VisibleNode[], at: number): TreeStep | undefined {
  const line = lines[at]
  if (line === undefined) return undefined
  const last = lines.length - 1
  switch (key) {
    case 'ArrowDown':
      return { kind: 'go', index: Math.min(at + 1, last) }
    case 'ArrowUp':
      return { kind: 'go', index: Math.max(at - 1, 0) }
    case 'Home':
      return { kind: 'go', index: 0 }
    case 'End':
      return { kind: 'go', index: last }
    case 'ArrowRight':
      if (line.node.children === 0) return undefined
      if (!line.isOpen) return { kind: 'open', id: line.node.id }
      // Opened, but what lies below has not come yet: the next line is beside it, not in it.
      return lines[at + 1]?.parent === line.node.id ? { kind: 'go', index: at + 1 } : undefined
    case 'ArrowLeft': {
      if (line.isOpen) return { kind: 'fold', id: line.node.id }
      const parent = lines.findIndex(({ node }) => node.id === line.parent)
      return parent < 0 ? undefined : { kind: 'go', index: parent }
    }
    default:
      return undefined
  }
}
