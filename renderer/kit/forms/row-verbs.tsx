import { ActionIcon, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useLocation } from 'wouter'
import { useSpoken } from '../../text/language.ts'
import { pastAddress } from '../address/address.ts'
import { useByHand } from './by-hand.tsx'

type Verb = readonly [words: string, act: () => void]
type Props = {
  readonly id: string
  /** How the record is called. */
  readonly title: string
  /** What can be done with it besides correcting and removing it. */
  readonly more?: readonly Verb[]
  /** In a list that is one stop of the Tab key: F2 edits there, Shift+F10 opens this. */
  readonly inList?: boolean
  /** It tells of an event, and is neither corrected nor removed. */
  readonly isFixed?: boolean
}

/** What can be done with one record of a list. */
export function RowVerbs({ id, title, more = [], inList = false, isFixed = false }: Props) {
  const { words } = useSpoken()
  const byHand = useByHand()
  const [, go] = useLocation()
  const past: Verb = [words.byHand.past, () => go(pastAddress(id))]
  const verbs: readonly Verb[] = isFixed
    ? [...more, past]
    : [
        [words.byHand.edit, () => byHand.edit(id)],
        ...more,
        past,
        [words.byHand.remove, () => byHand.remove(id, title)],
      ]
  const called = isFixed ? `${words.byHand.past} ${title}` : words.byHand.editThis(title)
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          tabIndex={inList ? -1 : 0}
          aria-label={called}
          {...(inList && { title: `${called} (Shift+F10)` })}
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
