import { ActionIcon, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useLocation } from 'wouter'
import { useShownDay } from '../../api/shown-day.ts'
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
  /** The page of what the row is about, where it has one. */
  readonly page?: string
}

/** What can be done with one record of a list; while a past day is shown only what changes nothing, and the way back. */
export function RowVerbs({ id, title, more = [], inList = false, isFixed = false, page }: Props) {
  const { words } = useSpoken()
  const byHand = useByHand()
  const { day, choose } = useShownDay()
  const [, go] = useLocation()
  const isPast = day !== undefined
  const looks: readonly Verb[] = [
    ...(page === undefined ? [] : [[words.byHand.open, () => go(page)] as const]),
    [words.byHand.past, () => go(pastAddress(id))],
  ]
  const verbs: readonly Verb[] = isPast
    ? looks
    : isFixed
      ? [...more, ...looks]
      : [
          [words.byHand.edit, () => byHand.edit(id)],
          ...more,
          ...looks,
          [words.byHand.remove, () => byHand.remove(id, title)],
        ]
  const called = isPast
    ? words.byHand.lookAtThis(title)
    : isFixed
      ? `${words.byHand.past} ${title}`
      : words.byHand.editThis(title)
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
        {isPast && (
          <>
            <Menu.Divider />
            <Menu.Label maw={260} style={{ whiteSpace: 'normal' }}>
              {words.past.changedToday}
            </Menu.Label>
            <Menu.Item onClick={() => choose(undefined)}>{words.past.back}</Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
