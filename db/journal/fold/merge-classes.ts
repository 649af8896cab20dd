/** A merge mark in force. */
export type Mark = { readonly kept: string; readonly lost: string; readonly saw: readonly string[] }

/**
 * Records that are one. `covered`: the heads of merged records that their mergers saw: the survivor's values stand for
 * them. Where two merged in opposite directions, nothing that was seen of the survivor is covered.
 */
export type MergeClass = {
  readonly survivor: string
  readonly members: readonly string[]
  readonly covered: ReadonlySet<string>
}

/** Which records are one, whatever the order of the marks: of all that marks connect, the lowest id survives. */
export function mergeClasses(marks: Iterable<Mark>): ReadonlyMap<string, MergeClass> {
  const all = [...marks]
  const parent = new Map<string, string>()
  const rootOf = (id: string): string => {
    let root = id
    for (let up = parent.get(root); up !== undefined && up !== root; up = parent.get(root)) {
      // A way that was gone once is half as long afterwards.
      parent.set(root, parent.get(up) ?? up)
      root = up
    }
    return root
  }
  for (const { kept, lost } of all) {
    for (const id of [kept, lost]) if (!parent.has(id)) parent.set(id, id)
    const [a, b] = [rootOf(kept), rootOf(lost)]
    if (a !== b) parent.set(a < b ? b : a, a < b ? a : b)
  }
  const members = new Map<string, string[]>()
  for (const id of parent.keys()) {
    const root = rootOf(id)
    const list = members.get(root)
    if (list) list.push(id)
    else members.set(root, [id])
  }
  const classes = new Map<string, MergeClass & { readonly covered: Set<string> }>()
  for (const [survivor, ids] of members) {
    const found = { survivor, members: ids.sort(), covered: new Set<string>() }
    for (const id of ids) classes.set(id, found)
  }
  for (const { lost, saw } of all) {
    const found = classes.get(lost)
    if (found !== undefined && found.survivor !== lost) for (const version of saw) found.covered.add(version)
  }
  return classes
}
