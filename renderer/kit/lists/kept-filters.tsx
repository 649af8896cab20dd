import { ActionIcon, Button, Divider, Group, Popover, Stack, TextInput } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { IconBookmark, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useSpoken } from '../../text/language.ts'
import { useAddress } from '../address/use-address.ts'
import { type KeptFilter, withFilter } from './filters-kept.ts'

type Props = {
  /** The list whose filters they are; they are kept on this PC under its name. */
  readonly name: string
  /** What of the address filters and orders the list. */
  readonly keys: readonly string[]
}

/** Filters that somebody set once and gave a name: chosen again they stand as they were, for the screen, paper and files. */
export function KeptFilters({ name, keys }: Props) {
  const { words } = useSpoken()
  const { get, change } = useAddress()
  const [kept, keep] = useLocalStorage<readonly KeptFilter[]>({
    key: `lifeline.filters.${name}`,
    defaultValue: [],
    getInitialValueInEffect: false,
  })
  const [isOpen, setOpen] = useState(false)
  const [called, setCalled] = useState('')
  const now = Object.fromEntries(keys.flatMap(key => (get(key) === undefined ? [] : [[key, get(key) ?? '']])))
  const isFiltered = Object.keys(now).length > 0
  const apply = ({ set }: KeptFilter) => {
    change(Object.fromEntries(keys.map(key => [key, set[key]])), true)
    setOpen(false)
  }
  const { filters } = words.list
  return (
    <Popover
      position="bottom-start"
      opened={isOpen}
      onChange={setOpen}
      trapFocus
      width={300}
      closeOnEscape
      returnFocus
    >
      <Popover.Target>
        <ActionIcon
          variant="default"
          size={36}
          aria-label={filters.title}
          title={filters.title}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          <IconBookmark size={18} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={filters.title}>
        <Stack gap="xs">
          {kept.map(filter => (
            <Group key={filter.name} gap={4} wrap="nowrap" justify="space-between">
              <Button
                variant="subtle"
                size="compact-md"
                justify="flex-start"
                style={{ minWidth: 0, flex: 1 }}
                onClick={() => apply(filter)}
              >
                {filter.name}
              </Button>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={filters.forget(filter.name)}
                onClick={() => keep(kept.filter(one => one.name !== filter.name))}
              >
                <IconX size={14} aria-hidden />
              </ActionIcon>
            </Group>
          ))}
          {kept.length === 0 && <span className="quiet">{filters.none}</span>}
          <Divider />
          <form
            onSubmit={event => {
              event.preventDefault()
              if (called.trim() === '' || !isFiltered) return
              keep(withFilter(kept, { name: called.trim(), set: now }))
              setCalled('')
              setOpen(false)
            }}
          >
            <Group gap="xs" align="flex-end" wrap="nowrap">
              <TextInput
                label={filters.keepAs}
                placeholder={filters.example}
                value={called}
                maxLength={40}
                disabled={!isFiltered}
                style={{ flex: 1 }}
                onChange={event => setCalled(event.currentTarget.value)}
              />
              <Button type="submit" disabled={!isFiltered || called.trim() === ''}>
                {filters.keep}
              </Button>
            </Group>
            {!isFiltered && <div className="small-note">{filters.first}</div>}
          </form>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
