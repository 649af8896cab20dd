import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useClient } from '../../../api/client.ts'
import { Answer } from '../../../kit/feedback/answer.tsx'
import { useSpoken } from '../../../text/language.ts'
import { count, moment } from '../../../text/written.ts'

/** Above a record's history: which other offices hold it, as packets made and received here tell. */
export function RecordHolders({ of }: { readonly of: string }) {
  const { words } = useSpoken()
  const { trash } = words
  const client = useClient()
  const holders = useQuery({ queryKey: ['holders', of], queryFn: () => client.trash.holders({ of }) })
  return (
    <Answer of={holders} lines={1}>
      {found => (
        <section aria-label={trash.holders}>
          <Text size="sm" fw={600}>
            {trash.holders}
          </Text>
          {found.length === 0 ? (
            <Text size="sm" className="quiet">
              {trash.holdersNone}
            </Text>
          ) : (
            <ul className="many-rows">
              {found.map(({ org, name, how, number, at, isWhole }) => (
                <li key={org}>
                  {name}：
                  {trash.hows[how](number === null ? '' : count(number), at === null ? '' : moment(at))}
                  {!isWhole && <span className="quiet"> {trash.notWhole}</span>}
                </li>
              ))}
            </ul>
          )}
        </section>
      )}
    </Answer>
  )
}
