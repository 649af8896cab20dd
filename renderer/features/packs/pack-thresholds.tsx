import { SeverityTag } from '../../kit/page/severity-tag.tsx'
import { useSpoken } from '../../text/language.ts'
import { wordFor } from '../../text/written.ts'
import type { ShownPack } from './draft-pack.ts'

/** Thresholds by the rule that they belong to; what belongs to none stands under the verdict or in general. */
export function groupsOf({ rules, thresholds }: ShownPack) {
  const names = [...new Set(thresholds.map(({ name }) => name))]
  const of = (group: string) => names.filter(name => name.split('.')[0] === group)
  const known = new Set([...rules.map(({ rule }) => rule), 'verdict'])
  return {
    byRule: rules.map(rule => ({ rule, names: of(rule.rule) })),
    verdict: of('verdict'),
    general: names.filter(name => !known.has(name.split('.')[0] ?? '')),
  }
}

/** What counts: each rule with its thresholds, each threshold with its values by day, their basis, source and last check. */
export function PackThresholds({ pack }: { readonly pack: ShownPack }) {
  const { words, say } = useSpoken()
  const { packs } = words
  const { byRule, verdict, general } = groupsOf(pack)
  return (
    <section className="panel person-panel" aria-label={packs.thresholds}>
      <h2 className="panel-title">{packs.thresholds}</h2>
      <Group title={packs.verdict} names={verdict} pack={pack} />
      {general.length > 0 && <Group title={packs.general} names={general} pack={pack} />}
      {byRule.map(({ rule, names }) => (
        <Group
          key={rule.rule}
          title={`${rule.rule} ${say(rule.words)}`}
          names={names}
          pack={pack}
          note={say(rule.basis)}
          state={
            !rule.counts ? (
              <span className="severity" data-severity="info">
                {packs.off}
              </span>
            ) : rule.atMost === null ? null : (
              <>
                {packs.atMost} <SeverityTag severity={rule.atMost} />
              </>
            )
          }
        />
      ))}
    </section>
  )
}

type GroupProps = {
  readonly title: string
  readonly names: readonly string[]
  readonly pack: ShownPack
  readonly note?: string
  readonly state?: React.ReactNode
}

function Group({ title, names, pack, note, state }: GroupProps) {
  const { words, say } = useSpoken()
  const { packs } = words
  return (
    <div className="pack-group">
      <h3>
        {title} {state}
      </h3>
      {note !== undefined && <p className="quiet small-note">{note}</p>}
      {names.length > 0 && (
        <table className="pack-table">
          <thead>
            <tr>
              <th>{packs.threshold}</th>
              <th>{packs.value}</th>
              <th>{packs.since}</th>
              <th>{packs.basis}</th>
              <th>{packs.source}</th>
              <th>{packs.checked}</th>
            </tr>
          </thead>
          <tbody>
            {names.flatMap(name =>
              pack.thresholds
                .filter(one => one.name === name)
                .map((one, at) => (
                  <tr key={`${name} ${one.from ?? ''}`} data-holds={one.holds}>
                    <th scope="row">{at === 0 ? wordFor(packs.names, name) : ''}</th>
                    <td className="pack-value">{one.value}</td>
                    <td>
                      {one.from ?? packs.ever}{' '}
                      <span className="quiet">
                        {one.holds ? packs.holds : (one.from ?? '') > pack.asOf ? packs.later : packs.past}
                      </span>
                    </td>
                    <td>{one.basis === null ? '' : say(one.basis)}</td>
                    <td>{one.source ?? ''}</td>
                    <td>
                      {one.checked ?? <span className="quiet">{packs.never}</span>}{' '}
                      {one.isStale && <SeverityTag severity="yellow">{packs.stale}</SeverityTag>}
                    </td>
                  </tr>
                )),
            )}
          </tbody>
        </table>
      )}
    </div>
  )
}
