import { severities } from '#contract/vocabulary.ts'
import { allRules } from '#db/lifeline/rules/all-rules.ts'
import type { District } from '#db/sample/generate-district.ts'

const figure = new Intl.NumberFormat('en')

/** What a district holds and what was planted in it, in a few lines. */
export function summaryOf({ seed, times, asOf, totals, planted }: District, meetings: number): string {
  const { orgs, branches, exempt, posts, cadres, members } = totals
  const count = (rule: string, severity: string) =>
    planted.findings.filter(found => found.rule === rule && found.severity === severity).length
  const rules = allRules.map(({ id, name }) => {
    const counts = severities.flatMap(severity => {
      const found = count(id, severity)
      return found === 0 ? [] : [`${figure.format(found)} ${severity}`]
    })
    return `  ${id} ${name.zh} (${name.en}): ${counts.join(', ') || 'none'}`
  })
  return [
    `An invented district, seed ${seed}${times === 1 ? '' : `, ${times} times over`}, on ${asOf}:`,
    `  ${figure.format(orgs)} organizations, ${figure.format(branches)} of them branches (${figure.format(exempt)} exempt)`,
    `  ${figure.format(members)} members, ${figure.format(posts)} posts (${figure.format(cadres)} held), ${figure.format(meetings)} meetings`,
    'Planted weaknesses:',
    ...rules,
    `  to be suggested for rectification: ${figure.format(planted.suggested.length)}`,
  ].join('\n')
}
