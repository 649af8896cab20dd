import type { OrgNode } from '#contract/looking.ts'

export type VisibleNode = {
  readonly node: OrgNode
  /** 1 at the top. */
  readonly level: number
  readonly isOpen: boolean
  readonly parent: string | undefined
}

/** The lines of a tree from the top down: what is open shows what lies below it, as far as that has come. */
export function visibleNodes(
  top: OrgNode,
  open: ReadonlySet<string>,
  childrenOf: ReadonlyMap<string, readonly OrgNode[]>,
): VisibleNode[] {
  const lines: VisibleNode[] = []
  const walk = (node: OrgNode, level: number, parent: string | undefined) => {
    const isOpen = open.has(node.id) && node.children > 0
    lines.push({ node, level, isOpen, parent })
    // A circle, which a registry never has, would not end.
    if (!isOpen || level > 32) return
    for (const child of childrenOf.get(node.id) ?? []) walk(child, level + 1, node.id)
  }
  walk(top, 1, undefined)
  return lines
}
