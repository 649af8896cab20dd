import { ActionIcon, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useSpoken } from '../../text/language.ts'
import { useByHand } from './by-hand.tsx'

type Verb = readonly [words: string, act: () => void]
type Props = {
  readonly id: string
  /** How the record is called. */
  readonly title: string
  /** What can be done with it besides correcting and removing it. */
  readonly more?: readonly Verb[]
  /** In a list that is one stop of the Tab key: F2 edits there. */
  readonly inList?: boolean
}

/** What can be done with one record of a list. */
export function RowVerbs({ id, title, more = [], inList = false }: Props) {
  const { words } = useSpoken()
  const byHand = useByHand()
  const verbs: readonly Verb[] = [
    [words.byHand.edit, () => byHand.edit(id)],
    ...more,
    [words.byHand.remove, () => byHand.remove(id, title)],
  ]
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          tabIndex={inList ? -1 : 0}
          aria-label={words.byHand.editThis(title)}
        >
          <IconDots size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {verbs.map(([say, act]) => (
          <Menu.Item key={say} onClick={act}>
            {say}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
