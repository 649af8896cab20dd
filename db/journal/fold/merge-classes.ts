/** A merge mark in force. */
export type Mark = { readonly kept: string; readonly lost: string; readonly saw: readonly string[] }

export type MergeClass = { readonly survivor: string; readonly members: readonly string[] }

/**
 * The heads of merged records that their mergers saw: the survivor's values stand for them. Where two merged in
 * opposite directions, nothing that was seen of the survivor is covered.
 */
export function coveredIn(marks: Iterable<Mark>, members: readonly string[], survivor: string): Set<string> {
  const covered = new Set<string>()
  for (const { lost, saw } of marks) {
    if (lost === survivor || !members.includes(lost)) continue
    for (const version of saw) covered.add(version)
  }
  return covered
}

/** Which records are one, whatever the order of the marks: of all that marks connect, the lowest id survives. */
export function mergeClasses(marks: Iterable<Mark>): ReadonlyMap<string, MergeClass> {
  const parent = new Map<string, string>()
  const rootOf = (id: string): string => {
    let root = id
    for (let up = parent.get(root); up !== undefined && up !== root; up = parent.get(root)) root = up
    return root
  }
  for (const { kept, lost } of marks) {
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
  const classes = new Map<string, MergeClass>()
  for (const [survivor, ids] of members) {
    const found = { survivor, members: ids.sort() }
    for (const id of ids) classes.set(id, found)
  }
  return classes
}
