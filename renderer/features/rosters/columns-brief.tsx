import { Button, Text } from '@mantine/core'
import type { Recognised } from '#contract/rosters.ts'
import { useSpoken } from '../../text/language.ts'
import { count } from '../../text/number.ts'
import type { Chosen } from './chosen.ts'
import { byOf, fieldOf } from './said-columns.ts'

type Props = {
  readonly found: Recognised
  readonly chosen: Chosen
  /** From which it holds; known once the preview is there. */
  readonly day: string | undefined
  readonly onChange: () => void
}

/** In a few lines what the file is taken for and how its columns were understood. */
export function ColumnsBrief({ found, chosen, day, onChange }: Props) {
  const { words, say } = useSpoken()
  const { map } = chosen
  const labels = new Map(found.fields.map(({ field, label }) => [field, say(label)]))
  const used = found.columns.filter(column => fieldOf(column, map) !== null)
  const others = found.columns.filter(column => fieldOf(column, map) === null)
  return (
    <section className="panel columns-brief" aria-label={words.rosters.matched}>
      <div>
        <Text>
          {words.rosters.brief(
            words.rosters.roster[chosen.as],
            found.sheet ?? '',
            count(chosen.expected ?? 0),
          )}
          {day !== undefined && ` ${words.rosters.briefDay(day)}`}
        </Text>
        <div className="brief-columns">
          <span className="quiet">{words.rosters.matched}</span>
          {used.map(column => {
            const label = labels.get(fieldOf(column, map) ?? '') ?? ''
            const isSame = column.name === label
            return (
              <span key={column.name} className="severity" data-severity="info">
                {isSame ? label : `${column.header === '' ? column.name : column.header} → ${label}`}
                {byOf(column, map) === 'remembered' && ` (${words.rosters.rememberedShort})`}
              </span>
            )
          })}
        </div>
        {others.length > 0 && (
          <Text size="sm" className="quiet">
            {words.rosters.ignored}: {others.map(({ name }) => name).join('  ')}
          </Text>
        )}
      </div>
      <Button variant="default" onClick={onChange} style={{ flex: 'none' }}>
        {words.rosters.changeColumns}
      </Button>
    </section>
  )
}
