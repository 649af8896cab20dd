import { Button, Stack, Text } from '@mantine/core'
import { DateInput } from '@mantine/dates'
import type { Recognised } from '#contract/rosters.ts'
import { rosterWords } from '#db/records/rosters.ts'
import { useSpoken } from '../../../text/language.ts'
import { count } from '../../../text/written.ts'
import type { Chosen } from '../queue/chosen.ts'
import type { Said } from '../queue/queue.ts'
import { byOf, fieldOf } from '../queue/said-columns.ts'

type Props = {
  readonly found: Recognised
  readonly chosen: Chosen
  /** From which it holds; known once the preview is there. */
  readonly day: string | undefined
  /** How many rows were read; known once the preview is there. */
  readonly rows: number | undefined
  readonly said: Said
  readonly onSay: (more: Partial<Said>) => void
  readonly onChange: () => void
}

/** In a few lines what the file is taken for and how its columns were understood. */
export function ColumnsBrief({ found, chosen, day, rows, said, onSay, onChange }: Props) {
  const { words, say } = useSpoken()
  const { map } = chosen
  const labels = new Map(found.fields.map(({ field, label }) => [field, say(label)]))
  const used = found.columns.filter(column => fieldOf(column, map) !== null)
  const others = found.columns.filter(column => fieldOf(column, map) === null)
  return (
    <section className="panel columns-brief" aria-label={words.rosters.matched}>
      <div>
        <Text>
          {words.preview.sheets(
            say(rosterWords(chosen.as)),
            chosen.sheet === undefined && found.together.length > 1
              ? found.together
              : [chosen.sheet ?? found.sheet ?? ''],
            count(rows ?? chosen.expected ?? 0),
          )}
          {said.place !== undefined && ` ${words.preview.placed(said.place.name)}`}
          {chosen.type !== undefined && ` ${words.rosters.allOfTypeLine(chosen.type)}`}
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
            {words.rosters.ignored(others.map(({ name }) => name))}
          </Text>
        )}
      </div>
      <Stack gap="xs" style={{ flex: 'none' }}>
        <DateInput
          size="xs"
          w={200}
          label={words.rosters.day}
          title={words.rosters.dayLine}
          placeholder={day ?? ''}
          valueFormat="YYYY-MM-DD"
          clearable
          value={said.on ?? null}
          onChange={on => onSay({ on: on ?? undefined })}
        />
        <Button variant="default" size="compact-sm" onClick={onChange}>
          {words.rosters.changeColumns}
        </Button>
      </Stack>
    </section>
  )
}
