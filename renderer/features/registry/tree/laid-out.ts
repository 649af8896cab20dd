import type { UncountedOrg } from '#contract/looking.ts'

/** So many children are asked for at once: of one with 50,000 those in sight, of nearly all others all. */
export const chunk = 500

/** An organization in the tree; its members as soon as they are counted. */
export type TreeOrg = UncountedOrg & { readonly members?: number }

export type TreeNode = {
  readonly node: TreeOrg
  /** 1 at the top. */
  readonly level: number
  readonly isOpen: boolean
  readonly parent: string | undefined
}

/** A line that has its place, but has not come yet. */
export type Gap = {
  readonly node?: undefined
  readonly level: number
  readonly parent: string
  /** Which chunk of its parent's children it is in. */
  readonly chunk: number
}

export type TreeLine = TreeNode | Gap

/** The lines of a tree from the top down, of which nobody makes a list: there may be a million. */
export type Lines = {
  readonly count: number
  readonly at: (index: number) => TreeLine | undefined
  /** Where an organization named by id or code stands; -1 where it has not come, or is folded away. */
  readonly indexOf: (ref: string) => number
}

/** The chunks of children that have come, by the organization above. */
export type ChildrenOf = ReadonlyMap<string, ReadonlyMap<number, readonly TreeOrg[]>>

/** One that is open: how many lines it and all below it take, and which of its children are open as well. */
type Branch = TreeNode & {
  readonly lines: number
  readonly children: number
  readonly chunks: ReadonlyMap<number, readonly TreeOrg[]>
  readonly open: readonly OpenChild[]
}
type OpenChild = {
  readonly index: number
  /** How many lines of its parent's come before it, the parent itself left out. */
  readonly begin: number
  readonly branch: Branch
}

/** A circle, which a registry never has, would not end. */
const deepest = 32
const none: ReadonlyMap<number, readonly TreeOrg[]> = new Map()

/** The lines of a tree: what is open shows what lies below it, as far as that has come. */
export function layOutTree(top: TreeOrg, open: ReadonlySet<string>, childrenOf: ChildrenOf): Lines {
  const branchOf = (node: TreeOrg, level: number, parent: string | undefined): Branch => {
    const isOpen = open.has(node.id) && node.children > 0
    const chunks = isOpen && level <= deepest ? (childrenOf.get(node.id) ?? none) : none
    const first = chunks.get(0)
    // A first chunk that is not full is all there is, whatever was said above. Before it came there is nothing.
    const children = first === undefined ? 0 : first.length < chunk ? first.length : node.children
    const openChildren: OpenChild[] = []
    let more = 0
    for (const [at, rows] of [...chunks].sort(([one], [other]) => one - other)) {
      for (const within of expandableIn(rows)) {
        const child = rows[within]
        if (child === undefined || !open.has(child.id)) continue
        const index = at * chunk + within
        const branch = branchOf(child, level + 1, node.id)
        openChildren.push({ index, begin: index + more, branch })
        more += branch.lines - 1
      }
    }
    const lines = 1 + children + more
    return { node, level, isOpen, parent, lines, children, chunks, open: openChildren }
  }
  const root = branchOf(top, 1, undefined)
  return {
    count: root.lines,
    at: index => (index < 0 || index >= root.lines ? undefined : lineIn(root, index)),
    indexOf: ref => indexIn(root, ref),
  }
}

function lineIn(branch: Branch, line: number): TreeLine {
  if (line === 0) return branch
  const below = line - 1
  const before = lastBefore(branch.open, below)
  if (before !== undefined && below < before.begin + before.branch.lines)
    return lineIn(before.branch, below - before.begin)
  const index = before === undefined ? below : before.index + 1 + (below - before.begin - before.branch.lines)
  const { node: above, level, chunks } = branch
  const at = Math.floor(index / chunk)
  const node = chunks.get(at)?.[index % chunk]
  return node === undefined
    ? { level: level + 1, parent: above.id, chunk: at }
    : { node, level: level + 1, isOpen: false, parent: above.id }
}

/** The last of the open children that begins on this line or before it. */
function lastBefore(open: readonly OpenChild[], line: number): OpenChild | undefined {
  let [low, high] = [0, open.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((open[middle]?.begin ?? 0) <= line) low = middle + 1
    else high = middle
  }
  return open[low - 1]
}

function indexIn(branch: Branch, ref: string): number {
  if (branch.node.id === ref || branch.node.code === ref) return 0
  for (const [at, rows] of branch.chunks) {
    const within = namesIn(rows).get(ref)
    if (within !== undefined) return 1 + lineOf(branch, at * chunk + within)
  }
  for (const { begin, branch: below } of branch.open) {
    const found = indexIn(below, ref)
    if (found >= 0) return 1 + begin + found
  }
  return -1
}

/** How many lines come before a child, the parent itself left out. */
function lineOf({ open }: Branch, index: number): number {
  let more = 0
  for (const child of open) {
    if (child.index >= index) break
    more += child.branch.lines - 1
  }
  return index + more
}

/** Which of a chunk may be opened; and each by its id and its code. Answers never change, so both are worked out once. */
const expandable = new WeakMap<readonly TreeOrg[], readonly number[]>()
function expandableIn(rows: readonly TreeOrg[]): readonly number[] {
  const known = expandable.get(rows)
  if (known !== undefined) return known
  const found = rows.flatMap((node, index) => (node.children > 0 ? index : []))
  expandable.set(rows, found)
  return found
}

const names = new WeakMap<readonly TreeOrg[], ReadonlyMap<string, number>>()
function namesIn(rows: readonly TreeOrg[]): ReadonlyMap<string, number> {
  const known = names.get(rows)
  if (known !== undefined) return known
  const found = new Map<string, number>()
  for (const [index, { id, code }] of rows.entries()) {
    found.set(id, index)
    if (code !== null) found.set(code, index)
  }
  names.set(rows, found)
  return found
}
