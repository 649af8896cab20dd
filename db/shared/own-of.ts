/**
 * What a table of ours has under a name that may come from anybody: `constructor` and `toString` are in every object, and in
 * none of ours.
 */
export function ownOf<V>(of: Readonly<Record<string, V>>, name: string): V | undefined {
  return Object.hasOwn(of, name) ? of[name] : undefined
}
