import type { Dispute } from '#contract/packets/packets.ts'

export type ConflictFilter = { readonly office: string | undefined; readonly what: string | undefined }

/** What a conflict is of, by which conflicts are filtered: a kind of record and what of it. */
export function whatOf({ entity, register }: Dispute): string {
  return `${entity}:${register}`
}

/** The conflicts in which this office wrote something, and of this kind. */
export function filtered(disputes: readonly Dispute[], { office, what }: ConflictFilter): readonly Dispute[] {
  return disputes.filter(
    dispute =>
      (office === undefined || dispute.heads.some(head => head.office === office)) &&
      (what === undefined || whatOf(dispute) === what),
  )
}

/** The offices that wrote anything that stands in conflict, each with in how many of these, the most first. */
export function officesIn(
  disputes: readonly Dispute[],
): readonly { readonly id: string; readonly name: string; readonly n: number }[] {
  const found = new Map<string, { id: string; name: string; n: number }>()
  for (const { heads } of disputes) {
    for (const [id, [head]] of Map.groupBy(heads, one => one.office)) {
      const known = found.get(id) ?? { id, name: head?.org ?? id, n: 0 }
      known.n++
      found.set(id, known)
    }
  }
  return [...found.values()].toSorted((a, b) => b.n - a.n)
}
