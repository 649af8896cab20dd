/** The form of a case as the rules fill it in: what is grave, in the words of the ledger, which are Chinese. */
export function presetOf(
  org: { readonly id: string; readonly name: string },
  findings: readonly {
    readonly rule: string
    readonly severity: string
    readonly why: { readonly zh: string }
  }[],
  today: string,
) {
  const grave = findings.filter(({ severity }) => severity !== 'info')
  return {
    set: {
      org: org.id,
      opened: today,
      rules: [...new Set(grave.map(({ rule }) => rule))].join('、'),
      problems: grave.map(({ why }) => why.zh.replace(/。$/, '')).join('；'),
    },
    named: { org: { id: org.id, name: org.name } },
  }
}
