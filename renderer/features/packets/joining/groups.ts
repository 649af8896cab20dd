/** The groups of a fingerprint as the engine wrote them; digits in one piece are cut by fives. */
export function groupsOf(fingerprint: string): readonly string[] {
  const given = fingerprint.trim().split(/[\s-]+/)
  return given.length > 1 ? given : (fingerprint.match(/.{1,5}/gu) ?? [])
}
