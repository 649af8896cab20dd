type Since = { readonly since: string | null; readonly org: string; readonly rule: string }

/** What came up last: by the day from which it has been so, the newest first; what has no such day is left out. */
export function newest<F extends Since>(findings: readonly F[], most: number): readonly F[] {
  return findings
    .filter(({ since }) => since !== null)
    .toSorted((a, b) =>
      a.since === b.since
        ? (a.org + a.rule).localeCompare(b.org + b.rule, 'en')
        : (a.since ?? '') < (b.since ?? '')
          ? 1
          : -1,
    )
    .slice(0, most)
}
