import type { useClient } from '../../api/client.ts'
import { addressOf } from '../../kit/address/address.ts'
import { AppLink } from '../../kit/address/app-link.tsx'
import { useSpoken } from '../../text/language.ts'
import { count, wordFor } from '../../text/written.ts'

export type Rehearsal = Awaited<ReturnType<ReturnType<typeof useClient>['rulePacks']['rehearse']>>

/** So many of each list are drawn; nobody reads more before publishing, and the rest is counted. */
const most = 500

/** What a pack would newly flag and clear, each list opening its branches. */
export function PackRehearsal({ found }: { readonly found: Rehearsal }) {
  const { words } = useSpoken()
  const { packs } = words
  const lists = [
    ['newlyFlagged', found.newlyFlagged],
    ['cleared', found.cleared],
    ['newlySuggested', found.newlySuggested],
    ['released', found.released],
  ] as const
  return (
    <div className="rehearsal">
      <p>
        <strong>{packs.rehearsed(count(found.newlyFlagged.length), count(found.cleared.length))}</strong>{' '}
        <span className="quiet">
          {[
            packs.total(count(found.now.flagged), count(found.next.flagged)),
            packs.suggestedTotal(count(found.now.suggested), count(found.next.suggested)),
          ].join(words.packet.comma)}
        </span>
      </p>
      {found.unknown.length > 0 && (
        <p className="quiet">{packs.unknown(found.unknown.join(words.packet.comma))}</p>
      )}
      {lists.map(([list, rows]) => (
        <details key={list} open={rows.length > 0 && rows.length <= 20}>
          <summary>
            {packs[list]} {count(rows.length)}
          </summary>
          {rows.length === 0 ? (
            <span className="quiet">{packs.nobody}</span>
          ) : (
            <ul className="rehearsal-list">
              {rows.slice(0, most).map(({ org, name }) => (
                <li key={org}>
                  <AppLink href={addressOf('/orgs', { org })}>{name}</AppLink>
                </li>
              ))}
              {rows.length > most && (
                <li className="quiet">{words.list.of(count(most), count(rows.length))}</li>
              )}
            </ul>
          )}
        </details>
      ))}
      {found.rules.length > 0 && (
        <details>
          <summary>{packs.byRule}</summary>
          <ul className="rehearsal-list">
            {found.rules.map(({ rule, now, next }) => (
              <li key={rule}>
                {wordFor(words.lifeline.rules, rule)} {count(now)} → {count(next)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}
