import { Button, SegmentedControl } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { useShownDay } from '../api/shown-day.ts'
import { useSpoken } from '../text/language.ts'

/** Across the top of every page while a day other than today is shown: which one, what that means, and the way back. */
export function PastBar() {
  const { words } = useSpoken()
  const { day, choose, structure, chooseStructure } = useShownDay()
  if (day === undefined) return null
  return (
    <section className="past-bar" aria-label={words.past.bar}>
      <IconHistory size={18} aria-hidden />
      <strong>{words.past.shown(day)}</strong>
      <span>{structure === 'now' ? words.past.lineNow : words.past.line}</span>
      <SegmentedControl
        size="xs"
        aria-label={words.past.structure}
        value={structure ?? 'then'}
        onChange={value => chooseStructure(value === 'now' ? 'now' : undefined)}
        data={[
          { value: 'then', label: words.past.byThen },
          { value: 'now', label: words.past.byNow },
        ]}
      />
      <Button size="compact-sm" variant="default" onClick={() => choose(undefined)}>
        {words.past.back}
      </Button>
    </section>
  )
}
