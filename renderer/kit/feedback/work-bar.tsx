import { Progress as Bar, Button, Group, Text } from '@mantine/core'
import type { Progress } from '#contract/base.ts'
import { useSpoken } from '../../text/language.ts'
import { count } from '../../text/written.ts'

type Props = {
  readonly title: string
  readonly progress: Progress | undefined
  readonly onStop: () => void
}

/**
 * Work under way: what is being done, how much is left, and Stop. As long as nobody knows how much there is, the bar is
 * grey: one that is full and blue says that it is done. It is another element, so that the known one does not begin full.
 */
export function WorkBar({ title, progress, onStop }: Props) {
  const { words, say } = useSpoken()
  const isKnown = progress !== undefined && progress.total > 0
  return (
    <>
      <Group justify="space-between" wrap="nowrap" mb={4}>
        <Text size="sm" fw={600} truncate>
          {title}
        </Text>
        <Button size="compact-xs" variant="default" onClick={onStop}>
          {words.say.stop}
        </Button>
      </Group>
      {isKnown ? (
        <Bar value={(100 * progress.done) / progress.total} size="sm" aria-label={title} />
      ) : (
        <Bar.Root size="sm">
          <Bar.Section
            value={100}
            color="gray"
            animated
            withAria={false}
            role="progressbar"
            aria-label={title}
          />
        </Bar.Root>
      )}
      <Text size="xs" className="quiet" mt={4}>
        {progress === undefined ? words.say.working : say(progress.what)}
        {progress !== undefined && progress.done > 0 && ` ${count(progress.done)}`}
        {isKnown && ` / ${count(progress.total)}`}
      </Text>
    </>
  )
}
