import { ActionIcon, Button, Group, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import type { Case } from '#contract/lifeline/cases.ts'
import { useSpoken } from '../../text/language.ts'
import { type CaseVerb, verbsOf } from './case-verbs.ts'

type Props = {
  readonly row: Case
  readonly onVerb: (verb: CaseVerb) => void
  /** On a page of its own it is reached by Tab; in a row by F2. */
  readonly isPage?: boolean
}

/** The next step as a button, the others behind the dots. */
export function RowVerbs({ row, onVerb, isPage = false }: Props) {
  const { words } = useSpoken()
  const { verbs: called, more } = words.cases
  const [first, ...others] = verbsOf(row)
  if (first === undefined) return null
  const tab = isPage ? {} : { tabIndex: -1, size: 'compact-sm', variant: 'default' }
  return (
    <Group gap={4} wrap="nowrap" justify="flex-end">
      <Button
        {...tab}
        onClick={() => onVerb(first)}
        {...(!isPage && { 'aria-label': `${called[first]} ${row.orgName}` })}
      >
        {called[first]}
      </Button>
      {others.length > 0 && (
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <ActionIcon
              variant={isPage ? 'default' : 'subtle'}
              color="gray"
              size={isPage ? 36 : 'sm'}
              {...(!isPage && { tabIndex: -1 })}
              aria-label={`${more} ${row.orgName}`}
            >
              <IconDots size={16} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {others.map(verb => (
              <Menu.Item key={verb} onClick={() => onVerb(verb)}>
                {called[verb]}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </Group>
  )
}
