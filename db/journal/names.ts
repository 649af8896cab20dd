/**
 * Names that are fingerprints (bundles.md, "Whom to believe"): a replica's id is the hash of its public keys, and
 * what it names begins with that id and a dot: its writers, and an organization that it founded before it was
 * enrolled. So nobody can write under another's name.
 */
export function namedAfter(replica: string, random: string): string {
  return `${replica}.${random}`
}

export function isNamedAfter(id: string, replica: string): boolean {
  return replica !== '' && id.startsWith(`${replica}.`)
}

/** The replica that a writer belongs to, by its name alone. */
export function replicaOf(writer: string): string {
  const dot = writer.indexOf('.')
  return dot < 0 ? '' : writer.slice(0, dot)
}
